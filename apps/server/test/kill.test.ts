import { expect, it, onTestFinished } from 'vitest';
import { createPlace } from './support/place.js';
import { startProgram, type Run } from './support/program.js';

const rounds = 3;
const lanes = 8;

async function start(env: Readonly<Record<string, string>>): Promise<Run & { url: string }> {
  const run = startProgram(['serve'], { ...env, LICET_LOG_LEVEL: 'silent' });
  return { ...run, url: await run.address };
}

async function createKey(env: Readonly<Record<string, string>>): Promise<string> {
  const run = startProgram(['keys', 'create', '--scope', 'admin'], env);
  await run.exit;
  return run.stdout().trim();
}

it('nothing that was acknowledged is lost when the server is killed, and it starts again', async () => {
  const place = await createPlace();
  onTestFinished(() => place.remove());
  const key = await createKey(place.env);
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const acknowledged: string[] = [];
  const writeUntilKilled = async (url: string, lane: string) => {
    for (let i = 0; ; i++) {
      const code = `${lane}-${String(i)}`;
      const body = JSON.stringify({ code, name: code });
      const answer = await fetch(`${url}/v1/products`, { method: 'POST', headers, body }).catch(
        () => undefined,
      );
      if (answer?.status !== 201) return;
      acknowledged.push(code);
    }
  };
  for (let round = 0; round < rounds; round++) {
    const server = await start(place.env);
    const enough = acknowledged.length + 50;
    const writing = Array.from({ length: lanes }, (_, lane) =>
      writeUntilKilled(server.url, `r${String(round)}l${String(lane)}`),
    );
    await expect.poll(() => acknowledged.length, { interval: 1 }).toBeGreaterThan(enough);
    server.signal('SIGKILL');
    await Promise.all([...writing, server.exit]);
  }
  const { url } = await start(place.env);
  for (const code of acknowledged) {
    const answer = await fetch(`${url}/v1/products/${code}`, { headers });
    expect([code, answer.status]).toEqual([code, 200]);
  }
});
