import { createTrustedProxies, type TrustedProxies } from '@licet/core';
import { readFileSync } from 'node:fs';
import { parseMasterKey, type MasterKey } from './secrets/master-key.js';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** How much the server logs; see pino's levels. */
export type LogLevel = (typeof logLevels)[number];

/** Everything that can be set from outside. This file is the only reader of the environment. */
export interface Config {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly dataDir: string;
  /** Where clients reach the server, without a trailing slash. */
  readonly publicUrl: string | undefined;
  /** A PostgreSQL to keep everything in. It may hold a password: it is never printed. Absent: a file of the data folder. */
  readonly databaseUrl: string | undefined;
  /** Absent: kept in a file of the data folder. */
  readonly masterKey: MasterKey | undefined;
  readonly trustedProxies: TrustedProxies;
  /** Requests a minute; 0 for any number. */
  readonly ratePerAddress: number;
  /** Requests a minute; 0 for any number. */
  readonly ratePerKey: number;
  /** Wrong keys per address and minute that are answered at once; 0 for any number. */
  readonly guessesPerMinute: number;
  /** Requests that wait for an answer at once; the next ones are told to come back. */
  readonly maxRequests: number;
  /** Who has it may read the metrics; absent: whoever asks from this machine. */
  readonly metricsToken: string | undefined;
  /** So long a server that is to stop says so at `/readyz`, and goes on answering. */
  readonly drainSeconds: number;
  readonly logLevel: LogLevel;
}

/** The outcome of {@link readConfig}; `detail` names the variable and says what to write. */
export type ConfigReading =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly detail: string };

interface Variable<T> {
  /** What to write; completes the sentence "NAME must be …". */
  readonly expects: string;
  /** The value of a text, `undefined` when the text is not acceptable. */
  readonly parse: (text: string) => T | undefined;
}

const countExpectation = 'a whole number up to 1000000000, such as 6000; 0 turns the limit off';

const variables = {
  HOST: {
    expects: 'an address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0',
    parse: (text: string) => (/^[A-Za-z0-9:][A-Za-z0-9.:%-]*$/.test(text) ? text : undefined),
  },
  PORT: {
    expects: 'a whole number from 0 to 65535, such as 8080 (0 lets the system choose)',
    parse: (text: string) => (/^\d{1,5}$/.test(text) && +text <= 65_535 ? +text : undefined),
  },
  LICET_DATA_DIR: {
    expects: 'the path of a folder, such as ./data',
    parse: (text: string) => (text.includes('\0') ? undefined : text),
  },
  LICET_PUBLIC_URL: {
    expects:
      'an http or https address without user, query and fragment, such as https://licenses.example.com',
    parse: parsePublicUrl,
  },
  LICET_MASTER_KEY: {
    expects: 'a whole master key as this program made it, beginning with licet_mk_',
    parse: parseMasterKey,
  },
  DATABASE_URL: {
    expects:
      'the address of a PostgreSQL database, such as postgres://user:password@localhost:5432/licet',
    parse: parseDatabaseUrl,
  },
  LICET_TRUSTED_PROXIES: {
    expects:
      'a comma-separated list of addresses, ranges such as 10.0.0.0/8, and the word unix for a local socket',
    parse: parseTrustedProxies,
  },
  LICET_RATE_PER_ADDRESS: { expects: countExpectation, parse: parseCount },
  LICET_RATE_PER_KEY: { expects: countExpectation, parse: parseCount },
  LICET_GUESSES_PER_MINUTE: { expects: countExpectation, parse: parseCount },
  LICET_MAX_REQUESTS: {
    expects: 'a whole number from 1 to 1000000, such as 2048',
    parse: (text: string) => (/^[1-9]\d{0,5}$|^1000000$/.test(text) ? +text : undefined),
  },
  LICET_METRICS_TOKEN: {
    expects: 'at least 16 printable characters without spaces',
    parse: parseMetricsToken,
  },
  LICET_DRAIN_SECONDS: {
    expects: 'a whole number from 0 to 300, such as 5',
    parse: parseDrainSeconds,
  },
  LICET_LOG_LEVEL: {
    expects: `one of ${logLevels.join(', ')}`,
    parse: (text: string) => logLevels.find((level) => level === text),
  },
} as const satisfies Record<string, Variable<unknown>>;

type VariableName = keyof typeof variables;
const variableNames = Object.keys(variables) as VariableName[];

/** Secrets, each of which may stand in a file that a variable of the same name with `_FILE` names. */
const secretNames = ['DATABASE_URL', 'LICET_MASTER_KEY', 'LICET_METRICS_TOKEN'] as const;

/** Reads the configuration. An empty variable counts as not set. */
export function readConfig(given: NodeJS.ProcessEnv = process.env): ConfigReading {
  const env = { ...given };
  for (const name of secretNames) {
    const fault = readSecret(env, name);
    if (fault !== undefined) return { ok: false, detail: fault };
  }
  const wrong = variableNames.find(
    (name) => isSet(env[name]) && variables[name].parse(env[name]) === undefined,
  );
  if (wrong !== undefined) {
    return { ok: false, detail: `${wrong} must be ${variables[wrong].expects}.` };
  }
  return { ok: true, config: Object.freeze(toConfig(env)) };
}

/** Puts the contents of a file in the place of its name. Why that cannot be done; it never repeats what is in it. */
function readSecret(
  env: NodeJS.ProcessEnv,
  name: (typeof secretNames)[number],
): string | undefined {
  const file = env[`${name}_FILE`];
  if (!isSet(file)) return undefined;
  if (isSet(env[name])) return `${name} and ${name}_FILE are both set: give one of them.`;
  try {
    env[name] = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `${name}_FILE cannot be read: ${reason}.`;
  }
  return isSet(env[name]) ? undefined : `${name}_FILE names an empty file.`;
}

function toConfig(env: NodeJS.ProcessEnv): Config {
  const read = <T>(name: VariableName, parse: (text: string) => T | undefined): T | undefined =>
    isSet(env[name]) ? parse(env[name]) : undefined;
  return {
    host: read('HOST', variables.HOST.parse) ?? '127.0.0.1',
    port: read('PORT', variables.PORT.parse) ?? 8080,
    dataDir: read('LICET_DATA_DIR', variables.LICET_DATA_DIR.parse) ?? './data',
    databaseUrl: read('DATABASE_URL', parseDatabaseUrl),
    publicUrl: read('LICET_PUBLIC_URL', parsePublicUrl),
    masterKey: read('LICET_MASTER_KEY', parseMasterKey),
    trustedProxies: read('LICET_TRUSTED_PROXIES', parseTrustedProxies) ?? createTrustedProxies([]),
    ratePerAddress: read('LICET_RATE_PER_ADDRESS', parseCount) ?? 120_000,
    ratePerKey: read('LICET_RATE_PER_KEY', parseCount) ?? 120_000,
    guessesPerMinute: read('LICET_GUESSES_PER_MINUTE', parseCount) ?? 10,
    maxRequests: read('LICET_MAX_REQUESTS', variables.LICET_MAX_REQUESTS.parse) ?? 2048,
    metricsToken: read('LICET_METRICS_TOKEN', parseMetricsToken),
    drainSeconds: read('LICET_DRAIN_SECONDS', parseDrainSeconds) ?? 0,
    logLevel: read('LICET_LOG_LEVEL', variables.LICET_LOG_LEVEL.parse) ?? 'info',
  };
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function parseCount(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) && +text <= 1_000_000_000 ? +text : undefined;
}

function parseMetricsToken(text: string): string | undefined {
  return /^[\x21-\x7e]{16,}$/.test(text) ? text : undefined;
}

function parseDrainSeconds(text: string): number | undefined {
  return /^\d{1,3}$/.test(text) && +text <= 300 ? +text : undefined;
}

function parsePublicUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  const plain = url.username + url.password + url.search + url.hash === '';
  return plain ? url.href.replace(/\/$/, '') : undefined;
}

/** The driver reads it again. Here is only made sure that it can, as it would repeat what it cannot read. */
function parseDatabaseUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(?:ql)?:$/.test(url.protocol)) return undefined;
  const isWhole = url.host !== '' && /^\/[^/]+$/.test(url.pathname);
  return isWhole && canDecode(url) ? text : undefined;
}

function canDecode({ username, password, hostname, pathname }: URL): boolean {
  try {
    return [username, password, hostname, pathname].map(decodeURIComponent).length > 0;
  } catch {
    return false;
  }
}

function parseTrustedProxies(text: string): TrustedProxies | undefined {
  const entries = text.split(',').map((entry) => entry.trim());
  try {
    return createTrustedProxies(entries);
  } catch {
    // The only thing it throws is that an entry is wrong, which the caller says in its own words.
    return undefined;
  }
}
