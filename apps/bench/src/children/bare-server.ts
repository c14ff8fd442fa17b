import { createServer } from 'node:http';
import Database from 'better-sqlite3';

/** Node's HTTP server and the database driver, with nothing between them but the one statement. */
const [databasePath = '', port = ''] = process.argv.slice(2);

const database = new Database(databasePath);
database.pragma('journal_mode = WAL');
database.exec(
  'create table if not exists licenses (domain_key text primary key, expires_at integer)',
);
const find = database.prepare('select expires_at from licenses where domain_key = ?');

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body =
      chunks.length === 0
        ? {}
        : (JSON.parse(Buffer.concat(chunks).toString()) as { domainKey?: string });
    const answer = JSON.stringify({ valid: find.get(body.domainKey ?? '') !== undefined });
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer),
    });
    response.end(answer);
  });
}).listen(Number(port), '127.0.0.1');
