import type { LogStream } from './log-requests.js';

/** Pino tells a stream that has this the level of each line. */
const wantsMetadata = Symbol.for('pino.metadata');
/** Pino's number of the level `error`. */
const errorLevel = 50;

/** A log whose last lines may not have been written yet. */
export interface JoinedLog extends LogStream {
  flush(): void;
}

/**
 * Writes all lines of one turn of the event loop together, as a system call for each costs as much as a good part of a request. An error is written
 * at once, and what came before it with it. Whoever ends the process has to flush.
 */
export function joinLogLines(stream: LogStream): JoinedLog {
  let lines = '';
  const flush = () => {
    if (lines === '') return;
    const whole = lines;
    lines = '';
    stream.write(whole);
  };
  const log = {
    [wantsMetadata]: true,
    lastLevel: 0,
    flush,
    write(line: string) {
      if (lines === '') setImmediate(flush);
      lines += line;
      if (log.lastLevel >= errorLevel) flush();
    },
  };
  return log;
}
