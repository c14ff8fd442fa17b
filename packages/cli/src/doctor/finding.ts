/** How a look at one thing came out. `warning`: it works now, and will not for long or not everywhere. */
export type FindingVerdict = 'ok' | 'warning' | 'failed' | 'unknown';

/** What is looked at, in this order. */
export const topics = [
  'settings',
  'license',
  'key',
  'signature',
  'product',
  'host',
  'domain key',
  'dates',
  'clock',
  'proxies',
  'server',
  'API key',
  'status',
  'application',
] as const;

/** One of {@link topics}. */
export type Topic = (typeof topics)[number];

/** One thing that doctor looked at. */
export interface Finding {
  readonly topic: Topic;
  readonly verdict: FindingVerdict;
  /** Stable: the cause that was found. `ok` and `not_checked` are no causes. */
  readonly code: string;
  /** What was found. */
  readonly detail: string;
  /** What to do about it. */
  readonly advice?: string;
}

export function fine(topic: Topic, detail: string): Finding {
  return { topic, verdict: 'ok', code: 'ok', detail };
}

export function notChecked(topic: Topic, detail: string): Finding {
  return { topic, verdict: 'unknown', code: 'not_checked', detail };
}

/** A cause, with what to do about it. */
export function cause(
  topic: Topic,
  code: string,
  detail: string,
  advice: string,
  verdict: FindingVerdict = 'failed',
): Finding {
  return { topic, verdict, code, detail, advice };
}
