import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatCsv,
  guardFormula,
  parseCsv,
  unguardFormula,
  type CsvRecord,
} from '../src/transfer/csv.js';
import { runBounded } from '../src/transfer/run-bounded.js';
import { startGateway } from './support/gateway.js';
import { startServer, type Server } from './support/server.js';

describe('CSV', () => {
  const parse = async (...chunks: string[]): Promise<CsvRecord[]> => {
    const records: CsvRecord[] = [];
    for await (const record of parseCsv(iterate(chunks))) records.push(record);
    return records;
  };

  it('is read as it was written, wherever the text is cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', "'", '=', 'é') });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(), async (table, cut) => {
        const text = table.map(formatCsv).join('');
        const at = text.length === 0 ? 0 : cut % text.length;
        const records = await parse(text.slice(0, at), text.slice(at));
        expect(records.map(({ cells }) => cells.map(unguardFormula))).toEqual(table);
      }),
    );
  });

  it('counts lines by those of the file', async () => {
    const records = await parse('a,b\r\n\r\n"x\ny",1\n2,3');
    expect(records.map(({ line }) => line)).toEqual([1, 3, 5]);
  });

  it.each(['"open', '"a"b,c\n'])('refuses %j', async (text) => {
    await expect(parse(text)).rejects.toThrow(/quote/);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1", "''@x"])(
    'lets no spreadsheet run %j, and gives it back',
    (cell) => {
      expect(guardFormula(cell)).toBe(`'${cell}`);
      expect(unguardFormula(guardFormula(cell))).toBe(cell);
    },
  );

  it.each(['shop.example.com', "it's", "'quoted'", ''])('leaves %j as it is', (cell) => {
    expect(guardFormula(cell)).toBe(cell);
    expect(unguardFormula(cell)).toBe(cell);
  });
});

describe('bounded work', () => {
  it('is never wider than allowed, and stops at the first error', async () => {
    let [running, widest, done] = [0, 0, 0];
    const work = async (item: number): Promise<void> => {
      running += 1;
      widest = Math.max(widest, running);
      await setImmediate();
      running -= 1;
      done += 1;
      if (item === 50) throw new Error('enough');
    };
    const items = Array.from({ length: 1000 }, (_, index) => index);
    await expect(runBounded(iterate(items), 4, work)).rejects.toThrow('enough');
    expect(widest).toBe(4);
    expect(done).toBeLessThan(60);
  });
});

const csv = `\ufeffkind,domain,scope,seats,validTo,features,holder,graceDays
domain,a.example,,,2027-12-31,basic pro,"Bücher, ""Söhne""",7
domain,b.example|host c.example|subdomains,,,,,=HYPERLINK(1),

token,,,5,,,,
token,,,5,,,,
domain,co.uk,,,,,,
network,,,x,,,,
domain,d.example,,,,,,,too,many
`;

describe('licet import and export', () => {
  it('makes what it can, reports what it cannot by line, and can be run again', async () => {
    const server = await startServer();
    await writeFile(join(server.folder, 'licenses.csv'), csv);
    const args = ['import', 'licenses.csv', '--product', 'acme-shop', '--report', 'made.csv'];
    const first = await server.json(args);
    expect(first.code).toBe(21);
    expect(first.data).toMatchObject({ created: 4, refusedCount: 3 });
    expect(first.data.refused.map(({ line, code }) => [line, code])).toEqual([
      [7, 'public_suffix'],
      [8, 'invalid_line'],
      [9, 'invalid_line'],
    ]);
    const report = await readFile(join(server.folder, 'made.csv'), 'utf8');
    expect(report).toMatch(/^line,id,key,serial,code,detail,server,by,at,write\r\n/);
    expect(report.match(/\r\n[0-9]+,lic_\w+,[0-9A-Z-]+,,,/g)).toHaveLength(2);

    const line = args.slice(0, -2);
    const again = await server.json(line);
    expect(again.data).toEqual(first.data);
    expect(await countLicenses(server)).toBe(4);
    await server.json([...line, '--batch', 'second']);
    expect(await countLicenses(server)).toBe(8);
  });

  it.each(['csv', 'jsonl'])('writes %s that another server can read', async (format) => {
    const [one, two] = [await startServer(), await startServer()];
    await writeFile(join(one.folder, 'licenses.csv'), csv);
    await one.run(['import', 'licenses.csv', '--product', 'acme-shop']);
    const exported = await one.run(['export', '--format', format]);
    expect(exported.stdout).not.toMatch(/(?:^|,)=HYPERLINK/m);
    const imported = await two.json(['import', '-', '--format', format], {
      stdin: exported.stdout,
    });
    expect(imported).toMatchObject({ code: 0, data: { created: 4, refused: [] } });
    const there = await readTerms(one);
    expect(await readTerms(two)).toEqual(there);
    expect(there).toContainEqual(expect.objectContaining({ holder: '=HYPERLINK(1)' }));
  });

  it('pages through many, and shows progress on a terminal alone', async () => {
    const server = await startServer();
    const lines = Array.from({ length: 130 }, (_, index) => ({
      product: 'acme-shop',
      domain: `d${index}.example`,
    }));
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await writeFile(join(server.folder, 'many.jsonl'), text);
    const imported = await server.run(['import', 'many.jsonl'], { isTerminal: true });
    expect(imported.stderr).toMatch(/\[#+-*\] +\d+ %/);
    expect(imported.stdout).toContain('130 created, 0 refused');
    const exported = await server.run(['export', '--out', 'all.csv']);
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    const written = await readFile(join(server.folder, 'all.csv'), 'utf8');
    expect(written.trim().split('\r\n')).toHaveLength(131);
  });

  it.each([
    ['unknown columns', 'a.csv', 'kind,colour\ndomain,red\n', 'colour'],
    ['another encoding', 'a.csv', Buffer.from([0xff, 0xfe, 0x41, 0]), 'UTF-8'],
    ['a format that nobody knows', 'a.xlsx', 'PK', '--format'],
  ])('refuses %s as a whole', async (_what, name, text, message) => {
    const server = await startServer();
    await writeFile(join(server.folder, name), text);
    const ran = await server.run(['import', name]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
  });

  it.each(['csv', 'jsonl'])('issues no license of %s anew that was taken away', async (format) => {
    const [one, two] = [await startServer(), await startServer()];
    await writeFile(join(one.folder, 'licenses.csv'), csv);
    await one.run(['import', 'licenses.csv', '--product', 'acme-shop']);
    const { data } = await one.json(['licenses', 'list']);
    const [first, second] = data.items as unknown as { id: string }[];
    await one.run(['licenses', 'revoke', first!.id]);
    await one.run(['licenses', 'suspend', second!.id]);
    const { stdout: stdin } = await one.run(['export', '--format', format]);
    const imported = await two.run(['import', '-', '--format', format], { stdin });
    expect(imported.code).toBe(21);
    expect(imported.stdout.match(/invalid_line +Only active licenses/g)).toHaveLength(2);
    expect(imported.stdout).toContain('2 created, 2 refused');
    expect(await countLicenses(two)).toBe(2);
  });

  it.each([
    ['csv', 'kind,seats\ntoken,1\ntoken,x\n"token,1\n', 'Line 4: A quote is never closed.'],
    ['jsonl', `{"kind":"token","seats":1}\n{\n${' '.repeat(70_000)}`, 'Line 3 is too long.'],
    [
      'csv',
      Buffer.concat([
        Buffer.from(`kind,seats\ntoken,1\n${'token,1'.padEnd(70_000, '\n')}\n`),
        Buffer.of(0xff, 0x0a),
      ]),
      'is not UTF-8',
    ],
  ])('tells how far it came in a damaged file (%s)', async (format, text, message) => {
    const server = await startServer();
    const name = `damaged.${format}`;
    await writeFile(join(server.folder, name), text);
    const ran = await server.run(['import', name, '--product', 'acme-shop']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).toMatch(/Before that, \d+ were created and \d+ refused: mend the file/);
    expect(await countLicenses(server)).toBeGreaterThan(0);
  });

  it('goes on where it was cut off, and makes nothing twice', async () => {
    const server = await startServer();
    const lines = Array.from({ length: 60 }, () => ({ kind: 'token', seats: 1 }));
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await writeFile(join(server.folder, 'serials.jsonl'), text);
    const line = ['import', 'serials.jsonl', '--product', 'acme-shop'];
    const gateway = await startGateway(server.url);
    let left = 25;
    gateway.decide = () => {
      left -= 1;
      return left >= 0 ? 'pass' : 'refuse';
    };
    const cut = await server.run(line, {
      env: { LICET_SERVER: gateway.url },
    });
    expect(cut.code).toBe(5);
    const made = await countLicenses(server);
    expect(made).toBeGreaterThanOrEqual(25);
    expect(made).toBeLessThan(60);
    const whole = await server.json(line);
    expect(whole.data).toMatchObject({ created: 60 });
    expect(await countLicenses(server)).toBe(60);
  });

  it('ends when the server is gone or the key does not count, to be run again', async () => {
    const server = await startServer();
    await writeFile(join(server.folder, 'a.csv'), 'domain\na.example\nb.example\n');
    const line = ['import', 'a.csv', '--product', 'acme-shop'];
    const wrong = await server.run(line, { env: { LICET_API_KEY: server.keys.client } });
    expect(wrong.code).toBe(5);
    const missing = await server.run(['import', 'nothing.csv']);
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('no such file') });
  });
});

describe('licet activations import and export', () => {
  const sell = async (server: Server, serial: string) => {
    const args = ['licenses', 'create', '--kind', 'single-user', '--serial', serial];
    const { data } = await server.json([...args, '--product', 'acme-shop']);
    return data.id;
  };
  const readCodes = async ({ folder }: Server, name: string) => {
    const text = await readFile(join(folder, name), 'utf8');
    const lines = text.trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Record<string, string>);
  };

  it('makes a code for each machine, and tells what was refused by line', async () => {
    const server = await startServer();
    const one = await sell(server, 'SERIAL1');
    await sell(server, 'SERIAL2');
    const lines = `licenseId,serial,computerId,siteCode
${one},,COMPUTER1,
,SERIAL2,,SITECODE2
,SERIAL3,COMPUTER3,
${one},SERIAL1,COMPUTER1,
${one},,COMPUTER4,
`;
    await writeFile(join(server.folder, 'machines.csv'), lines);
    const args = ['activations', 'import', 'machines.csv', '--concurrency', '1'];
    const first = await server.json([...args, '--report', 'codes.jsonl']);
    expect(first).toMatchObject({ code: 21, data: { created: 2, refusedCount: 3 } });
    expect(first.data.refused.map(({ line, code }) => [line, code])).toEqual([
      [4, 'license_not_found'],
      [5, 'invalid_line'],
      [6, 'bound_to_another_machine'],
    ]);
    const report = await readCodes(server, 'codes.jsonl');
    expect(report[0]).toMatchObject({
      line: 2,
      licenseId: one,
      activationCode: expect.stringMatching(/^ey/),
    });
    await server.run([...args, '--report', 'again.jsonl']);
    expect(await readCodes(server, 'again.jsonl')).toEqual(report);
  });

  it.each(['csv', 'jsonl'])('writes %s that gives every machine another code', async (format) => {
    const server = await startServer();
    const id = await sell(server, 'SERIAL1');
    const activate = ['licenses', 'activate', id, '--computer', '=COMPUTER1'];
    const { data: code } = await server.json(activate);
    const exported = await server.run(['activations', 'export', '--format', format]);
    expect(exported.stdout).toContain('COMPUTER1');
    expect(exported.stdout).not.toContain(code.code);
    const args = ['activations', 'import', '-', '--format', format, '--report', 'codes.jsonl'];
    const imported = await server.json(args, { stdin: exported.stdout });
    expect(imported).toMatchObject({ code: 0, data: { created: 1 } });
    const [made] = await readCodes(server, 'codes.jsonl');
    expect(made).toMatchObject({ id: code.id, licenseId: id });
    expect(made?.activationCode).not.toBe(code.code);
  });
});

async function countLicenses(server: Server): Promise<number> {
  const { data } = await server.json(['licenses', 'list', '--limit', '100']);
  return data.items.length;
}

async function readTerms(server: Server) {
  const { data } = await server.json(['licenses', 'list', '--kind', 'domain', '--limit', '100']);
  return (data.items as unknown as Record<string, unknown>[])
    .map(({ domains, holder, features, policy, validTo }) => ({
      domains,
      holder,
      features,
      policy,
      validTo,
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

async function* iterate<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}
