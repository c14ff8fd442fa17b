const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const times = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
});
const numbers = new Intl.NumberFormat();
const compactNumbers = new Intl.NumberFormat(undefined, { notation: 'compact' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** A day of UTC, as ends of licenses are. */
export function formatDay(instant: string): string {
  return dates.format(new Date(instant));
}

/** The last day that an exclusive end leaves: midnight of the 1st means that the last day is the one before. */
export function formatLastDay(instant: string): string {
  return dates.format(new Date(new Date(instant).getTime() - 1));
}

/** An instant in UTC, which it says: as filters take it, and the same for colleagues elsewhere. */
export function formatTime(instant: string): string {
  return times.format(new Date(instant));
}

export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** Such as 1.2M. */
export function formatCompact(value: number): string {
  return compactNumbers.format(value);
}

const steps = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Such as "in 3 days". */
export function formatRelative(instant: string, now: number = Date.now()): string {
  const seconds = Math.round((new Date(instant).getTime() - now) / 1000);
  const step = steps.find(([, length]) => Math.abs(seconds) >= length);
  return step === undefined
    ? relative.format(0, 'minute')
    : relative.format(Math.trunc(seconds / step[1]), step[0]);
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Such as "7 days", in the largest unit that says it exactly. */
export function formatDuration(seconds: number): string {
  const [unit, length] = units.find(([, size]) => seconds % size === 0) ?? (['second', 1] as const);
  const count = seconds / length;
  return `${formatNumber(count)} ${unit}${count === 1 ? '' : 's'}`;
}

const words: Readonly<Record<string, string>> = {
  domain: 'Domain',
  'single-user': 'Single user',
  network: 'Network',
  token: 'Token',
  active: 'Active',
  suspended: 'Suspended',
  revoked: 'Revoked',
  valid: 'Valid',
  expired: 'Expired',
  'not-yet-valid': 'Not yet valid',
  host: 'This host only',
  'host+www': 'Host and www',
  subdomains: 'All subdomains',
  'one-label': 'One level of subdomains',
  block: 'Refuse',
  'read-only': 'Read only',
  warn: 'Serve and warn',
  retired: 'Retired',
  burnt: 'Burnt',
  root: 'Root',
  license: 'License files',
  status: 'Status lists',
};

/** A word of the API as people read it. */
export function toWords(text: string): string {
  const known = words[text];
  if (known !== undefined) return known;
  const spaced = text.replaceAll(/[-_.]/g, ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
