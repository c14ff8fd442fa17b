import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { version } from '../version.js';
import type { Metric, Sample } from './registry.js';

/** What the system and Node know of the process. */
export interface ProcessMetrics {
  read(): readonly Metric[];
  stop(): void;
}

const quantiles = [0.5, 0.9, 0.99, 1] as const;
const nanoseconds = 1e9;
const microseconds = 1e6;

/** Begins to watch the event loop. The names are those under which other programs on Node tell the same. */
export function watchProcess(): ProcessMetrics {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  return {
    stop: () => void delay.disable(),
    read: () => {
      const samples = quantiles.map((quantile) => ({
        labels: { quantile: String(quantile) },
        value: delay.count === 0 ? 0 : delay.percentile(quantile * 100) / nanoseconds,
      }));
      delay.reset();
      const help =
        'How late the event loop was since this was last read, with the 10 ms of the watch.';
      return [gauge('nodejs_eventloop_delay_seconds', help, samples), ...readUsage()];
    },
  };
}

function readUsage(): Metric[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  const begin = Math.round(Date.now() / 1000 - process.uptime());
  return [
    {
      name: 'process_cpu_seconds_total',
      help: 'CPU time, of user and system.',
      type: 'counter',
      samples: [{ value: (user + system) / microseconds }],
    },
    gauge('process_resident_memory_bytes', 'Memory that is not swapped out.', [{ value: rss }]),
    gauge('nodejs_heap_size_used_bytes', 'Heap in use.', [{ value: heapUsed }]),
    gauge('nodejs_heap_size_total_bytes', 'Heap.', [{ value: heapTotal }]),
    gauge('nodejs_external_memory_bytes', 'Memory of buffers.', [{ value: external }]),
    gauge('process_start_time_seconds', 'Seconds since 1970.', [{ value: begin }]),
    gauge('process_open_fds', 'Open files and connections.', countOpenFiles()),
    gauge('licet_info', 'The versions that run.', [
      { labels: { version, node: process.version }, value: 1 },
    ]),
  ];
}

/** Linux tells; elsewhere the metric is left out. */
function countOpenFiles(): Sample[] {
  try {
    // One of them is that of the folder itself.
    return [{ value: readdirSync('/proc/self/fd').length - 1 }];
  } catch {
    return [];
  }
}

/** A value that goes up and down. */
export function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, type: 'gauge', samples };
}
