import { addRefusals } from '../../db/refusals.js';
import type { Store } from '../../db/store.js';
import { instruments } from '../../telemetry/instruments.js';
import type { RefusalRow } from '../../db/tables.js';

/** Why something that was to be validated is not valid. */
export type RefusalReason =
  | 'not_genuine'
  | 'unregistered_public_key'
  | 'wrong_binding'
  | 'not_yet_valid'
  | 'expired'
  | 'suspended'
  | 'revoked'
  | 'replaced'
  | 'unknown_license';

/** Counts refusals, as reading is not to wait for writing: what a process did not store yet is lost with it. */
export interface RefusalTally {
  /** Counts one. `product` where it is known for certain. */
  note(reason: RefusalReason, product: string | undefined): void;
  /** Stores what was counted. */
  flush(): Promise<void>;
}

const secondsPerDay = 86_400;
const millisecondsKept = 10_000;
/** Few enough that their values fit into one statement of either engine, however many products there are. */
const rowsAtOnce = 1000;

type Counts = Map<string, RefusalRow>;

/** The tally of one process. It stores its counts some seconds after the first of them. */
export function createRefusalTally({ db, now }: Store, accountId: string): RefusalTally {
  let counts: Counts = new Map();
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    // In an order that all processes have, so that none waits for a row of another that waits for it.
    const left = [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
    counts = new Map();
    try {
      while (left.length > 0) {
        await addRefusals(db, left.slice(0, rowsAtOnce));
        left.splice(0, rowsAtOnce);
      }
    } catch (error) {
      // The database is away: they count with the next ones.
      for (const row of left) add(counts, row);
      throw error;
    }
  };
  return {
    flush,
    note(code, product = '') {
      instruments.refusals.add({ code });
      const day = Math.floor(now() / secondsPerDay);
      add(counts, { account_id: accountId, day, product, code, count: 1 });
      timer ??= setTimeout(() => {
        flush().catch(() => undefined);
      }, millisecondsKept).unref();
    },
  };
}

function add(counts: Counts, row: RefusalRow): void {
  const key = `${String(row.day)} ${row.code} ${row.product}`;
  counts.set(key, { ...row, count: row.count + (counts.get(key)?.count ?? 0) });
}
