import type { AuditEntry } from '../api/types.js';
import { useSession } from '../session-context.js';
import { formatTime, toWords } from '../ui/format.js';

const verbs: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'changed',
  renew: 'renewed',
  're-sign': 'signed anew',
  suspend: 'suspended',
  reinstate: 'reinstated',
  revoke: 'revoked',
  transfer: 'transferred',
  rekey: 'given a new key',
  delete: 'deleted',
  checkout: 'taken',
  borrow: 'borrowed',
  rotate: 'replaced',
  burn: 'marked as burnt',
  export: 'exported',
  mint: 'minted',
  restore: 'restored',
  end: 'ended',
};

const things: Readonly<Record<string, string>> = {
  license: 'License',
  'api-key': 'API key',
};

/** An action as people say it: `license.renew` is "License renewed". */
export function toActionWords(action: string): string {
  const [thing = '', verb = ''] = action.split('.');
  return `${things[thing] ?? toWords(thing)} ${verbs[verb] ?? verb}`;
}

const instant = /^\d{4}-\d\d-\d\dT[\d:]+Z$/;

interface AuditDetailsProps extends Pick<AuditEntry, 'details'> {
  /** On the page of the license that they name. */
  readonly isOfLicense?: boolean;
}

/** What an entry says beside who, what and when. */
export function AuditDetails({ details, isOfLicense = false }: AuditDetailsProps) {
  const shown = Object.entries(details).filter(([name]) => !isOfLicense || name !== 'licenseId');
  return (
    <span class="details">
      {shown.map(([name, value]) => (
        <span key={name}>
          {toSpaced(name)} <b>{toText(value)}</b>
        </span>
      ))}
    </span>
  );
}

function toSpaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function toText(value: string | number | boolean): string {
  return typeof value === 'string' && instant.test(value) ? formatTime(value) : String(value);
}

const kinds: Readonly<Record<string, string>> = { 'api-key': 'API key', user: 'User' };
const lettersShown = 12;

/** Who did something: in short, and in full for those who ask. */
export function Actor({ actor }: Pick<AuditEntry, 'actor'>) {
  const { user } = useSession().session;
  const [kind = '', id] = actor.split(':');
  if (id === undefined) return <>Command line</>;
  if (id === user.id) return <>You</>;
  return (
    <span title={actor}>
      {kinds[kind] ?? kind} <code>{id.slice(0, lettersShown)}…</code>
    </span>
  );
}
