import { openService, watchOutage } from './away.mjs';
import { demandNone } from './demand-none.mjs';

/** Milliseconds. A connection that fails does so in 5 s, a query in 15 s. */
const MOST_MS = { stopped: 10_000, refusing: 10_000, hanging: 25_000, recovery: 10_000 };

/** @param {import('./check-races.mjs').Part} part */
export async function checkAway({ check, database, seconds }) {
  const service = await openService(database);
  const stopped = { seconds, leave: database.stop, comeBack: database.start };
  await checkOutage(check, 'a database that is stopped', MOST_MS.stopped, () =>
    watchOutage(service, stopped),
  );
  const refusing = { seconds: seconds / 6, leave: database.refuse, comeBack: database.accept };
  await checkOutage(check, 'a database that refuses connections', MOST_MS.refusing, () =>
    watchOutage(service, refusing),
  );
  const hanging = { seconds: seconds / 2, leave: database.hold, comeBack: database.letGo };
  await checkOutage(check, 'a database that hangs', MOST_MS.hanging, () =>
    watchOutage(service, hanging),
  );
  await service.stop();
}

/**
 * @param {import('./check-races.mjs').Part['check']} check
 * @param {string} title
 * @param {number} most
 * @param {() => Promise<import('./away.mjs').Outage>} watch
 */
async function checkOutage(check, title, most, watch) {
  const { asked, wrong, longest, isAlive, isGuarded, recovery, isWell } = await watch();
  const counts = `${String(asked)} requests, ${longest.toFixed(0)} ms at most`;
  await check(
    `${title}: reads, writes and /readyz are answered 503 with Retry-After (${counts})`,
    () => {
      return demandNone(wrong) && asked > 0 && longest < most;
    },
  );
  await check(`${title}: /healthz is green`, () => isAlive);
  await check(
    `${title}: a guarded application serves its host and refuses another`,
    () => isGuarded,
  );
  await check(`${title}: the server recovers by itself (${recovery.toFixed(0)} ms)`, () => {
    return isWell && recovery < MOST_MS.recovery;
  });
}
