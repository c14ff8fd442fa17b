import { createServer } from 'node:http';
import pg from 'pg';

/** Node's HTTP server, and for each request the one SELECT that finds a license, prepared, over as many connections as ours has. */
const [url = '', port = '', accountId = ''] = process.argv.slice(2);

const pool = new pg.Pool({ connectionString: url, max: 10 });
const text = 'select * from licenses where account_id = $1 and key_hmac = $2';

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { keyHmac = '' } = (
      chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString())
    ) as { keyHmac?: string };
    const query = { name: 'find', text, values: [accountId, keyHmac] };
    void pool.query(query).then(({ rows }) => {
      const answer = JSON.stringify({ valid: rows.length === 1 });
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(answer),
      });
      response.end(answer);
    });
  });
}).listen(Number(port), '127.0.0.1');
