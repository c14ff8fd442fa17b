import { parseNotedAnchor } from './audit-verify.js';
import type { NotedAnchor } from '../services/audit/verify-anchors.js';
import { scopes, type Scope } from '../services/api-keys/api-key.js';

/** What the program is asked to do. */
export type Command =
  | { readonly name: 'serve' }
  | { readonly name: 'help' }
  | { readonly name: 'master-key create' }
  | {
      readonly name: 'keys create';
      readonly scope: Scope;
      readonly label: string;
      readonly product: string | undefined;
      readonly expiresInSeconds: number | undefined;
    }
  | { readonly name: 'signing-keys rotate'; readonly use: 'license' | 'status' }
  | { readonly name: 'signing-keys export'; readonly kid: string; readonly out: string }
  | { readonly name: 're-sign'; readonly product: string | undefined }
  | { readonly name: 'console invite' }
  | { readonly name: 'move-up'; readonly from: string }
  | { readonly name: 'backup'; readonly to: string }
  | { readonly name: 'after-restore' }
  | { readonly name: 'audit verify'; readonly noted: NotedAnchor | undefined };

/** The outcome of {@link parseArguments}; `detail` is for the person who typed them. */
export type ArgumentsReading =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly detail: string };

export const help = `Licet, a license server

  licet-server [serve]                      serve the API (the default)
  licet-server keys create --scope admin|issue|client
        [--name TEXT] [--product CODE] [--expires-in SECONDS]
                                            print a new API key, which is not to be had again
  licet-server signing-keys rotate --use license|status
                                            make a new signing key, retire the one before
  licet-server signing-keys export --kid KID --out FILE.p12
                                            write a key store; its passphrase goes to standard error
  licet-server re-sign [--product CODE]      sign anew what a burnt key signed, beside servers; interrupted, it
                                            goes on when it is repeated; 1 when some could not be signed
  licet-server console invite               print a link to the console, good for one user and one day; it also
                                            gives a user who forgot it a new password
  licet-server audit verify [--anchor NOTED]
                                            check that nobody changed the audit log; 1 when somebody did
  licet-server backup --to FILE              copy the database of the folder, whole and checked, beside a server
  licet-server after-restore                 once after a backup was put back, before servers start on it
  licet-server move-up --from FOLDER         move a stopped server's folder into the PostgreSQL of DATABASE_URL;
                                            interrupted, it goes on when it is repeated
  licet-server master-key create             print a new master key, for LICET_MASTER_KEY
  licet-server --help                       print this

All commands use the folder that LICET_DATA_DIR names (./data), or the PostgreSQL that DATABASE_URL
names, also beside running servers. Settings are environment variables: HOST, PORT, LICET_DATA_DIR,
DATABASE_URL, LICET_PUBLIC_URL, LICET_MASTER_KEY, LICET_METRICS_TOKEN, LICET_DRAIN_SECONDS,
LICET_TRUSTED_PROXIES, LICET_RATE_PER_ADDRESS, LICET_RATE_PER_KEY, LICET_GUESSES_PER_MINUTE,
LICET_MAX_REQUESTS, LICET_LOG_LEVEL.
`;

type Options = Readonly<Partial<Record<string, string>>>;

interface CommandSyntax {
  /** Names of options; all take a value. */
  readonly options: readonly string[];
  readonly parse: (options: Options) => Command | string;
}

const commands: Readonly<Record<string, CommandSyntax>> = {
  '': { options: [], parse: () => ({ name: 'serve' }) },
  serve: { options: [], parse: () => ({ name: 'serve' }) },
  help: { options: [], parse: () => ({ name: 'help' }) },
  'master-key create': { options: [], parse: () => ({ name: 'master-key create' }) },
  'keys create': {
    options: ['scope', 'name', 'product', 'expires-in'],
    parse: parseKeysCreate,
  },
  'signing-keys rotate': {
    options: ['use'],
    parse: ({ use }) =>
      use === 'license' || use === 'status'
        ? { name: 'signing-keys rotate', use }
        : '--use must be license or status',
  },
  'signing-keys export': {
    options: ['kid', 'out'],
    parse: ({ kid, out }) =>
      kid === undefined || out === undefined
        ? '--kid and --out are needed'
        : { name: 'signing-keys export', kid, out },
  },
  're-sign': {
    options: ['product'],
    parse: ({ product }) => ({ name: 're-sign', product }),
  },
  'console invite': { options: [], parse: () => ({ name: 'console invite' }) },
  'move-up': {
    options: ['from'],
    parse: ({ from = '' }) => (from === '' ? '--from is needed' : { name: 'move-up', from }),
  },
  backup: {
    options: ['to'],
    parse: ({ to = '' }) => (to === '' ? '--to is needed' : { name: 'backup', to }),
  },
  'after-restore': { options: [], parse: () => ({ name: 'after-restore' }) },
  'audit verify': { options: ['anchor'], parse: parseAuditVerify },
};

/** Reads the words behind the program's name. */
export function parseArguments(args: readonly string[]): ArgumentsReading {
  if (args.includes('--help') || args.includes('-h')) return accept({ name: 'help' });
  const firstOption = args.findIndex((word) => word.startsWith('-'));
  const words = args.slice(0, firstOption < 0 ? args.length : firstOption);
  const name = words.join(' ');
  const syntax = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (syntax === undefined) return refuse(`there is no command "${name}"`);
  const options = parseOptions(args.slice(words.length), syntax.options);
  if (typeof options === 'string') return refuse(options);
  const command = syntax.parse(options);
  return typeof command === 'string' ? refuse(command) : accept(command);
}

/** Every option takes a value, which may begin with a hyphen, as one kid in 64 does. */
function parseOptions(args: readonly string[], names: readonly string[]): Options | string {
  const options: Partial<Record<string, string>> = {};
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    const [, name = '', attached] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (!names.includes(name)) return `there is no "${word}" here`;
    const value = attached ?? args[++at];
    if (value === undefined) return `--${name} needs a value`;
    options[name] = value;
  }
  return options;
}

function parseKeysCreate(options: Options): Command | string {
  const scope = scopes.find((known) => known === options.scope);
  if (scope === undefined) return `--scope must be one of ${scopes.join(', ')}`;
  const text = options['expires-in'];
  const expiresInSeconds = text === undefined ? undefined : Number(text);
  if (text !== undefined && !/^[1-9]\d{0,9}$/.test(text)) {
    return '--expires-in must be a number of seconds, such as 86400';
  }
  const { name: label = '', product } = options;
  if (!/^[^\p{C}]{0,200}$/u.test(label)) return '--name must be at most 200 printable characters';
  return { name: 'keys create', scope, label, product, expiresInSeconds };
}

function parseAuditVerify({ anchor }: Options): Command | string {
  if (anchor === undefined) return { name: 'audit verify', noted: undefined };
  const noted = parseNotedAnchor(anchor);
  return noted === undefined
    ? '--anchor must be an anchor as "audit verify" prints it'
    : { name: 'audit verify', noted };
}

function accept(command: Command): ArgumentsReading {
  return { ok: true, command };
}

function refuse(detail: string): ArgumentsReading {
  return { ok: false, detail };
}
