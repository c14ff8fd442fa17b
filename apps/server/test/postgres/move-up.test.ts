import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import SqliteDatabase from 'better-sqlite3';
import { openSource } from '../../src/move-up/open-source.js';
import { createMasterKey } from '../../src/secrets/master-key.js';
import { createProducts, fetchFile, paths, sell } from '../support/licenses.js';
import { createPlace, toFolderPlace, type TestPlace } from '../support/place.js';
import { createFolder, startProgram } from '../support/program.js';
import { seed } from '../support/seed.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { createSetting, generateToken } from '../support/tokens.js';

let seeded: string;
beforeAll(async () => {
  seeded = await mkdtemp(join(tmpdir(), 'licet-move-'));
  await seed(toFolderPlace(seeded).config);
});
afterAll(() => rm(seeded, { recursive: true }));

async function seededFolder() {
  const folder = await createFolder();
  await cp(seeded, folder, { recursive: true });
  return toFolderPlace(folder);
}

type Folder = Awaited<ReturnType<typeof seededFolder>>;

async function emptyDatabase(): Promise<TestPlace> {
  const place = await createPlace('empty');
  onTestFinished(() => place.remove());
  return place;
}

function move(folder: Pick<Folder, 'dataDir'>, env: Readonly<Record<string, string>>) {
  return startProgram(['move-up', '--from', folder.dataDir], env);
}

async function refuse(folder: Pick<Folder, 'dataDir'>, env: Readonly<Record<string, string>>) {
  const run = move(folder, env);
  expect([await run.exit, run.stdout()]).toEqual([1, '']);
  return run.stderr().trimEnd().split('\n').at(-1);
}

/** Puts many rows into a folder, so that copying takes a moment. */
function fill({ dataDir }: Folder, rows: number): void {
  const database = new SqliteDatabase(join(dataDir, 'licet.db'));
  database.exec(`
    with recursive n (i) as (select 0 union all select i + 1 from n where i < ${String(rows - 1)})
    insert into status_slots (account_id, list, slot, license_id, status, changed_at)
    select 'acc_1', 0, i, 'lic_' || i, 0, 1700000000 from n
  `);
  database.close();
}

async function query<Row extends pg.QueryResultRow>({ config }: TestPlace, text: string) {
  const client = new pg.Client(config.databaseUrl);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const countSlots = async (place: TestPlace) =>
  Number((await query<{ count: string }>(place, 'select count(*) from status_slots'))[0]!.count);

/** What a vendor sees of a server, by the path that was asked. */
async function readAnswers(server: TestServer, key: string): Promise<Record<string, string>> {
  const asked = [
    '/v1/products',
    '/v1/licenses',
    '/v1/token-settings',
    '/v1/signing-keys',
    '/v1/audit-log',
    '/.well-known/jwks.json',
  ];
  const answers = await Promise.all(asked.map((path) => server.get(path, { key })));
  expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 200));
  return Object.fromEntries(answers.map(({ text }, index) => [asked[index]!, text]));
}

describe('move-up', () => {
  it('moves all that a server answers from, under another master key', async () => {
    const [folder, place] = [await seededFolder(), await emptyDatabase()];
    const server = await startTestServer({ place: folder });
    await createProducts(server);
    const sold = await sell(server);
    const setting = await createSetting(server);
    const token = await generateToken(server, setting.id);
    const headers = { 'idempotency-key': 'once' };
    const product = { code: 'kept', name: 'Kept' };
    const first = await server.post('/v1/products', product, { headers });
    const file = await fetchFile(server, sold);
    const key = server.keys.admin;
    const before = await readAnswers(server, key);
    await server.stop();
    const run = move(folder, place.env);
    expect([await run.exit, run.stderr()]).toEqual([0, expect.stringContaining('100 %')]);
    expect(run.stdout()).toMatch(/licenses +1 rows {2}sha256 [\da-f]{64}\n/);
    expect(run.stdout()).toContain('no longer that of the folder');

    const audit = startProgram(['audit', 'verify'], place.env);
    expect([await audit.exit, audit.stdout()]).toEqual([
      0,
      expect.stringContaining('Nothing was changed'),
    ]);
    const moved = await startTestServer({ place });
    onTestFinished(() => moved.stop());
    const { '/v1/audit-log': log, ...rest } = await readAnswers(moved, key);
    const { '/v1/audit-log': logBefore, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    // A test server makes three keys for itself.
    const entriesOf = (text: string) => (JSON.parse(text) as { items: unknown[] }).items;
    expect(entriesOf(log!)).toEqual(expect.arrayContaining(entriesOf(logBefore!)));
    expect(entriesOf(log!)).toHaveLength(entriesOf(logBefore!).length + 3);
    expect(await fetchFile(moved, sold)).toBe(file);
    const again = await moved.post('/v1/products', product, { key, headers });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    const validation = { token, tokenSettingId: setting.id };
    const answer = await moved.post('/token/TokenAccess/validate/accesstoken', validation, { key });
    expect(answer.json.valid).toBe(true);
    const renewal = { domainKey: sold.domainkey, newValidToDate: '2029-01-01' };
    expect((await moved.post(paths.renew, renewal, { key })).status).toBe(200);
  });

  it('goes on where it was killed, and no server serves what it left', async () => {
    const [folder, place] = [await seededFolder(), await emptyDatabase()];
    fill(folder, 50_000);
    const killed = move(folder, place.env);
    await expect
      .poll(() => countSlots(place).catch(() => 0), { interval: 5, timeout: 20_000 })
      .toBeGreaterThan(1000);
    killed.signal('SIGKILL');
    await killed.exit;
    const left = await countSlots(place);
    expect(left).toBeLessThan(50_000);

    const server = startProgram([], place.env);
    expect(await server.exit).toBe(1);
    expect(server.stderr()).toMatch(/^licet-server: .* let move-up end, or repeat it\n$/);

    const repeated = move(folder, place.env);
    expect(await repeated.exit).toBe(0);
    expect(repeated.stderr()).toMatch(new RegExp(`Copied: (\\d+) of \\1 rows, 100 %`));
    expect(Number(/of (\d+) rows/.exec(repeated.stderr())![1])).toBeLessThan(50_020 - left);
    expect(await countSlots(place)).toBe(50_000);
    await startProgram([], place.env).address;
  });

  it('begins again when the folder was changed since it was interrupted', async () => {
    const [folder, place] = [await seededFolder(), await emptyDatabase()];
    fill(folder, 10);
    expect(await move(folder, place.env).exit).toBe(0);
    await query(place, 'delete from secrets; update status_slots set status = 2 where slot = 5');
    const run = move(folder, place.env);
    expect([await run.exit, run.stderr()]).toEqual([0, expect.stringContaining('beginning again')]);
    // What it was shown last before that stays on a line of its own.
    expect(run.stderr()).toMatch(/Compared: .*\nThe folder was changed/);
    expect(await query(place, 'select sum(status) from status_slots')).toEqual([{ sum: '0' }]);
  });

  it('done twice changes nothing, and touches nothing that was used since', async () => {
    const [folder, place] = [await seededFolder(), await emptyDatabase()];
    expect(await move(folder, place.env).exit).toBe(0);
    const second = move(folder, place.env);
    expect([await second.exit, second.stdout()]).toEqual([0, expect.stringContaining('already')]);
    expect(await startProgram(['keys', 'create', '--scope', 'admin'], place.env).exit).toBe(0);
    const stored = await place.readStored();
    expect(await refuse(folder, place.env)).toContain('one of the two was used since');
    expect((await place.readStored()).equals(stored)).toBe(true);
    const LICET_MASTER_KEY = createMasterKey().text;
    expect(await refuse(folder, { ...place.env, LICET_MASTER_KEY })).toContain(
      'another master key',
    );
  });

  it('refuses a folder that is being served', async () => {
    const [folder, place] = [await seededFolder(), await emptyDatabase()];
    const server = startProgram([], folder.env);
    await server.address;
    expect(await refuse(folder, place.env)).toContain('is in use: stop the server on it first');
    server.signal('SIGTERM');
    await server.exit;
    expect(await move(folder, place.env).exit).toBe(0);
  });

  it('keeps everybody else out of the folder until it is done', async () => {
    const folder = await seededFolder();
    const source = await openSource(folder.dataDir, createMasterKey());
    const read = () => {
      const database = new SqliteDatabase(join(folder.dataDir, 'licet.db'), { timeout: 0 });
      try {
        return database.prepare('select iss from accounts').get();
      } finally {
        database.close();
      }
    };
    expect(read).toThrow('database is locked');
    await source.close();
    expect(read()).toEqual({ iss: source.account.iss });
  });

  it('refuses a database with another account', async () => {
    const [folder, place] = [await seededFolder(), await createPlace()];
    onTestFinished(() => place.remove());
    const stored = await place.readStored();
    expect(await refuse(folder, place.env)).toContain('another account');
    expect((await place.readStored()).equals(stored)).toBe(true);
  });

  it.each([
    ["delete from kysely_migration where name like '0007%'", 'of an older version'],
    ["insert into kysely_migration values ('9999_later', '')", 'newer version'],
    ["delete from secrets where name = 'data-key'", 'no secrets'],
    ["update secrets set mk_id = 'other' where mk_id is not null", 'master key of the folder'],
  ])('refuses a folder in which somebody did: %s', async (statement, reason) => {
    const [folder, place] = [await seededFolder(), await emptyDatabase()];
    const database = new SqliteDatabase(join(folder.dataDir, 'licet.db'));
    database.exec(statement);
    database.close();
    expect(await refuse(folder, place.env)).toContain(reason);
  });

  it('refuses a folder without a database, and settings without a target', async () => {
    const place = await emptyDatabase();
    const nowhere = { dataDir: await createFolder() };
    expect(await refuse(nowhere, place.env)).toContain('name the data folder');
    const folder = await seededFolder();
    expect(await refuse(folder, {})).toContain('DATABASE_URL');
  });

  it('needs no file of the key when the folder had none', async () => {
    const [folder, place] = [await seededFolder(), await emptyDatabase()];
    const bare = { dataDir: await createFolder() };
    await cp(join(folder.dataDir, 'licet.db'), join(bare.dataDir, 'licet.db'));
    const LICET_MASTER_KEY = await folder.readMasterKey();
    const run = move(bare, { ...place.env, LICET_MASTER_KEY });
    expect([await run.exit, run.stdout()]).toEqual([0, expect.stringContaining('is there.')]);
  });
});
