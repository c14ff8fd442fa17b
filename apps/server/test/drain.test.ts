import { expect, it, onTestFinished } from 'vitest';
import { createPlace } from './support/place.js';
import { startProgram } from './support/program.js';

const lanes = 8;

it('a stop under load first turns readiness red, answers on, and loses nothing that was acknowledged', async () => {
  const place = await createPlace();
  onTestFinished(() => place.remove());
  const created = startProgram(['keys', 'create', '--scope', 'admin'], place.env);
  await created.exit;
  const headers = { 'x-api-key': created.stdout().trim(), 'content-type': 'application/json' };
  const server = startProgram([], {
    ...place.env,
    LICET_DRAIN_SECONDS: '1',
    LICET_LOG_LEVEL: 'warn',
  });
  const address = await server.address;
  const acknowledged: string[] = [];
  const others: number[] = [];
  let isReady = true;
  let acknowledgedWhileRed = 0;
  const write = async (lane: number) => {
    for (let i = 0; ; i++) {
      const code = `l${String(lane)}-${String(i)}`;
      const body = JSON.stringify({ code, name: code });
      const wasRed = !isReady;
      const answer = await fetch(`${address}/v1/products`, { method: 'POST', headers, body }).catch(
        () => undefined,
      );
      if (answer === undefined) return;
      if (answer.status !== 201) others.push(answer.status);
      else acknowledged.push(code);
      if (answer.status === 201 && wasRed) acknowledgedWhileRed += 1;
    }
  };
  const watch = async () => {
    for (;;) {
      const answer = await fetch(`${address}/readyz`).catch(() => undefined);
      if (answer === undefined) return;
      if (isReady && answer.status === 503) {
        isReady = false;
        expect(answer.headers.get('connection')).toBe('close');
        expect(await answer.json()).toMatchObject({ code: 'not_ready' });
      }
    }
  };
  const working = [watch(), ...Array.from({ length: lanes }, (_, lane) => write(lane))];
  await expect
    .poll(() => acknowledged.length, { interval: 1, timeout: 10_000 })
    .toBeGreaterThan(50);
  server.signal('SIGTERM');
  await Promise.all(working);
  expect(await server.exit).toBe(0);
  expect([isReady, acknowledgedWhileRed > 0, [...new Set(others)]]).toEqual([false, true, []]);
  expect(server.stderr()).toBe('');

  const again = await startProgram([], place.env).address;
  const stored: string[] = [];
  for (let cursor = ''; ;) {
    const page = await fetch(`${again}/v1/products?limit=100${cursor}`, { headers });
    const { items, nextCursor } = (await page.json()) as {
      items: { code: string }[];
      nextCursor: string | null;
    };
    stored.push(...items.map(({ code }) => code));
    if (nextCursor === null) break;
    cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
  }
  const codes = new Set(stored);
  expect(acknowledged.filter((code) => !codes.has(code))).toEqual([]);
});
