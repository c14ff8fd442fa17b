import type { Page } from './license-record.js';

/** A question for one page. */
export interface PageQuery {
  readonly limit: string;
  readonly cursor?: string;
}

/** Asks for one page of a list. */
export type AskPage<T> = (query: PageQuery) => Promise<Page<T>>;

/** A list page after page, from the beginning or from where a cursor stands, without holding more than one page. */
export async function* readPages<T>(
  ask: AskPage<T>,
  from?: string,
): AsyncGenerator<Page<T>, void, undefined> {
  let cursor: string | null | undefined = from;
  while (cursor !== null) {
    const page = await ask({ limit: '100', ...(cursor !== undefined && { cursor }) });
    yield page;
    cursor = page.nextCursor;
  }
}

/** All items of a list that is short by nature. */
export async function collectPages<T>(ask: AskPage<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const page of readPages(ask)) items.push(...page.items);
  return items;
}
