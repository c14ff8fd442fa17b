import type { LicetClient, Result } from '@licet/client';
import type { Columns, Members } from './columns.js';

/** What an import makes of lines, and an export writes lines of. */
export interface Subject {
  /** What many of it are called. */
  readonly plural: string;
  /** What an import reads. */
  readonly columns: Columns;
  /** What an export has besides and an import passes over: the server gives it. */
  readonly recordMembers: readonly string[];
  /** The columns of an export, in their order. */
  readonly exported: readonly string[];
  /** What a report tells of each line that was made. */
  readonly reported: readonly string[];
  /** What is sent for the members that a line has. Throws an `Error` in plain words for a line that nothing can be made of. */
  readonly toBody: (members: Members) => Members;
  /** What the cells of a record are taken from. */
  readonly toRow: (record: Members) => Members;
  /** Makes one. The answer holds what {@link reported} names. */
  readonly create: (
    client: LicetClient,
    body: Members,
    idempotencyKey: string,
  ) => Promise<Result<Members>>;
}
