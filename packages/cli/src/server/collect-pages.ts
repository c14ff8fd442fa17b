import type { Page } from './license-record.js';

/** A question for one page. */
export interface PageQuery {
  readonly limit: string;
  readonly cursor?: string;
}

/** The items of a list, page after page, without holding more than one page. */
export async function* readPages<T>(
  ask: (query: PageQuery) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await ask({ limit: '100', ...(cursor !== undefined && { cursor }) });
    yield* page.items;
    cursor = page.nextCursor;
  }
}

/** All items of a list that is short by nature. */
export async function collectPages<T>(ask: (query: PageQuery) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of readPages(ask)) items.push(item);
  return items;
}
