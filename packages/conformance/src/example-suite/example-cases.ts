import assert from 'node:assert/strict';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { RawAnswer } from '../exchange.js';
import type { TestVendor } from '../guard-suite/test-vendor.js';
import type { ExampleProgram } from './example-program.js';

/** What an example application answers with to everything that it may. */
const licensedBody = 'licensed';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
const targets = ['/', '/a/b?c=d', '//evil.test/', '/%2e%2e/%zz', '/%', 'http://example.com/x'];

/** What a case works with. */
export interface ExampleBench {
  readonly vendor: TestVendor;
  /** Where the program finds its license and its key; both are right at first. */
  readonly licensePath: string;
  readonly keyPath: string;
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<ExampleProgram>;
}

/** What every example application does. */
export const exampleCases: Readonly<Record<string, (bench: ExampleBench) => Promise<void>>> = {
  'prints where it listens, and nothing else': async ({ start }) => {
    const program = await start();
    await program.get('example.com');
    assert.match(program.output(), /^listening \d+\n$/);
  },
  'answers every method and target of its host': async ({ start }) => {
    const program = await start();
    const lines = methods.flatMap((method) => targets.map((target) => `${method} ${target}`));
    for (const line of [...lines, 'OPTIONS *']) {
      const answer = await ask(program, line, 'example.com');
      assert.deepEqual([answer.status, answer.body], [200, licensedBody], line);
    }
    const { status, body } = await ask(program, 'HEAD /', 'example.com');
    assert.deepEqual([status, body], [200, '']);
  },
  'answers whatever the body of a request': async ({ start }) => {
    const program = await start();
    for (const type of ['application/json', 'text/xml', 'no type']) {
      const fields = [`Content-Type: ${type}`, 'Content-Length: 9'];
      const answer = await ask(program, 'POST /', 'example.com', fields, '{"broken"');
      assert.deepEqual([answer.status, answer.body], [200, licensedBody], type);
    }
  },
  'refuses every other host': async ({ start }) => {
    const program = await start();
    for (const line of ['GET /', 'POST /x', 'OPTIONS *'])
      assert.equal((await ask(program, line, 'evil.test')).status, 403);
  },
  'takes its key as XML too': async ({ start, vendor, keyPath }) => {
    writeFileSync(keyPath, `${vendor.rootXml}\n`);
    const program = await start();
    assert.equal((await program.get('example.com')).status, 200);
  },
  'believes the proxies that it is told of, and no others': async ({ start }) => {
    const forwarded = 'X-Forwarded-Host: example.com';
    const alone = await start();
    assert.equal((await alone.get('evil.test', '/', forwarded)).status, 403);
    const behind = await start({ LICET_TRUSTED_PROXIES: '10.0.0.0/8, 127.0.0.1' });
    assert.equal((await behind.get('evil.test', '/', forwarded)).status, 200);
  },
  'serves as soon as its license is there': async ({ start, licensePath, vendor }) => {
    rmSync(licensePath);
    const program = await start();
    assert.equal((await program.get('example.com')).status, 503);
    writeFileSync(`${licensePath}.new`, vendor.sign());
    renameSync(`${licensePath}.new`, licensePath);
    while ((await program.get('example.com')).status === 503);
    assert.equal((await program.get('example.com')).status, 200);
  },
};

const ask = (
  program: ExampleProgram,
  line: string,
  host: string,
  fields: readonly string[] = [],
  body = '',
): Promise<RawAnswer> =>
  program.send([`${line} HTTP/1.1`, `Host: ${host}`, ...fields, 'Connection: close'], body);
