import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options?: { readonly type: 'minor' }) => void;

/** Bytes of the heap that are still reachable. */
export function heapAfterCollection(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** Clears away what was made last, so that its collection is not charged to whoever comes next. */
export function collectYoungGarbage(): void {
  collect({ type: 'minor' });
}
