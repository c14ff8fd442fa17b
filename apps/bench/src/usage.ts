/** What a process has used since it was started. */
export interface Usage {
  /** User and system time of all threads. */
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
}

export function currentUsage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuMicroseconds: user + system, rssBytes: process.memoryUsage.rss() };
}
