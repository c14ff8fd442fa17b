import { createHash } from 'node:crypto';
import type { ServerValues } from './open-server.js';

/** Who asks whom: work that was cut off goes on only between the same two. */
export interface Caller {
  readonly server: string;
  /** Tells an API key from others, and tells nothing of it. */
  readonly apiKeyName: string;
}

/** The caller that the options of a command make. */
export function toCaller({ server = '', 'api-key': apiKey = '' }: ServerValues): Caller {
  const hash = createHash('sha256').update(`licet-caller-1\0${apiKey}`).digest('hex');
  return { server: server.replace(/\/+$/, ''), apiKeyName: hash.slice(0, 12) };
}
