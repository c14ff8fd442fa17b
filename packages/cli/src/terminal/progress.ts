import type { OutputStream } from '../program/io.js';

/** How far long work is, for a person who waits. */
export interface Progress {
  /** Whether there is a terminal to show it on. */
  readonly isShown: boolean;
  /** A bar of `done` of `total`, where the end is known; `note` says in a few words what was done. */
  update(done: number, total: number | undefined, note: string): void;
  /** Takes the bar off the screen. */
  end(): void;
}

const barWidth = 24;
/** A terminal needs no more than this, and the work is faster for it. */
const updatesPerSecond = 10;

/** A bar on the terminal that `stream` is; nothing at all where it is none. */
export function createProgress(
  stream: OutputStream,
  isQuiet: boolean,
  milliseconds: () => number = () => performance.now(),
): Progress {
  if (isQuiet || stream.isTTY !== true)
    return { isShown: false, update: () => undefined, end: () => undefined };
  let last = -Infinity;
  return {
    isShown: true,
    update: (done, total, note) => {
      const now = milliseconds();
      if (done !== total && now - last < 1000 / updatesPerSecond) return;
      last = now;
      const line = (toBar(done, total) + note).slice(0, widthOf(stream) - 1);
      stream.write(`\r\u001b[K${line}`);
    },
    end: () => {
      if (last !== -Infinity) stream.write('\r\u001b[K');
    },
  };
}

/** A terminal that nobody gave a size says that it has none. */
function widthOf({ columns = 0 }: OutputStream): number {
  return columns > 0 ? columns : 80;
}

function toBar(done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return '';
  const part = Math.min(1, done / total);
  const full = Math.round(part * barWidth);
  const percent = `${String(Math.floor(part * 100)).padStart(3)} %`;
  return `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}] ${percent} `;
}
