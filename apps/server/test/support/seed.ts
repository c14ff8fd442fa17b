import { openContext, type Place } from '../../src/open-context.js';

/** Makes an account with its keys, long before the time at which the tests begin. */
export async function seed(place: Omit<Place, 'publicUrl'>): Promise<void> {
  const replacements = { modulusBits: 2048, clock: () => 1_700_000_000 } as const;
  const context = await openContext({ ...place, publicUrl: undefined }, replacements);
  await context.store.close();
}
