import { readFileSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { until } from '../until.mjs';

const PATIENCE_MS = 10_000;
const REJECTED = '28000';

/**
 * Lets a PostgreSQL that runs refuse everybody, as an administrator does who wants to be alone with it.
 *
 * @param {string} file `pg_hba.conf`
 * @param {string} url of a database of administrators
 */
export function createDoor(file, url) {
  const rules = readFileSync(file, 'utf8');
  /** @type {pg.Client | undefined} */
  let inside;
  /** @param {string} text */
  const apply = async (text) => {
    writeFileSync(file, text);
    await inside?.query('select pg_reload_conf()');
  };
  return {
    async close() {
      inside = new pg.Client(url);
      await inside.connect();
      await apply('local all all reject\n');
      await until('refusals', PATIENCE_MS, async () => (await isOpen(url) ? undefined : true));
      await inside.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      );
    },
    async open() {
      await apply(rules);
      await until('connections', PATIENCE_MS, async () => (await isOpen(url) ? true : undefined));
      await inside?.end();
      inside = undefined;
    },
  };
}

/** @param {string} url */
async function isOpen(url) {
  const client = new pg.Client(url);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code !== REJECTED) throw error;
    return false;
  } finally {
    await client.end();
  }
}
