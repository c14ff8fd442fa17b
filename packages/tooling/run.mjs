#!/usr/bin/env node
import { isStopping, startChild, stopCode, superviseChildren } from './bootstrap/children.mjs';
import { localBin, ROOT } from './bootstrap/paths.mjs';
import { prepare, prepareIfPossible, prepareTools } from './bootstrap/prepare.mjs';
import { say, StepFailed } from './bootstrap/report.mjs';
import { runApp, runProgram, runServerAndShop } from './bootstrap/services.mjs';
import { environmentFor } from './bootstrap/toolchain.mjs';
import { readWorkspace } from './bootstrap/workspace.mjs';

// The one entry behind the scripts of the root package.json. It needs Node 20 and npm, nothing else:
// what the tools need it installs and builds first, and skips both when nothing changed.

const EXAMPLES = ['express', 'koa', 'nestjs', 'fastify'];
const GUARDS = EXAMPLES.map((framework) => `@licet/${framework}`);

/** @typedef {(args: string[]) => Promise<number>} Run resolves to the exit code */

/** @type {Record<string, Run>} */
const COMMANDS = {
  start: async () => runServerAndShop(await prepare(['@licet/server', '@licet/example-shop'])),
  serve: async (args) => runApp(await prepare(['@licet/server']), 'server', args),
  licet: async (args) => runProgram(await prepare(['licet']), 'packages/cli', args),
  example: async ([framework = '', ...args]) => {
    if (!EXAMPLES.includes(framework)) {
      throw new StepFailed(`usage: npm run example -- ${EXAMPLES.join('|')}`, 2);
    }
    const app = `example-${framework}`;
    return runApp(await prepare([`@licet/${app}`]), app, args);
  },
  bench: async (args) => runApp(await prepare(['@licet/bench']), 'bench', args),
  build: async () => {
    await prepare([...readWorkspace().keys()]);
    return 0;
  },
  test: async (args) => (await import('./checks/test.mjs')).runTests(args),
  lint: async (args) => {
    const tools = await prepareTools();
    // The linter reads the types that packages see of each other.
    await prepareIfPossible([...readWorkspace().keys()]);
    const checks = ['check:lint', 'check:arrows', 'check:unused', 'check:format'];
    return runTool(tools, 'turbo', [
      'run',
      ...checks,
      '--continue',
      '--output-logs=errors-only',
      ...args,
    ]);
  },
  // A script with the chosen Node, after a build of what is published and of the server: the checks of .ci/run.
  script: async (args) => {
    const tools = await prepareTools();
    await prepare(['@licet/issuer', ...GUARDS, '@licet/client', 'licet', '@licet/server']);
    return startChild({ file: tools.node, args, cwd: ROOT, env: environmentFor(tools) }).exited;
  },
  format: async (args) => runTool(await prepareTools(), 'prettier', ['--write', '.', ...args]),
};

/**
 * @param {import('./bootstrap/toolchain.mjs').Toolchain} tools
 * @param {string} name
 * @param {string[]} args
 */
const runTool = (tools, name, args) =>
  startChild({ file: localBin(name), args, cwd: ROOT, env: environmentFor(tools) }).exited;

/** @param {string[]} argv */
async function main([name = '', ...args]) {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    throw new StepFailed(
      `usage: node packages/tooling/run.mjs ${Object.keys(COMMANDS).join('|')}`,
      2,
    );
  }
  superviseChildren();
  return command(args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  if (!isStopping()) say(error.message);
  process.exitCode = isStopping() ? stopCode() : error.exitCode;
}
