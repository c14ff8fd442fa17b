import { describe, expect, it, onTestFinished } from 'vitest';
import { createMasterKey } from '../src/secrets/master-key.js';
import { createPlace, type TestPlace } from './support/place.js';
import { startProgram } from './support/program.js';

async function seeded(): Promise<TestPlace['env']> {
  const place = await createPlace();
  onTestFinished(() => place.remove());
  return place.env;
}

describe('a start that cannot succeed', () => {
  const fail = async (env: Record<string, string>, args: string[] = []) => {
    const run = startProgram(args, env);
    const code = await run.exit;
    expect(run.stdout()).toBe('');
    expect(run.stderr().trimEnd().split('\n')).toHaveLength(1);
    return [code, run.stderr()];
  };

  it.each([
    [{ PORT: '80800' }, 'PORT must be a whole number from 0 to 65535'],
    [{ DATABASE_URL: 'mysql://u:canary@h/x' }, 'DATABASE_URL must be the address of a PostgreSQL'],
    [{ DATABASE_URL: 'postgres://u:canary@h/x' }, 'LICET_MASTER_KEY has to be given too'],
    [
      {
        DATABASE_URL: 'postgres://u:canary@127.0.0.1:1/x',
        LICET_MASTER_KEY: createMasterKey().text,
      },
      'the database does not answer: connect ECONNREFUSED',
    ],
    [{ LICET_MASTER_KEY: 'licet_mk_short' }, 'LICET_MASTER_KEY must be'],
  ])('for %j ends with 1 and one line', async (env, text) => {
    const [code, stderr] = await fail({ LICET_DATA_DIR: '/nonexistent/x', ...env });
    expect(code).toBe(1);
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/ {4}at |licet_mk_[\w-]|canary/);
  });

  it.each([
    [['explode']],
    [['keys']],
    [['keys', 'create']],
    [['keys', 'create', '--scope', 'root']],
    [['serve', '--port', '1']],
  ])('for the words %j ends with 2', async (args) => {
    const [code, stderr] = await fail({}, args);
    expect(code).toBe(2);
    expect(stderr).toContain('--help');
  });

  it('with the master key of another database says so', async () => {
    const LICET_MASTER_KEY = createMasterKey().text;
    const [code, stderr] = await fail({ ...(await seeded()), LICET_MASTER_KEY });
    expect([code, stderr]).toEqual([1, expect.stringContaining('is not the one')]);
    expect(stderr).not.toContain(LICET_MASTER_KEY);
  });

  it('on a port that is taken says what to set', async () => {
    const env = await seeded();
    const { port } = new URL(await startProgram([], env).address);
    const [code, stderr] = await fail({ ...env, PORT: port });
    expect([code, stderr]).toEqual([1, expect.stringContaining('set PORT')]);
  });
});

describe('the limits of a server', () => {
  const ask = async (address: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${address}/v1/licenses`, { headers });
    const { code } = (await answer.json()) as { code: string };
    return [code, answer.headers.get('ratelimit-policy')];
  };

  it('are on unless they are turned off', async () => {
    const run = startProgram([], await seeded());
    const address = await run.address;
    const policy = '"address";q=120000;w=60';
    for (let tries = 0; tries < 10; tries += 1)
      expect(await ask(address, { 'x-api-key': 'x' })).toEqual(['unauthorized', policy]);
    expect(await ask(address, { 'x-api-key': 'x' })).toEqual(['too_many_guesses', policy]);
  });

  it('are read from the environment, and go by the client that a listed proxy names', async () => {
    const run = startProgram([], {
      ...(await seeded()),
      LICET_RATE_PER_ADDRESS: '1',
      LICET_TRUSTED_PROXIES: '127.0.0.1',
    });
    const address = await run.address;
    const askAs = async (client: string) => (await ask(address, { 'x-forwarded-for': client }))[0];
    expect(await askAs('192.0.2.1')).toBe('unauthorized');
    expect(await askAs('192.0.2.1')).toBe('rate_limited');
    expect(await askAs('192.0.2.2')).toBe('unauthorized');
  });
});
