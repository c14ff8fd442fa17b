/** Where progress is shown. */
export interface ProgressOutput {
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
  /** For rates; from any beginning. */
  readonly milliseconds: () => number;
}

/** Says how far a long work has come. */
export interface Progress {
  /** So many more were dealt with; `place` is where it goes on. */
  advance(place: string, count: number): void;
  /** Ends the line. */
  end(): void;
}

const millisecondsBetween = { terminal: 200, lines: 10_000 } as const;

/** One line that changes on a terminal; anywhere else a line now and then, and one at the end. */
export function createProgress(
  title: string,
  total: number,
  output: ProgressOutput,
  unit = 'rows',
): Progress {
  const { isTerminal, write, milliseconds } = output;
  const begin = milliseconds();
  const pause = isTerminal ? millisecondsBetween.terminal : millisecondsBetween.lines;
  let done = 0;
  let shownAt = begin;
  const show = (place: string) => {
    shownAt = milliseconds();
    const line = `${title}: ${describe({ done, total, unit }, shownAt - begin)}${place}`;
    write(isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  };
  return {
    advance(place, count) {
      done += count;
      if (milliseconds() - shownAt >= pause) show(`, ${place}`);
    },
    end() {
      show('');
      if (isTerminal) write('\n');
    },
  };
}

interface Standing {
  readonly done: number;
  readonly total: number;
  readonly unit: string;
}

function describe({ done, total, unit }: Standing, milliseconds: number): string {
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  const rate = milliseconds === 0 ? 0 : Math.round((1000 * done) / milliseconds);
  const left = rate === 0 ? '' : `, ${toDuration(Math.ceil((total - done) / rate))} left`;
  return `${String(done)} of ${String(total)} ${unit}, ${String(percent)} %, ${String(rate)} ${unit}/s${done < total ? left : ''}`;
}

function toDuration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${hours > 0 ? `${String(hours)}:` : ''}${pad(minutes)}:${pad(seconds % 60)}`;
}
