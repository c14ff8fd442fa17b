// Run as root with `node packages/tooling/run.mjs script packages/tooling/ci/container.mjs`. It builds the container image from its file, without a
// container engine and on a base made of Debian's packages, and starts what is in it as the image says. Of the unit for systemd it asks whether
// systemd understands all of it.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTally } from '../checks/tally.mjs';
import { callServer } from './server/call-server.mjs';
import { buildImage } from './container/build-image.mjs';
import { enterImage } from './container/enter-image.mjs';

const deploy = new URL('../../../apps/server/deploy/', import.meta.url);
const { check, finish } = createTally();
const folder = mkdtempSync(join(tmpdir(), 'licet-container-'));
try {
  await check('systemd understands all of the unit', () => {
    const text = readFileSync(new URL('licet.service', deploy), 'utf8');
    const unit = join(folder, 'licet.service');
    // Where a machine has its Node is not what is asked.
    writeFileSync(unit, text.replace('/usr/bin/node', process.execPath));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit]);
    return status === 0 && !stderr.toString().includes('licet.service');
  });
  const image = buildImage(folder);
  const [user] = image.config.User.split(':').map(Number);
  const server = await enterImage(image);
  try {
    await check('the image starts by itself, on an empty volume', async () => {
      const answer = await fetch(`${server.address}/readyz`);
      return answer.ok;
    });
    await check('it runs as nobody in particular, and alone reads its volume', () => {
      const { uid, mode } = statSync(join(image.root, 'data/master.key'));
      return user === 10_001 && uid === user && (mode & 0o777) === 0o600;
    });
    await check('it cannot change its program', () => {
      const { uid, mode } = statSync(join(image.root, 'app/dist/main.js'));
      return uid === 0 && (mode & 0o022) === 0;
    });
    await check('it issues a license', async () => {
      await callServer(server, '/v1/products', { code: 'my-shop', name: 'My Shop' });
      const order = { kind: 'domain', product: 'my-shop', domains: [{ domain: 'example.com' }] };
      const license = await callServer(server, '/v1/licenses', order);
      return /** @type {{ state?: string }} */ (license).state === 'active';
    });
    await check('its health check passes', () => server.isHealthy());
    await check('it stops by itself after its drain, with readiness red meanwhile', async () => {
      const stopped = server.stop();
      while ((await fetch(`${server.address}/readyz`)).status !== 503);
      return (await stopped) === 0;
    });
    await check('its health check fails when it is gone', () => !server.isHealthy());
  } finally {
    server.kill();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish();
