import { useState } from 'preact/hooks';
import type { DayCount } from '../api/types.js';
import { formatCompact, formatDay, formatNumber } from '../ui/format.js';
import { niceTop } from './scale.js';

interface DayBarsProps {
  readonly label: string;
  /** Every day once, in order. */
  readonly days: readonly DayCount[];
  readonly tone: 'accent' | 'bad' | 'warn';
  /** What one of what is counted is called, and several. */
  readonly noun: readonly [one: string, many: string];
}

const slot = 10;
const height = 120;

/** A bar for each day. The day under the pointer, or the whole, is told in words above. */
export function DayBars({ label, days, tone, noun }: DayBarsProps) {
  const [pointed, setPointed] = useState<DayCount>();
  const total = days.reduce((sum, { count }) => sum + count, 0);
  const top = niceTop(Math.max(...days.map(({ count }) => count), 0));
  const name = (count: number) => `${formatNumber(count)} ${noun[count === 1 ? 0 : 1]}`;
  const summary = pointed
    ? `${name(pointed.count)} on ${formatDay(pointed.day)}`
    : `${name(total)} in ${String(days.length)} days`;
  return (
    <figure class="day-bars">
      <figcaption>{summary}</figcaption>
      <div class="plot">
        <span class="axis top">{formatCompact(top)}</span>
        <span class="axis zero">0</span>
        <svg
          viewBox={`0 0 ${String(days.length * slot)} ${String(height)}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${label}: ${name(total)} in ${String(days.length)} days`}
          onPointerLeave={() => setPointed(undefined)}
        >
          {days.map((entry, index) => (
            <g key={entry.day} onPointerEnter={() => setPointed(entry)}>
              <rect class="slot" x={index * slot} y="0" width={slot} height={height} />
              <Bar index={index} share={entry.count / top} tone={tone} />
            </g>
          ))}
        </svg>
      </div>
      <div class="ends" aria-hidden="true">
        <span>{days[0] && formatDay(days[0].day)}</span>
        <span>{days.at(-1) && formatDay(days.at(-1)?.day ?? '')}</span>
      </div>
    </figure>
  );
}

/** What is there at all can be seen; so can a day without anything, as a line on the ground. */
function Bar({ index, share, tone }: { index: number; share: number; tone: string }) {
  const size = share === 0 ? 1.5 : Math.max(4, share * (height - 4));
  const look = share === 0 ? 'bar none' : `bar ${tone}`;
  return (
    <rect class={look} x={index * slot + 1.5} y={height - size} width={slot - 3} height={size} />
  );
}
