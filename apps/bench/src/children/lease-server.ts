import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { serveJson } from './serve-json.js';

/**
 * Node's HTTP server, and seats counted by a transaction: `/locked` keeps everybody else from the license meanwhile (SELECT FOR UPDATE),
 * `/unlocked` forgets to, and `/release` gives a seat back. Over as many connections as ours has.
 */
const [url = ''] = process.argv.slice(2);

const pool = new pg.Pool({ connectionString: url, max: 10 });

interface Checkout {
  readonly licenseId?: string;
  readonly holder?: string;
  readonly id?: string;
}

async function takeSeat({ licenseId, holder }: Checkout, isLocked: boolean) {
  const client = await pool.connect();
  try {
    const lock = isLocked ? ' for update' : '';
    await client.query('begin');
    const license = await client.query<{ seats: number }>(
      `select seats from bench_licenses where license_id = $1${lock}`,
      [licenseId],
    );
    const held = await client.query<{ count: string }>(
      'select count(*) from bench_seats where license_id = $1',
      [licenseId],
    );
    const isFree = Number(held.rows[0]?.count) < (license.rows[0]?.seats ?? 0);
    const id = randomUUID();
    if (isFree)
      await client.query('insert into bench_seats values ($1, $2, $3)', [id, licenseId, holder]);
    await client.query('commit');
    return { status: isFree ? 201 : 409, body: { id } };
  } finally {
    client.release();
  }
}

async function answer(path: string, body: Checkout) {
  if (path === '/locked' || path === '/unlocked') return takeSeat(body, path === '/locked');
  if (path === '/release')
    await pool.query('delete from bench_seats where lease_id = $1', [body.id]);
  return { status: 200, body: {} };
}

serveJson((sent: Checkout, send, path) => {
  void answer(path, sent).then(({ status, body }) => send(body, status));
});
