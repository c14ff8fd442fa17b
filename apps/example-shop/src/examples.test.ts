import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startProgram, visit } from '../test/programs.js';

const data = mkdtempSync(join(tmpdir(), 'licet-examples-'));

/** The server issues a license and the shop fetches it: what is in the folder afterwards is what a customer is sent. */
beforeAll(async () => {
  const [port, shopPort] = [await freePort(), await freePort()].map(String);
  const env = { HOST: '127.0.0.1', PORT: port, LICET_DATA_DIR: data, LICET_EXAMPLE_PORT: shopPort };
  const programs = [startProgram('server', env), startProgram('shop', env)];
  await programs[1]?.prints('(licensed)');
  await Promise.all(programs.map((program) => program.stop()));
}, 60_000);

afterAll(() => {
  rmSync(data, { recursive: true });
});

describe.each(['express', 'koa', 'nestjs', 'fastify'] as const)('the %s example', (app) => {
  it('goes by a license that the server issued, without the server', async () => {
    const port = await freePort();
    const program = startProgram(app, {
      PORT: String(port),
      LICET_PRODUCT: 'example-shop',
      LICET_LICENSE: join(data, 'example-shop', 'license.dat'),
      LICET_PUBLIC_KEY: join(data, 'example-shop', 'root.pem'),
    });
    await program.prints(`listening ${String(port)}`);
    expect(await visit(port, 'shop.localhost')).toEqual({ status: 200, body: 'licensed' });
    expect(await visit(port, 'other.localhost')).toMatchObject({ status: 403 });
    await program.stop();
  });
});
