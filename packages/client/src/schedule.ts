/** Runs something later, once. Returns the function that takes it back. */
export type Schedule = (milliseconds: number, run: () => void) => () => void;

/** By the timers of Node; a process that waits for one stays alive. */
export const systemSchedule: Schedule = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

/** By timers that keep no process alive. */
export const backgroundSchedule: Schedule = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
};
