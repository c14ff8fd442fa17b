import { formatNumber } from '../ui/format.js';

/** A share of a whole. */
export interface Part {
  readonly name: string;
  readonly label: string;
  readonly count: number;
  /** Where its items are listed. */
  readonly href: string;
}

const width = 1000;
const gap = 4;
const leastWidth = 6;

/** How a whole divides: a bar to look at, and a legend to read and to follow. */
export function StackedBar({
  parts,
  label,
}: {
  readonly parts: readonly Part[];
  readonly label: string;
}) {
  const shown = parts.filter(({ count }) => count > 0);
  return (
    <div class="stacked">
      <svg
        viewBox={`0 0 ${String(width)} 28`}
        preserveAspectRatio="none"
        role="img"
        aria-label={describe(label, parts)}
      >
        {place(shown).map(({ name, x, size }) => (
          <rect key={name} class={`series ${name}`} x={x} y="0" width={size} height="28" />
        ))}
      </svg>
      <ul class="legend">
        {parts.map(({ name, label: text, count, href }) => (
          <li key={name}>
            <a href={href}>
              <span class={`swatch ${name}`} />
              {text}
              <b>{formatNumber(count)}</b>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Side by side over the whole width; small ones stay wide enough to be seen. */
function place(parts: readonly Part[]) {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const room = width - gap * (parts.length - 1) - leastWidth * parts.length;
  let x = 0;
  return parts.map(({ name, count }) => {
    const size = leastWidth + (room * count) / total;
    const placed = { name, x, size };
    x += size + gap;
    return placed;
  });
}

function describe(label: string, parts: readonly Part[]): string {
  const texts = parts.map(({ label: text, count }) => `${text} ${formatNumber(count)}`);
  return `${label}: ${texts.join(', ')}`;
}
