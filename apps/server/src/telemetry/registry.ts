/** The labels of a series: names that are fixed in the code, and few different values. */
export type Labels = Readonly<Record<string, string>>;

/** One line of a metric: `suffix` behind its name, and a value. */
export interface Sample {
  readonly suffix?: string;
  readonly labels?: Labels;
  readonly value: number;
}

/** A metric as Prometheus knows it. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly Sample[];
}

/** The kind of text that {@link formatMetrics} makes. */
export const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

/** The text format of Prometheus, version 0.0.4. A metric without a sample is left out. */
export function formatMetrics(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) => {
      const head = `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
      return head + samples.map((sample) => formatSample(name, sample)).join('');
    })
    .join('');
}

function formatSample(name: string, { suffix = '', labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`);
  const set = pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
  return `${name}${suffix}${set} ${formatValue(value)}\n`;
}

function formatValue(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

function escape(text: string): string {
  return text.replaceAll(/[\\"\n]/g, (symbol) => escapes[symbol] ?? symbol);
}

/** A number that only grows, for each set of labels. */
export interface Counter {
  add(labels?: Labels): void;
  read(): Metric;
}

export function createCounter(name: string, help: string): Counter {
  const counts = new Map<string, { labels: Labels; value: number }>();
  return {
    add(labels = {}) {
      const series = seriesOf(counts, labels, () => ({ labels, value: 0 }));
      series.value += 1;
    },
    read: () => ({ name, help, type: 'counter', samples: [...counts.values()] }),
  };
}

/** How often values fell below each bound, for each set of labels. */
export interface Histogram {
  observe(value: number, labels?: Labels): void;
  read(): Metric;
}

interface Series {
  readonly labels: Labels;
  /** One more than there are bounds; each counts what no bound before it had. */
  readonly counts: number[];
  sum: number;
}

export function createHistogram(name: string, help: string, bounds: readonly number[]): Histogram {
  const all = new Map<string, Series>();
  return {
    observe(value, labels = {}) {
      const counts = () => Array.from({ length: bounds.length + 1 }, () => 0);
      const series = seriesOf(all, labels, () => ({ labels, counts: counts(), sum: 0 }));
      const bucket = bounds.findIndex((bound) => value <= bound);
      const index = bucket < 0 ? bounds.length : bucket;
      series.counts[index] = (series.counts[index] ?? 0) + 1;
      series.sum += value;
    },
    read: () => ({
      name,
      help,
      type: 'histogram',
      samples: [...all.values()].flatMap((series) => toSamples(series, bounds)),
    }),
  };
}

/** Buckets are cumulative. */
function toSamples({ labels, counts, sum }: Series, bounds: readonly number[]): Sample[] {
  let value = 0;
  const buckets = counts.map((count, index) => {
    value += count;
    const bound = bounds[index];
    const le = bound === undefined ? '+Inf' : String(bound);
    return { suffix: '_bucket', labels: { ...labels, le }, value };
  });
  return [...buckets, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value }];
}

function seriesOf<T>(series: Map<string, T>, labels: Labels, create: () => T): T {
  const key = Object.values(labels).join('\n');
  const found = series.get(key) ?? create();
  series.set(key, found);
  return found;
}
