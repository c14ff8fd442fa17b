import type { ComponentChildren } from 'preact';
import { v1 } from '../api/v1.js';
import { licenseKinds, standings, type Statistics } from '../api/types.js';
import { DayBars } from '../charts/day-bars.js';
import { fillDays } from '../charts/scale.js';
import { StackedBar, type Part } from '../charts/stacked-bar.js';
import { toHref } from '../router.js';
import { LinkButton } from '../ui/button.js';
import { formatNumber, toWords } from '../ui/format.js';
import { Card, Page } from '../ui/layout.js';
import { Empty, ProblemNotice, Skeleton } from '../ui/notice.js';
import { useLoad } from '../ui/use-load.js';

const millisecondsPerDay = 86_400_000;
const daysShown = 90;
const daysSoon = 30;

export function OverviewPage() {
  const { data, problem, isLoading, reload } = useLoad((signal) => v1.statistics(signal), []);
  return (
    <Page title="Overview">
      <ProblemNotice problem={problem} onRetry={reload} />
      {data === undefined && isLoading && <Skeleton lines={12} />}
      {data && (data.licenses.total === 0 ? <FirstSteps /> : <Charts statistics={data} />)}
    </Page>
  );
}

function FirstSteps() {
  return (
    <Empty
      title="Nothing is licensed yet"
      action={
        <div class="actions centered">
          <LinkButton href={toHref(['products'])}>Create a product</LinkButton>
          <LinkButton href={toHref(['licenses', 'new'])} look="primary">
            Issue a license
          </LinkButton>
        </div>
      }
    >
      First comes a product, such as your shop; then a license for it, whose file your customer puts
      beside the application. This page shows how all of them stand.
    </Empty>
  );
}

function Charts({ statistics }: { readonly statistics: Statistics }) {
  const { licenses, seatsInUse } = statistics;
  const today = Math.floor(Date.now() / millisecondsPerDay) * millisecondsPerDay;
  const past = today - (daysShown - 1) * millisecondsPerDay;
  const expiring = fillDays(statistics.expiring, today, daysShown);
  const activations = fillDays(statistics.activations, past, daysShown);
  const refusals = fillDays(statistics.refusals, past, daysShown);
  const soon = expiring.slice(0, daysSoon).reduce((sum, { count }) => sum + count, 0);
  const endOfSoon = new Date(today + daysSoon * millisecondsPerDay).toISOString().slice(0, 10);
  return (
    <>
      <div class="tiles">
        <Tile label="Licenses" value={licenses.total} href={toHref(['licenses'])} />
        <Tile
          label="Valid now"
          value={licenses.byStanding.valid ?? 0}
          href={toHref(['licenses'], { standing: 'valid' })}
        />
        <Tile
          label={`End within ${String(daysSoon)} days`}
          value={soon}
          href={toHref(['licenses'], {
            standing: 'valid',
            order: 'validTo',
            expiresBefore: endOfSoon,
          })}
        />
        <Tile
          label="Seats in use"
          value={seatsInUse}
          href={toHref(['licenses'], { kind: 'network' })}
        />
      </div>
      <div class="cards even">
        <Card title="How they stand">
          <StackedBar
            label="Licenses by standing"
            parts={toParts('standing', standings, licenses.byStanding)}
          />
        </Card>
        <Card title="Kinds">
          <StackedBar
            label="Licenses by kind"
            parts={toParts('kind', licenseKinds, licenses.byKind)}
          />
        </Card>
        <Card title="Ends in the next 90 days" isWide>
          <DayBars label="Ends by day" days={expiring} tone="warn" noun={['license', 'licenses']} />
        </Card>
        <Card title="Activations">
          <DayBars
            label="Activations by day"
            days={activations}
            tone="accent"
            noun={['activation', 'activations']}
          />
        </Card>
        <Card title="Refusals">
          <DayBars
            label="Refusals by day"
            days={refusals}
            tone="bad"
            noun={['refusal', 'refusals']}
          />
          <Reasons refusals={statistics.refusals} />
        </Card>
      </div>
    </>
  );
}

/** A part for each value of a filter, which leads to the licenses that it leaves. */
function toParts<T extends string>(
  filter: 'standing' | 'kind',
  values: readonly T[],
  counts: Readonly<Partial<Record<T, number>>>,
): Part[] {
  return values.map((name) => ({
    name,
    label: toWords(name),
    count: counts[name] ?? 0,
    href: toHref(['licenses'], { [filter]: name }),
  }));
}

interface TileProps {
  readonly label: ComponentChildren;
  readonly value: number;
  readonly href: string;
}

function Tile({ label, value, href }: TileProps) {
  return (
    <a class="tile" href={href}>
      <span>{label}</span>
      <strong>{formatNumber(value)}</strong>
    </a>
  );
}

/** The reasons of refusals, most frequent first. */
function Reasons({ refusals }: Pick<Statistics, 'refusals'>) {
  const counts = new Map<string, number>();
  for (const { code = 'other', count } of refusals)
    counts.set(code, (counts.get(code) ?? 0) + count);
  const sorted = [...counts].sort(([, a], [, b]) => b - a).slice(0, 5);
  if (sorted.length === 0) return null;
  return (
    <ul class="reasons">
      {sorted.map(([code, count]) => (
        <li key={code}>
          {toWords(code)} <b>{formatNumber(count)}</b>
        </li>
      ))}
    </ul>
  );
}
