import {
  findEnd,
  maxStatusListLength,
  verifyStatusList,
  type EndCode,
  type TrustedKeys,
  type VerifiedDocument,
} from '@licet/core';
import { inflate } from '@licet/core/node';
import { readInput } from '../input/files.js';
import { CommandFailure, misuse } from '../program/failure.js';
import type { Io } from '../program/io.js';

/**
 * Whether a status list that was fetched before says that a verified license was ended. Throws a `CommandFailure` for a list that is not
 * genuine or another one: silence about a license must not be taken for good news.
 */
export async function checkEnd(
  io: Io,
  path: string,
  license: VerifiedDocument,
  pins: TrustedKeys,
): Promise<EndCode | undefined> {
  const { status, issuer } = license;
  if (status === undefined) {
    throw misuse('The license has no slot in any status list: leave out --status-list.');
  }
  const bytes = await readInput(io, path, 'a status list', maxStatusListLength + 2);
  const expected = { uri: status.uri, issuer, pins, inflate };
  const verification = verifyStatusList(bytes.toString('utf8').trim(), expected);
  if (verification.ok) return findEnd(license, { statusList: verification.list });
  const { code, detail } = verification;
  const message = `${path}: ${detail} Fetch the list of this license again.`;
  throw new CommandFailure({ code, message, exit: 'untrusted', field: 'status-list' });
}
