import type { ComponentChildren } from 'preact';
import { Button } from './button.js';
import { ProblemNotice, Skeleton } from './notice.js';
import type { Pages } from './use-pages.js';

/** A column: its head, and what stands in it. */
export interface Column<T> {
  readonly head: string;
  readonly cell: (item: T) => ComponentChildren;
  /** Hidden where there is no room. */
  readonly isMinor?: boolean;
}

interface TableProps<T> {
  readonly label: string;
  readonly pages: Pages<T>;
  readonly columns: readonly Column<T>[];
  readonly keyOf: (item: T) => string;
  /** What stands there when there is nothing. */
  readonly empty: ComponentChildren;
}

/** A list in columns that grows by a page at a time. On a narrow screen each row becomes a block with its heads beside it. */
export function Table<T>({ label, pages, columns, keyOf, empty }: TableProps<T>) {
  const { items, problem, isLoading, hasMore, loadMore, reload } = pages;
  if (items.length === 0) {
    if (problem !== undefined) return <ProblemNotice problem={problem} onRetry={reload} />;
    return isLoading ? <Skeleton lines={5} /> : <>{empty}</>;
  }
  return (
    <>
      <table class={isLoading ? 'table pending' : 'table'} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ head, isMinor }) => (
              <th key={head} scope="col" class={isMinor ? 'minor' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={keyOf(item)}>
              {columns.map(({ head, cell, isMinor }) => (
                <td key={head} data-head={head} class={isMinor ? 'minor' : undefined}>
                  {cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ProblemNotice problem={problem} onRetry={reload} />
      {hasMore && (
        <div class="more">
          <Button onClick={loadMore} isBusy={isLoading}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
