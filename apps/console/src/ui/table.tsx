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

interface RowsProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (item: T) => string;
  readonly isPending?: boolean;
}

/** What is known already, in columns. On a narrow screen each row becomes a block with its heads beside it. */
export function Rows<T>({ label, items, columns, keyOf, isPending = false }: RowsProps<T>) {
  return (
    <table class={isPending ? 'table pending' : 'table'} aria-label={label}>
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
  );
}

interface TableProps<T> extends Pick<RowsProps<T>, 'label' | 'columns' | 'keyOf'> {
  readonly pages: Pages<T>;
  /** What stands there when there is nothing. */
  readonly empty: ComponentChildren;
}

/** A list in columns that grows by a page at a time. */
export function Table<T>({ label, pages, columns, keyOf, empty }: TableProps<T>) {
  const { items, problem, isLoading, hasMore, loadMore, reload } = pages;
  if (items.length === 0) {
    if (problem !== undefined) return <ProblemNotice problem={problem} onRetry={reload} />;
    return isLoading ? <Skeleton lines={5} /> : <>{empty}</>;
  }
  return (
    <>
      <Rows label={label} items={items} columns={columns} keyOf={keyOf} isPending={isLoading} />
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
