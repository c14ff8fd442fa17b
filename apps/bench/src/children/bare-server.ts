import Database from 'better-sqlite3';
import { serveJson } from './serve-json.js';

/** Node's HTTP server and the database driver, with nothing between them but the one statement. */
const [databasePath = ''] = process.argv.slice(2);

const database = new Database(databasePath);
database.pragma('journal_mode = WAL');
database.exec(
  'create table if not exists licenses (domain_key text primary key, expires_at integer)',
);
const find = database.prepare('select expires_at from licenses where domain_key = ?');

serveJson(({ domainKey = '' }: { readonly domainKey?: string }, send) =>
  send({ valid: find.get(domainKey) !== undefined }),
);
