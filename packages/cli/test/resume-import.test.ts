import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { formatInstant } from '@licet/core';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../src/transfer/csv.js';
import { createEarlierTry } from '../src/transfer/earlier-try.js';
import { startGateway, type Gateway } from './support/gateway.js';
import { start } from './support/run-licet.js';
import { startServer, type Server } from './support/server.js';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const day = 24 * 3600;

interface Scene extends Server {
  readonly gateway: Gateway;
  /** Lets time pass, for the server and for the program. */
  readonly wait: (seconds: number) => void;
}

/** A server behind a gateway, and 40 equal lines to import: nothing but their count tells them apart. */
async function startScene(): Promise<Scene> {
  let now = start;
  const server = await startServer(() => now);
  const gateway = await startGateway(server.url);
  const lines = '{"kind":"token","seats":1,"product":"acme-shop"}\n'.repeat(40);
  await writeFile(join(server.folder, 'lines.jsonl'), lines);
  const env = { LICET_SERVER: gateway.url };
  const here = (setting: Parameters<Server['run']>[1] = {}) => ({
    now,
    ...setting,
    env: { ...env, ...setting.env },
  });
  return {
    ...server,
    gateway,
    wait: (seconds) => {
      now += seconds;
    },
    run: (args, setting) => server.run(args, here(setting)),
    json: (args, setting) => server.json(args, here(setting)),
  };
}

async function readIds({ folder }: Server, name: string): Promise<string[]> {
  const text = await readFile(join(folder, name), 'utf8');
  const rows: string[][] = [];
  if (name.endsWith('.csv'))
    for await (const { cells } of parseCsv(chunksOf(text))) rows.push([...cells]);
  const ids = name.endsWith('.csv')
    ? rows.slice(1).map((cells) => cells[1])
    : text
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id?: string }).id);
  return ids.flatMap((id) => (id === undefined || id === '' ? [] : [id]));
}

async function* chunksOf(text: string): AsyncGenerator<string> {
  await Promise.resolve();
  yield text;
}

async function listIds(server: Server): Promise<string[]> {
  const { data } = await server.json(['licenses', 'list', '--limit', '100'], {
    env: { LICET_SERVER: server.url },
  });
  return data.items.map(({ id }) => id);
}

describe('what a report of long ago tells', () => {
  const caller = { server: 'https://licenses.example.com', apiKeyName: '0123456789ab' };
  const learn = (seconds: number) => {
    const earlier = createEarlierTry(caller, start + seconds);
    const at = formatInstant(start);
    const row = { server: caller.server, by: caller.apiKeyName, at };
    earlier.learn({ ...row, line: 1, write: 'one' });
    earlier.learn({ ...row, line: 2, write: 'two', code: 'public_suffix', detail: 'No.' });
    return earlier;
  };

  it('are lines that are made, wherever they stand now', () => {
    expect(learn(0).lookUp({ line: 7, write: 'one' })).toBe('made');
    expect(learn(2 * day).lookUp({ line: 7, write: 'one' })).toBe('made');
  });

  it('is not that a line was never sent, but where it was refused', () => {
    const earlier = learn(2 * day);
    const ask = (line: number, write: string) => earlier.lookUp({ line, write });
    expect(ask(2, 'two')).toBeUndefined();
    expect(ask(2, 'corrected')).toBeUndefined();
    // What was under way may stand now where another line stood that was made.
    expect(ask(1, 'moved')).toBe('unsure');
    const more = Array.from({ length: 32 }, (_, index) => ask(index + 3, `more ${index}`));
    expect(more.filter((past) => past === 'unsure')).toHaveLength(31);
    expect(more.at(-1)).toBeUndefined();
    expect(learn(22 * 3600).lookUp({ line: 3, write: 'three' })).toBeUndefined();
  });
});

describe('an import that is cut off', () => {
  it.each(['csv', 'jsonl'])('goes on from its %s report after any time', async (format) => {
    const server = await startScene();
    const report = `made.${format}`;
    const args = ['import', 'lines.jsonl', '--report', report, '--concurrency', '1'];
    let left = 25;
    server.gateway.decide = () => ((left -= 1) >= 0 ? 'pass' : 'refuse');
    expect((await server.run(args)).code).toBe(5);
    server.gateway.decide = () => 'pass';
    expect(await readIds(server, report)).toHaveLength(25);
    // It died while it wrote a row.
    await appendFile(join(server.folder, report), format === 'csv' ? '26,lic_' : '{"line":26,"id');

    const careless = await server.json(args);
    expect(careless).toMatchObject({ code: 1, error: { code: 'file_exists' } });
    const resumed = await server.json([...args, '--resume']);
    expect(resumed).toMatchObject({ code: 0, data: { created: 40, createdBefore: 25 } });
    expect((await readIds(server, report)).sort()).toEqual((await listIds(server)).sort());

    server.wait(30 * day);
    const late = await server.json([...args, '--resume']);
    expect(late).toMatchObject({ code: 0, data: { created: 40, createdBefore: 40 } });
    expect(await listIds(server)).toHaveLength(40);
  });

  it.each([0, 2 * day])('by the death of the program, %i s ago', async (seconds) => {
    const server = await startScene();
    const args = ['import', 'lines.jsonl', '--report', 'made.jsonl'];
    const held = new Promise<void>((resolve) => {
      let [seen, kept] = [0, 0];
      // All eight that are under way are made before the program dies, and it never hears of them.
      const keep = () => {
        kept += 1;
        if (kept === 8) resolve();
      };
      server.gateway.decide = () => ((seen += 1) <= 20 ? 'pass' : { keep });
    });
    const child = spawn(process.execPath, [program, ...args], {
      cwd: server.folder,
      env: { LICET_SERVER: server.gateway.url, LICET_API_KEY: server.keys.admin },
    });
    await held;
    child.kill('SIGKILL');
    await once(child, 'exit');
    server.gateway.decide = () => 'pass';
    // The program that died lived by the clock of this machine, the server by that of the test.
    const rows = (await readFile(join(server.folder, 'made.jsonl'), 'utf8')).trim().split('\n');
    const dated = rows.map((row) => ({
      ...(JSON.parse(row) as object),
      at: '2026-07-01T00:00:00Z',
    }));
    const text = dated.map((row) => `${JSON.stringify(row)}\n`).join('');
    await writeFile(join(server.folder, 'made.jsonl'), text);
    server.wait(seconds);

    const resumed = await server.json([...args, '--resume']);
    const isLate = seconds > 0;
    expect(resumed.data).toMatchObject(
      isLate
        ? { created: 20, createdBefore: 20, refusedCount: 20 }
        : { created: 40, createdBefore: 20, refusedCount: 0 },
    );
    expect(resumed.data.refused.every(({ code }) => code === 'unsure')).toBe(true);
    const made = await listIds(server);
    expect(made).toHaveLength(isLate ? 28 : 40);
    // What is unsure stays so: nothing is ever sent twice.
    await server.json([...args, '--resume']);
    expect(await listIds(server)).toEqual(made);
  });

  it('while another API key goes on: what that one cannot know of is not sent again', async () => {
    const server = await startScene();
    const args = ['import', 'lines.jsonl', '--report', 'made.csv', '--concurrency', '1'];
    let left = 5;
    server.gateway.decide = () => ((left -= 1) >= 0 ? 'pass' : 'refuse');
    await server.run(args);
    server.gateway.decide = () => 'pass';
    const env = { LICET_API_KEY: server.keys.issue };
    const resumed = await server.json([...args, '--resume'], { env });
    expect(resumed.data).toMatchObject({ created: 8, createdBefore: 5, refusedCount: 32 });
  });

  it('takes lines that were refused and are corrected since', async () => {
    const server = await startScene();
    const file = join(server.folder, 'a.csv');
    await writeFile(file, 'domain\na.example\nco.uk\nb.example\nnet.uk|\n');
    const args = ['import', 'a.csv', '--product', 'acme-shop', '--report', 'made.csv', '--resume'];
    expect((await server.json(args)).data).toMatchObject({ created: 2, refusedCount: 2 });
    server.wait(3 * day);
    await writeFile(file, 'domain\na.example\nc.example\nb.example\nnet.uk|\n');
    const again = await server.json(args);
    expect(again.data).toMatchObject({ created: 3, createdBefore: 2, refusedCount: 1 });
    const report = await readFile(join(server.folder, 'made.csv'), 'utf8');
    const lines = report.trim().split('\r\n');
    // The head, four lines, and what became of the third at last; the fifth is told of once.
    expect(lines).toHaveLength(6);
  });

  it('goes on with activations, each code made once', async () => {
    const server = await startScene();
    const single = ['licenses', 'create', '--kind', 'single-user', '--product', 'acme-shop'];
    const serials = ['SERIAL1', 'SERIAL2', 'SERIAL3'];
    for (const serial of serials) await server.json([...single, '--serial', serial]);
    const lines = serials.map((serial, index) => `${serial},PC${index}\n`).join('');
    await writeFile(join(server.folder, 'pcs.csv'), `serial,computerId\n${lines}`);
    const args = ['activations', 'import', 'pcs.csv', '--report', 'codes.csv', '--resume'];
    let left = 1;
    server.gateway.decide = ({ method }) =>
      method === 'GET' || (left -= 1) >= 0 ? 'pass' : 'refuse';
    await server.run([...args, '--concurrency', '1']);
    server.gateway.decide = () => 'pass';
    expect((await server.json(args)).data).toMatchObject({ created: 3, createdBefore: 1 });
    expect(new Set(await readIds(server, 'codes.csv')).size).toBe(3);
  });
});

describe('an import is not resumed', () => {
  it('without a report, from that of another server, or from what is none', async () => {
    const server = await startScene();
    const args = ['import', 'lines.jsonl', '--resume'];
    expect((await server.run(args)).code).toBe(2);
    const withReport = [...args, '--report', 'made.csv'];
    expect((await server.run(withReport)).code).toBe(0);
    const before = await readFile(join(server.folder, 'made.csv'), 'utf8');
    const env = { LICET_SERVER: server.url };
    const other = await server.json(withReport, { env });
    expect(other).toMatchObject({ code: 1, error: { code: 'other_import' } });
    const activations = await server.json(['activations', ...withReport]);
    expect(activations).toMatchObject({ code: 1, error: { code: 'damaged_report' } });
    expect(await readFile(join(server.folder, 'made.csv'), 'utf8')).toBe(before);
    await writeFile(join(server.folder, 'other.jsonl'), 'no report\n');
    const none = await server.json([...args, '--report', 'other.jsonl']);
    expect(none).toMatchObject({ code: 1, error: { code: 'damaged_report' } });
    expect(await listIds(server)).toHaveLength(40);
  });
});

describe('the progress of an import', () => {
  const stdin = '{"kind":"token","seats":1,"product":"acme-shop"}\n'.repeat(40);

  it('is a bar for a file, and a count for standard input, whose end nobody knows', async () => {
    const server = await startScene();
    const file = await server.run(['import', 'lines.jsonl'], { isTerminal: true });
    // It does not stand at its end while lines are still worked on.
    expect(file.stderr).toMatch(/\[#+-+\] +\d\d % \d+ created, 0 refused/);
    const piped = await server.run(['import', '-', '--format', 'jsonl'], {
      stdin,
      isTerminal: true,
    });
    expect(stripVTControlCharacters(piped.stderr)).toMatch(/^\r\d+ created, 0 refused/);
    expect(piped.stderr).not.toContain('%');
  });

  it('is nothing at all off a terminal', async () => {
    const server = await startScene();
    const file = await server.run(['import', 'lines.jsonl']);
    expect(file).toMatchObject({ code: 0, stderr: '' });
    const piped = await server.run(['import', '-', '--format', 'jsonl'], { stdin });
    expect(piped).toMatchObject({ code: 0, stderr: '' });
    expect(`${file.stdout}${piped.stdout}`).not.toContain('\u001b');
  });
});
