import { decodeBase64Url, encodeBase64Url } from '@licet/core';
import { Type, type TSchema } from 'typebox';
import type { CreationPosition, PageRequest } from '../db/page.js';
import { fail, succeed, type Outcome } from '../problems.js';

const defaultLimit = 50;

/** Query members of every list. */
export const pageQuery = {
  cursor: Type.Optional(
    Type.String({
      maxLength: 2048,
      description: 'nextCursor of the page before',
      examples: ['WyJteS1zaG9wIl0'],
    }),
  ),
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9][0-9]?|100)$',
      description: 'Most items, 1 to 100; 50 by default',
      examples: ['50'],
    }),
  ),
};

/** A page of items. */
export const PageOf = <T extends TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'null on the last page',
      examples: ['WyJteS1zaG9wIl0'],
    }),
  });

/** Where a page begins: what the last row before it is ordered by. */
export type Position = readonly (string | number)[];

/** Reads the page that a query asks for; `isPosition` knows what cursors of this list hold. Codes: `invalid_cursor`. */
export function parsePage<P extends Position>(
  { cursor, limit }: { readonly cursor?: string; readonly limit?: string },
  isPosition: (position: Position) => position is P,
): Outcome<PageRequest<P>> {
  const wanted = limit === undefined ? defaultLimit : Number(limit);
  if (cursor === undefined) return succeed({ limit: wanted, after: undefined });
  const position = parseCursor(cursor);
  return position !== undefined && isPosition(position)
    ? succeed({ limit: wanted, after: position })
    : fail('invalid_cursor', 'Send the nextCursor of the page before as it was.', 'cursor');
}

/** How the rows of a list are read and shown. */
export interface ListView<P extends Position, Row, Item> {
  readonly read: (wanted: PageRequest<P>) => Promise<readonly Row[]>;
  readonly toItem: (row: Row) => Item;
  readonly toPosition: (row: Row) => Position;
}

/** Reads one page of a list, and one row more, which tells whether there is another. */
export async function readPage<P extends Position, Row, Item>(
  { limit, after }: PageRequest<P>,
  { read, toItem, toPosition }: ListView<P, Row, Item>,
): Promise<{ items: Item[]; nextCursor: string | null }> {
  const rows = await read({ limit: limit + 1, after });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toItem),
    nextCursor: hasMore ? encodeCursor(toPosition(last)) : null,
  };
}

/** The cursor of a page that begins behind a position. */
export function encodeCursor(position: Position): string {
  return encodeBase64Url(JSON.stringify(position));
}

function parseCursor(cursor: string): Position | undefined {
  const bytes = decodeBase64Url(cursor);
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes ?? []).toString());
    return Array.isArray(value) && value.every(isStored) ? (value as Position) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value may stand in a row: a cursor that somebody made up may hold what no database compares with anything. */
function isStored(value: unknown): boolean {
  return typeof value === 'string'
    ? !/[\0\p{Surrogate}]/u.test(value)
    : Number.isSafeInteger(value);
}

/** Whether a cursor is one of a list in the order of a text, such as a code. */
export function isTextPosition(position: Position): position is readonly [string] {
  return position.length === 1 && typeof position[0] === 'string';
}

/** Whether a cursor is one of a list in the order of creation. */
export function isCreationPosition(position: Position): position is CreationPosition {
  const [createdAt, id] = position;
  return position.length === 2 && Number.isSafeInteger(createdAt) && typeof id === 'string';
}
