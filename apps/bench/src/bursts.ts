import type { Connection } from './connection.js';
import { randomBelow } from './stock/licenses.js';

/** Seats of a license, and four times as many clients who want one at the same moment. */
export const seatsOfBurst = 4;
export const clientsOfBurst = 4 * seatsOfBurst;

/** The request of one of the clients for a seat of a license. */
export type AskForSeat = (licenseId: string, holder: string) => string;

/** Has all clients of each burst ask for a seat of its license at once, and resolves with how many of them got one, burst by burst. */
export async function runBursts(
  connections: readonly Connection[],
  licenseIds: readonly string[],
  ask: AskForSeat,
): Promise<readonly number[]> {
  const granted: number[] = [];
  for (const licenseId of licenseIds) {
    const clients = connections.slice(0, clientsOfBurst);
    const first = randomBelow(clients.length);
    const answers = await Promise.all(
      [...clients.slice(first), ...clients.slice(0, first)].map((connection, client) =>
        connection.exchange(ask(licenseId, `client-${String(client)}`)),
      ),
    );
    granted.push(answers.filter(({ status }) => status === 201).length);
    const odd = answers.find(({ status }) => status >= 500);
    if (odd !== undefined) throw new Error(`A checkout was answered ${odd.body}`);
  }
  return granted;
}

/** Throws unless every burst gave as many seats as there are, and the bursts without a lock did not: or else they would prove nothing. */
export function checkBursts(ours: readonly number[], unlocked: readonly number[]): void {
  const wrong = ours.findIndex((granted) => granted !== seatsOfBurst);
  if (wrong >= 0)
    throw new Error(
      `Burst ${String(wrong)} gave ${String(ours[wrong])} of ${String(seatsOfBurst)} seats away.`,
    );
  if (!unlocked.some((granted) => granted > seatsOfBurst))
    throw new Error('No burst without a lock gave too many seats away: they were no bursts.');
}
