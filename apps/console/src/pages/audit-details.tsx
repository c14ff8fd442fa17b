import type { AuditEntry } from '../api/types.js';

/** What an entry says beside who, what and when. */
export function AuditDetails({ details }: Pick<AuditEntry, 'details'>) {
  return (
    <span class="details">
      {Object.entries(details).map(([name, value]) => (
        <span key={name}>
          {name} <b>{String(value)}</b>
        </span>
      ))}
    </span>
  );
}
