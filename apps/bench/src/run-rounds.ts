/** Measures one contestant once. All contestants of a row give the same kind of sample, most of them a cost. */
export type Measure<Sample = number> = () => Sample | Promise<Sample>;

/**
 * Measures every contestant once a round. The order is rotated, and turned round every other time, so that no one always comes
 * first or always behind the same one. A round before the first is thrown away: it compiles the code.
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
    for (const name of orderOf(names, round)) samples[name].push(await contestants[name]());
  }
  return samples;
}

function orderOf<Name>(names: readonly Name[], round: number): readonly Name[] {
  const start = Math.floor(round / 2) % names.length;
  const rotated = [...names.slice(start), ...names.slice(0, start)];
  return round % 2 === 0 ? rotated : rotated.reverse();
}
