const deadlineMilliseconds = 10_000;
const signals = { SIGINT: 2, SIGTERM: 15 } as const;

/** Stops in good order at the first SIGINT or SIGTERM, at once at the second, and in any case before long. */
export function stopOnSignals(stop: () => Promise<void>, drainSeconds: number): void {
  let isStopping = false;
  const leave = (signal: keyof typeof signals) => {
    if (isStopping) process.exit(128 + signals[signal]);
    isStopping = true;
    setTimeout(() => process.exit(1), deadlineMilliseconds + 1000 * drainSeconds).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', leave);
  process.on('SIGTERM', leave);
  // A reader of the output that goes away is no reason to end.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}
