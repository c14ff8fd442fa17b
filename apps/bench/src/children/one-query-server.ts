import pg from 'pg';
import { serveJson } from './serve-json.js';

/** Node's HTTP server, and for each request the one SELECT that finds a license, prepared, over as many connections as ours has. */
const [url = '', accountId = ''] = process.argv.slice(2);

const pool = new pg.Pool({ connectionString: url, max: 10 });
const text = 'select * from licenses where account_id = $1 and key_hmac = $2';

serveJson(({ keyHmac = '' }: { readonly keyHmac?: string }, send) => {
  const query = { name: 'find', text, values: [accountId, keyHmac] };
  void pool.query(query).then(({ rows }) => send({ valid: rows.length === 1 }));
});
