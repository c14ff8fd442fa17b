import type { LicetClient } from '@licet/client';
import { loosely } from './open-server.js';

/** How many licenses there are, or of one kind; `undefined` when the server does not tell. */
export async function countLicenses(
  client: LicetClient,
  kind: string | undefined,
): Promise<number | undefined> {
  const result = await loosely(client).get('/v1/statistics');
  if (!result.ok) return undefined;
  const licenses = (result.data as Statistics | null)?.licenses;
  return kind === undefined ? licenses?.total : licenses?.byKind?.[kind];
}

interface Statistics {
  readonly licenses?: {
    readonly total?: number;
    readonly byKind?: Readonly<Record<string, number>>;
  };
}
