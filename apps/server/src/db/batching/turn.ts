import { instruments } from '../../telemetry/instruments.js';

/** Collects what is asked for in one turn of the event loop. */
export interface Turn<Member> {
  add(member: Member): void;
  /** Has those that a turn had no time for before all that came after them. */
  giveBack(members: readonly Member[]): void;
}

export interface TurnOptions {
  /** What is put together, as the metrics call it. */
  readonly kind: string;
  /** How many may be together. */
  readonly mostMembers: number;
  /** How many turns may be worked on at once. What is asked for meanwhile waits, and is then more. */
  readonly mostUnderWay: number;
}

/**
 * Gives all members of a turn to `work` together, in the order in which they came, and none that came after it began. `work` settles its members
 * itself and never rejects.
 */
export function createTurn<Member>(
  work: (members: readonly Member[]) => Promise<void>,
  { kind, mostMembers, mostUnderWay }: TurnOptions,
): Turn<Member> {
  let waiting: Member[] = [];
  let underWay = 0;
  let isScheduled = false;
  const schedule = () => {
    if (isScheduled || waiting.length === 0 || underWay >= mostUnderWay) return;
    isScheduled = true;
    setImmediate(begin);
  };
  const begin = () => {
    isScheduled = false;
    const members = waiting.slice(0, mostMembers);
    waiting = waiting.slice(mostMembers);
    underWay++;
    instruments.batches.observe(members.length, { kind });
    void work(members).finally(() => {
      underWay--;
      schedule();
    });
    schedule();
  };
  return {
    add(member) {
      waiting.push(member);
      schedule();
    },
    giveBack(members) {
      waiting.unshift(...members);
      schedule();
    },
  };
}
