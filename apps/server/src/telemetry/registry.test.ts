import { describe, expect, it } from 'vitest';
import { createCounter, createHistogram, formatMetrics } from './registry.js';

describe('the text for Prometheus', () => {
  it('has a counter for each set of labels', () => {
    const counter = createCounter('a_total', 'Of a.');
    for (const code of ['x', 'y', 'x']) counter.add({ code });
    expect(formatMetrics([counter.read()])).toBe(
      '# HELP a_total Of a.\n# TYPE a_total counter\na_total{code="x"} 2\na_total{code="y"} 1\n',
    );
  });

  it('has the cumulative buckets, the sum and the count of a histogram', () => {
    const histogram = createHistogram('b', 'Of b.', [1, 2]);
    for (const value of [0.5, 1, 1.5, 4]) histogram.observe(value);
    expect(formatMetrics([histogram.read()]).split('\n').slice(2)).toEqual([
      'b_bucket{le="1"} 2',
      'b_bucket{le="2"} 3',
      'b_bucket{le="+Inf"} 4',
      'b_sum 7',
      'b_count 4',
      '',
    ]);
  });

  it('leaves out what was not counted yet, and escapes what labels hold', () => {
    const counter = createCounter('c_total', 'Of c.');
    expect(formatMetrics([counter.read()])).toBe('');
    counter.add({ path: 'a\\b"c\nd' });
    expect(formatMetrics([counter.read()])).toContain('c_total{path="a\\\\b\\"c\\nd"} 1\n');
  });

  it('spells what is not a number as Prometheus does', () => {
    const samples = [Infinity, -Infinity, NaN].map((value) => ({ value }));
    const text = formatMetrics([{ name: 'd', help: 'Of d.', type: 'gauge', samples }]);
    expect(text.split('\n').slice(2)).toEqual(['d +Inf', 'd -Inf', 'd NaN', '']);
  });
});
