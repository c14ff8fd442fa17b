import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startProgram, visit, type Program } from '../test/programs.js';

const directory = mkdtempSync(join(tmpdir(), 'licet-shop-'));
const licensePath = join(directory, 'example-shop', 'license.dat');
const env: NodeJS.ProcessEnv = { LICET_DATA_DIR: directory, HOST: '127.0.0.1' };
let shopPort: number;

beforeAll(async () => {
  shopPort = await freePort();
  env.LICET_EXAMPLE_PORT = String(shopPort);
  env.PORT = String(await freePort());
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('the example shop', () => {
  const running: Program[] = [];
  const start = (app: 'server' | 'shop'): Program => {
    const program = startProgram(app, env);
    running.push(program);
    return program;
  };
  afterEach(async () => {
    for (const program of running.splice(0)) await program.stop();
  });
  const licensed = (): string => `Shop    http://shop.localhost:${String(shopPort)} (licensed)`;

  it('gets a license from the server that starts beside it, and is served on its host alone', async () => {
    start('server');
    const shop = start('shop');
    await shop.prints(licensed());
    await shop.prints(`        http://other.localhost:${String(shopPort)} (refused)`);
    const page = await visit(shopPort, `shop.localhost:${String(shopPort)}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('<dd>shop.localhost</dd>');
    expect((await visit(shopPort, `other.localhost:${String(shopPort)}`)).status).toBe(403);
    expect(await shop.stop()).toEqual({
      code: 0,
      errors: '[licet] request-refused wrong_host: The license is not for this host.\n',
    });
  });

  it('keeps its license where nobody else can read it', () => {
    expect(statSync(licensePath).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'example-shop', 'root.pem')).mode & 0o777).toBe(0o600);
  });

  it('needs no server when it has a license', async () => {
    const before = readFileSync(licensePath);
    await start('shop').prints(licensed());
    expect((await visit(shopPort, 'shop.localhost')).status).toBe(200);
    expect(readFileSync(licensePath)).toEqual(before);
  });

  it('orders another license when the stored one does not verify', async () => {
    writeFileSync(licensePath, readFileSync(licensePath, 'utf8').replace(/.$/, '!'));
    start('server');
    await start('shop').prints(licensed());
    expect((await visit(shopPort, 'shop.localhost')).status).toBe(200);
  });

  it('starts anew together with the server when the data folder was deleted', async () => {
    rmSync(directory, { recursive: true });
    start('server');
    await start('shop').prints(licensed());
    expect((await visit(shopPort, 'shop.localhost')).status).toBe(200);
  });

  it('says which variable to set when its port is taken', async () => {
    const other = createServer().listen(shopPort, '127.0.0.1');
    await once(other, 'listening');
    const { code, errors } = await start('shop').ends();
    other.close();
    expect(code).toBe(1);
    expect(errors).toBe(
      `The example shop cannot start: port ${String(shopPort)} is taken. Set LICET_EXAMPLE_PORT to a free one.\n`,
    );
  });

  it('stops at once when it is told to while it waits for a server', async () => {
    rmSync(licensePath);
    const silent = createServer().listen(Number(env.PORT), '127.0.0.1');
    const shop = start('shop');
    await once(silent, 'connection');
    expect(await shop.stop()).toEqual({ code: 0, errors: '' });
    silent.close();
  });
});
