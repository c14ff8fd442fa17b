/** Measures one contestant once. All contestants of a row give the same kind of sample, most of them a cost. */
export type Measure<Sample = number> = () => Sample | Promise<Sample>;

/**
 * Measures every contestant once a round. The order is rotated from round to round, so that no one always comes first, and a
 * round before the first is thrown away: it compiles the code.
 */
export async function runRounds<Name extends string, Sample>(
  contestants: Readonly<Record<Name, Measure<Sample>>>,
  rounds: number,
): Promise<Record<Name, readonly Sample[]>> {
  const names = Object.keys(contestants) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<
    Name,
    Sample[]
  >;
  for (const name of names) await contestants[name]();
  for (let round = 0; round < rounds; round += 1) {
    for (const name of rotate(names, round)) samples[name].push(await contestants[name]());
  }
  return samples;
}

function rotate<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
