import type { Kysely } from 'kysely';

/** Until when documents prove a seat, apart from a lease that lasts longer. Nothing is filled in: without it rows mean what they meant. */
export async function addSeatProofs({ schema }: Kysely<unknown>): Promise<void> {
  for (const name of ['token_until', 'borrowed_until', 'settled_end'])
    await schema.alterTable('seats').addColumn(name, 'bigint').execute();
}
