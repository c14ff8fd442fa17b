/** Walks through rows of any number, a part at a time: `read` gives the part behind a row, and nothing behind the last one. */
export async function* readAll<Row>(
  read: (after: Row | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  let rows = await read(undefined);
  while (rows.length > 0) {
    yield* rows;
    rows = await read(rows.at(-1));
  }
}
