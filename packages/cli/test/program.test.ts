import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.js';
import { exitCodes } from '../src/program/exit-codes.js';
import { createProgress } from '../src/terminal/progress.js';
import { printable } from '../src/terminal/style.js';
import { licet, licetJson } from './support/run-licet.js';
import { useVendor } from './support/vendor.js';

const vendor = useVendor();
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const readme = fileURLToPath(new URL('../README.md', import.meta.url));
const names = commands.map(({ name }) => name);

describe('the program as it is built', () => {
  const run = promisify(execFile);

  it('starts, answers and ends with the code of its answer', async () => {
    for (const word of ['--version', '-v']) {
      const { stdout } = await run(process.execPath, [program, word]);
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    }
    const ended = await run(process.execPath, [program, 'verify']).catch((error: unknown) => error);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
  });

  it('verifies what is piped in', async () => {
    const folder = await vendor.open();
    const text = await folder.sign();
    const args = ['verify', '-', '--key', 'keys/root.pem', '--product', 'acme-shop'];
    const line = [program, ...args, '--host', 'shop.example.com', '--at', '2026-08-01'];
    const child = run(process.execPath, line, { cwd: folder.path });
    child.child.stdin?.end(text);
    expect((await child).stdout).toMatch(/^valid\n/);
  });

  it('prints nothing of its insides, whatever it is given', async () => {
    const folder = await vendor.open();
    for (const args of [['inspect', 'keys'], ['explain', 'keys/root.p12'], ['init']]) {
      const ended: unknown = await run(process.execPath, [program, ...args], {
        cwd: folder.path,
      }).catch((error: unknown) => error);
      const { stderr } = ended as { readonly stderr: string };
      expect(stderr).not.toMatch(/^\s+at |node:internal|Error:/m);
    }
  });
});

describe('the help', () => {
  it.each(names)('of %s teaches it', async (name) => {
    const { code, stdout } = await licet([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage  licet ${name}`);
    expect(stdout).toContain('Examples');
    expect(stdout).toContain('--json');
  });

  it.each([['-h'], ['help'], ['--help']])(
    'is there by %s, of the program and of a command',
    async (word) => {
      expect((await licet([word])).stdout).toMatch(/^Licet issues/);
      expect((await licet([word, 'verify'])).stdout).toContain('Usage  licet verify');
      expect((await licet(['verify', '-h'])).stdout).toContain('Usage  licet verify');
    },
  );

  it('of the program names every command and every exit code', async () => {
    const { stdout } = await licet([]);
    for (const name of names) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    for (const { code, meaning } of Object.values(exitCodes)) {
      expect(stdout).toMatch(new RegExp(`^ {2}${code} +${meaning.slice(0, 20)}`, 'm'));
    }
  });

  it('has only examples that the program understands', async () => {
    for (const { examples } of commands) {
      for (const [line] of examples) {
        const [command = ''] = line.split(/ [>|]{1,2} /);
        const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(
          ([, quoted, bare]) => quoted ?? bare ?? '',
        );
        const { stderr } = await licet([...words, '--help']);
        expect(stderr).toBe('');
      }
    }
  });

  it('has the same exit codes as the README', async () => {
    const text = await readFile(readme, 'utf8');
    for (const { code, meaning } of Object.values(exitCodes)) {
      expect(text).toMatch(new RegExp(`^\\| ${code} +\\| ${meaning}`, 'm'));
    }
  });

  it('is there for every command in the README', async () => {
    const text = await readFile(readme, 'utf8');
    for (const name of names) expect(text).toContain(`\`${name}\``);
  });
});

describe('options from the environment', () => {
  it.each([
    ['product', 'LICET_PRODUCT'],
    ['server', 'LICET_SERVER'],
    ['api-key', 'LICET_API_KEY'],
  ])('stand for --%s wherever it is: %s', (name, env) => {
    const specs = commands.flatMap(({ options }) => options[name] ?? []);
    expect(specs.length).toBeGreaterThan(5);
    for (const spec of specs) expect(spec).toMatchObject({ env });
  });
});

describe('a wrong command line', () => {
  it.each([
    [['frobnicate'], 'There is no command "frobnicate"'],
    [['keys'], 'one of: create, list'],
    [['keys', 'burn'], 'not "burn"'],
    [['verify', 'a', 'b'], 'Too many words: "b"'],
    [['verify', 'a', '--kind'], "Unknown option '--kind'"],
    [['verify', 'a', '--product', 'x', '--product', 'y'], 'Give --product once'],
    [['explain', 'a', '--status', 'burnt'], 'one of valid, revoked, suspended'],
    [['completion', 'tcsh'], 'bash, zsh or fish'],
    [['help', 'nonsense'], 'There is no command "nonsense"'],
    [['verify', 'a', '--seats', '-3'], 'write --seats=… for one that begins with a hyphen'],
    [['doctor', '--source', fileURLToPath(import.meta.url)], 'has no guard in it'],
  ])('%j is explained in a sentence', async (args, message) => {
    const { code, stdout, stderr } = await licet(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    const json = await licetJson(args);
    expect(json).toMatchObject({ ok: false, stderr: '', error: { code: 'misused', exitCode: 2 } });
  });

  it.each([
    ['nowhere.dat', 'file_missing'],
    ['.', 'is_directory'],
    ['/dev/zero', 'too_large'],
    ['a\0b', 'file_failed'],
  ])('that names %j ends with 1', async (path, code) => {
    expect((await licetJson(['inspect', path])).error).toMatchObject({ code, exitCode: 1 });
  });
});

describe('colors and progress', () => {
  const escape = '\u001b';

  it('are on a terminal alone, and never with NO_COLOR', async () => {
    expect((await licet([], { isTerminal: true })).stdout).toContain(escape);
    expect((await licet([])).stdout).not.toContain(escape);
    const env = { NO_COLOR: '1' };
    expect((await licet([], { isTerminal: true, env })).stdout).not.toContain(escape);
  });

  it('are drawn a few times a second and taken away', () => {
    const parts: string[] = [];
    let now = 0;
    const stream = {
      isTTY: true,
      columns: 60,
      once: () => undefined,
      write: (text: string) => parts.push(text) > 0,
    };
    const progress = createProgress(stream, false, () => now);
    for (let done = 0; done <= 1000; done += 1) {
      now = done;
      progress.update(done, 1000, 'x'.repeat(100));
    }
    progress.end();
    expect(parts.length).toBeLessThan(15);
    expect(parts.every((part) => part.length < 70)).toBe(true);
    expect(parts.at(-1)).toBe('\r\u001b[K');
  });

  it('are whole on a terminal without a size', () => {
    const parts: string[] = [];
    const write = (text: string) => parts.push(text) > 0;
    const stream = { isTTY: true, columns: 0, once: () => undefined, write };
    createProgress(stream, false).update(3, undefined, '3 licenses');
    expect(parts).toEqual(['\r\u001b[K3 licenses']);
  });

  it('cannot be faked by what others wrote', () => {
    expect(printable('a\u001b[31mb\nc\u200b')).toBe(String.raw`a\u{1b}[31mb\u{a}c\u{200b}`);
  });
});

describe('questions on a terminal', () => {
  it('take a passphrase that is not shown', async () => {
    const folder = await vendor.open();
    const line = ['issue', '--keys', 'keys', '--product', 'p', '--domain', 'a.example'];
    const asked = { cwd: folder.path, isTerminal: true, env: {} };
    const secret = 'correct horse battery';
    const ran = await licet(line, { ...asked, stdin: `${secret}\n` });
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/^eyJ/) });
    expect(ran.stderr).toContain('Passphrase: ');
    expect(ran.stdout + ran.stderr).not.toContain(secret);
    expect((await licet(line, { ...asked, stdin: '' })).code).toBe(2);
    const script = await licet(line, { cwd: folder.path });
    expect(script).toMatchObject({ code: 2, stderr: expect.stringContaining('LICET_PASSPHRASE') });
  });

  it.each([
    ['y', true],
    ['n', false],
    ['', false],
  ])('take %j of init for what it is', async (answer, isWritten) => {
    const folder = await vendor.open();
    const source = "import Koa from 'koa';\nconst app = new Koa();\n";
    await folder.write('package.json', '{"dependencies":{"koa":"^3"}}');
    await folder.write('app.js', source);
    const line = ['init', '--product', 'acme-shop', '--key', 'keys/root.pem'];
    const ran = await folder.run(line, { isTerminal: true, stdin: `${answer}\n` });
    expect(ran.stderr).toContain('[y/N]');
    const text = await readFile(join(folder.path, 'app.js'), 'utf8');
    expect(text !== source).toBe(isWritten);
  });
});

describe('completion', () => {
  const run = promisify(execFile);
  const complete = async (...words: string[]) => {
    const { stdout: script } = await licet(['completion', 'bash']);
    const list = words.map((word) => `'${word}'`).join(' ');
    const ask = `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _licet; echo "\${COMPREPLY[*]}"`;
    const { stdout } = await run('bash', ['-c', `${script}\n${ask}`]);
    return stdout.trim().split(' ');
  };

  it('knows commands, options and values in bash', async () => {
    expect(await complete('licet', 'li')).toEqual(['licenses']);
    expect(await complete('licet', 'keys', 're')).toEqual(['revoke']);
    expect(await complete('licet', 'verify', 'a', '--pro')).toEqual(['--product']);
    expect(await complete('licet', 'licenses', 'renew', '--per')).toEqual(['--permanent']);
    expect(await complete('licet', 'keys', 'create', '--scope', '')).toEqual([
      'client',
      'issue',
      'admin',
    ]);
  });

  it.each(['zsh', 'fish'])('names every command in %s', async (shell) => {
    const { stdout } = await licet(['completion', shell]);
    for (const word of names.flatMap((name) => name.split(' '))) expect(stdout).toContain(word);
  });
});
