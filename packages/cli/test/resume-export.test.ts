import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startGateway, type Gateway } from './support/gateway.js';
import { startServer, type Server } from './support/server.js';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const formats = ['csv', 'jsonl'] as const;
const lists = [['export'], ['activations', 'export']] as const;
const all = lists.flatMap((list) => formats.map((format) => [list.join(' '), format] as const));

/** A server with more than three pages of licenses and of activations, and a gateway before it. */
async function startFilled(): Promise<Server & { readonly gateway: Gateway }> {
  const server = await startServer();
  const numbers = Array.from({ length: 160 }, (_, index) => index);
  const sold = numbers.flatMap((index) => [
    { kind: 'single-user', serial: `SERIAL${index}`, holder: `=Bücher "${index}", Söhne` },
    { kind: 'token', seats: 1 },
  ]);
  const machines = numbers.map((index) => ({
    serial: `SERIAL${index}`,
    computerId: `PC${index}`,
  }));
  await server.json(['import', '-', '--format', 'jsonl', '--product', 'acme-shop'], {
    stdin: toLines(sold),
  });
  const { data } = await server.json(['activations', 'import', '-', '--format', 'jsonl'], {
    stdin: toLines(machines),
  });
  expect(data).toMatchObject({ created: 160 });
  const gateway = await startGateway(server.url);
  const withGateway = { LICET_SERVER: gateway.url };
  return {
    ...server,
    gateway,
    run: (args, { env, ...setting } = {}) =>
      server.run(args, { ...setting, env: { ...withGateway, ...env } }),
    json: (args, { env, ...setting } = {}) =>
      server.json(args, { ...setting, env: { ...withGateway, ...env } }),
  };
}

function toLines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** Lets so many pages through, cuts the one behind them in two, and then knows the key no more. */
function cutBehind(gateway: Gateway, pages: number, cutAt = 0.5): void {
  let seen = 0;
  gateway.decide = () => {
    seen += 1;
    if (seen <= pages) return 'pass';
    return seen === pages + 1 ? { cutAt } : 'refuse';
  };
}

const read = ({ folder }: Server, name: string) => readFile(join(folder, name), 'utf8');
const leftOvers = async ({ folder }: Server) =>
  (await readdir(folder)).filter((name) => name.includes('.part'));

describe('an export that is cut off', () => {
  it.each(all)('licet %s goes on, in %s, as if nothing had been', async (list, format) => {
    const server = await startFilled();
    const line = [...list.split(' '), '--format', format];
    const { stdout: whole } = await server.run(line);
    expect(whole.match(/\n/g)!.length).toBeGreaterThanOrEqual(160);
    let run = 0;
    const cuts = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 2 }), fc.double({ min: 0, max: 0.99, noNaN: true })),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        run += 1;
        const out = `${run}.${format}`;
        const args = [...line, '--out', out, '--resume'];
        for (const [pages, cutAt] of places) {
          cutBehind(server.gateway, pages, cutAt);
          const ran = await server.run(args);
          // It may be through already: nothing was cut then.
          if (ran.code !== 0) expect(ran.code).toBe(5);
          if (ran.code !== 0) await expect(read(server, out)).rejects.toThrow('ENOENT');
          else break;
        }
        server.gateway.decide = () => 'pass';
        expect(await server.run(args)).toMatchObject({ code: 0, stderr: '' });
        expect(await read(server, out)).toBe(whole);
        expect(await leftOvers(server)).toEqual([]);
      }),
      { numRuns: 4 },
    );
  });

  it.each(all)('by the death of the program: licet %s, %s', async (list, format) => {
    const server = await startFilled();
    const line = [...list.split(' '), '--format', format];
    const { stdout: whole } = await server.run(line);
    const out = `all.${format}`;
    await writeFile(join(server.folder, out), 'what was there before');
    const held = new Promise<void>((keep) => {
      let seen = 0;
      server.gateway.decide = () => ((seen += 1) === 1 ? 'pass' : { keep });
    });
    const args = [...line, '--out', out];
    const child = spawn(process.execPath, [program, ...args], {
      cwd: server.folder,
      env: { LICET_SERVER: server.gateway.url, LICET_API_KEY: server.keys.admin },
    });
    await held;
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await read(server, out)).toBe('what was there before');
    // A page that was being written when it died.
    await appendFile(join(server.folder, `${out}.part`), 'half a li');
    const asked: string[] = [];
    server.gateway.decide = ({ url = '' }) => {
      asked.push(url);
      return 'pass';
    };
    const resumed = await server.json([...args, '--resume']);
    expect(resumed).toMatchObject({ code: 0, data: { format } });
    expect(asked.every((url) => url.includes('cursor='))).toBe(true);
    expect(await read(server, out)).toBe(whole);
    expect(await leftOvers(server)).toEqual([]);
  });

  it('when all was written only gets its name', async () => {
    const server = await startFilled();
    const { stdout: whole } = await server.run(['export']);
    const args = ['export', '--out', 'all.csv', '--resume'];
    // A folder in its place is found out when the part gets its name.
    const last = new Promise<void>((resolve) => {
      let seen = 0;
      server.gateway.decide = async () => {
        seen += 1;
        if (seen === 4) await mkdir(join(server.folder, 'all.csv')).then(resolve);
        return 'pass' as const;
      };
    });
    const cut = await server.json(args);
    await last;
    expect(cut).toMatchObject({ code: 1, error: { code: 'is_directory' } });
    await rm(join(server.folder, 'all.csv'), { recursive: true });
    server.gateway.decide = () => 'refuse';
    expect((await server.run(args)).stdout).toContain('wrote 320 licenses');
    expect(await read(server, 'all.csv')).toBe(whole);
  });

  it('says how to go on, and begins anew without --resume', async () => {
    const server = await startFilled();
    cutBehind(server.gateway, 2);
    const args = ['export', '--out', 'all.csv'];
    const cut = await server.run(args);
    expect(cut.stderr).toMatch(/all\.csv\.part: run the same command with --resume/);
    const asked: string[] = [];
    server.gateway.decide = ({ url = '' }) => {
      asked.push(url);
      return 'pass';
    };
    expect((await server.run(args)).code).toBe(0);
    expect(asked).toHaveLength(4);
    expect((await read(server, 'all.csv')).match(/lic_/g)).toHaveLength(320);
  });

  it('has what was made meanwhile, and what was written already as it was', async () => {
    const server = await startFilled();
    cutBehind(server.gateway, 2);
    const args = ['export', '--out', 'all.jsonl', '--resume'];
    await server.run(args);
    server.gateway.decide = () => 'pass';
    const listed = await server.json(['licenses', 'list', '--limit', '1']);
    const [first] = listed.data.items;
    await server.run(['licenses', 'revoke', first!.id]);
    await server.run(['licenses', 'create', '--product', 'acme-shop', '--domain', 'late.example']);
    expect((await server.run(args)).code).toBe(0);
    const lines = (await read(server, 'all.jsonl')).trim().split('\n');
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
    expect(records.find(({ id }) => id === first!.id)).toMatchObject({ state: 'active' });
  });
});

describe('an export is not resumed', () => {
  const args = ['export', '--out', 'all.csv', '--resume'];
  const startCut = async () => {
    const server = await startFilled();
    cutBehind(server.gateway, 2);
    expect((await server.run(args)).code).toBe(5);
    server.gateway.decide = () => 'pass';
    return server;
  };
  const readParts = async (server: Server) =>
    Promise.all((await leftOvers(server)).map((name) => read(server, name)));

  it('as another one', async () => {
    const server = await startCut();
    const before = await readParts(server);
    const others = [
      [[...args, '--kind', 'token'], {}, '--kind'],
      [[...args, '--product', 'acme-shop'], {}, '--product'],
      [[...args, '--format', 'jsonl'], {}, '--format'],
      [['activations', ...args], {}, 'command'],
      [args, { LICET_SERVER: server.url }, '--server'],
      [args, { LICET_API_KEY: server.keys.issue }, 'API key'],
    ] as const;
    for (const [line, env, name] of others) {
      const ran = await server.json(line, { env });
      expect(ran).toMatchObject({ code: 1, error: { code: 'other_export' } });
      expect(ran.error?.message).toContain(name);
    }
    expect(await readParts(server)).toEqual(before);
    expect(JSON.stringify(before)).not.toContain(server.keys.admin);
    expect((await server.run(args)).code).toBe(0);
  });

  it('from what is damaged, and leaves all of it as it was', async () => {
    const server = await startCut();
    const part = join(server.folder, 'all.csv.part');
    const [text, note] = await Promise.all([readFile(part), readFile(`${part}.json`)]);
    const damages = [
      () => writeFile(part, 'x'.repeat(text.length)),
      () => truncate(part, text.length - 1),
      () => rm(`${part}.json`),
      () => writeFile(`${part}.json`, note.subarray(0, -3)),
      () => writeFile(`${part}.json`, '{"version":2}'),
    ];
    for (const damage of damages) {
      await damage();
      const before = await readParts(server);
      const ran = await server.json(args);
      expect(ran).toMatchObject({ code: 1, error: { code: 'damaged_part' } });
      expect(await readParts(server)).toEqual(before);
      await writeFile(part, text);
      await writeFile(`${part}.json`, note);
    }
    expect((await server.run(args)).code).toBe(0);
  });

  it('to standard output', async () => {
    const server = await startServer();
    expect((await server.run(['export', '--resume'])).code).toBe(2);
  });
});

describe('the progress of an export', () => {
  it('is a bar where the server tells how many there are, and a count where it does not', async () => {
    const server = await startFilled();
    // Of many pages, the number of all is there before the last: so it is here.
    const counted = new Promise<void>((resolve) => {
      server.gateway.decide = async ({ url = '' }, response) => {
        if (url.includes('statistics')) response.once('finish', resolve);
        if (url.includes('cursor=')) await counted;
        return 'pass' as const;
      };
    });
    const show = (...more: string[]) =>
      server.run(['export', '--out', 'all.csv', ...more], { isTerminal: true });
    expect((await show()).stderr).toMatch(/\[#{24}\] 100 % 320 licenses/);
    expect((await show('--kind', 'token')).stderr).toMatch(/160 licenses/);
    const ofProduct = await show('--product', 'acme-shop');
    expect(ofProduct.stderr).not.toContain('%');
    expect(ofProduct.stderr).toContain('100 licenses');
    expect(ofProduct.stderr.endsWith('\r\u001b[K')).toBe(true);
    const piped = await server.run(['export', '--out', 'all.csv']);
    expect(piped.stderr).toBe('');
  });
});
