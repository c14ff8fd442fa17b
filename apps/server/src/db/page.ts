import type { EpochSeconds } from '@licet/core';

/** A part of a long list: at most `limit` rows behind the one that `after` describes. */
export interface PageRequest<Position> {
  readonly limit: number;
  readonly after: Position | undefined;
}

/** A row in a list that is ordered by creation. */
export type CreationPosition = readonly [createdAt: EpochSeconds, id: string];
