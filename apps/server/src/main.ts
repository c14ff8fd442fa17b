#!/usr/bin/env node
import { createSigningLanes } from '@licet/issuer';
import { verifyAudit } from './cli/audit-verify.js';
import { help, parseArguments, type Command } from './cli/arguments.js';
import { explainFailure } from './cli/explain-failure.js';
import { createInvitationLink } from './cli/console-invite.js';
import { raiseAfterRestore } from './cli/after-restore.js';
import { backUp } from './cli/backup.js';
import { createKeyText } from './cli/keys-create.js';
import { moveFolderUp } from './cli/move-up.js';
import { reSign } from './cli/re-sign.js';
import { announce, serve } from './cli/serve.js';
import { exportKeyStore, rotate } from './cli/signing-keys.js';
import { stopOnSignals } from './cli/stop-on-signals.js';
import { readConfig, type Config } from './config.js';
import { toLocalAddress } from './local-address.js';
import { openContext } from './open-context.js';
import { createMasterKey } from './secrets/master-key.js';
import { anchorAuditLog } from './services/audit/anchor.js';
import type { Context } from './services/context.js';

const exitCodes = { failed: 1, misused: 2 } as const;

async function main(args: readonly string[]): Promise<void> {
  const reading = parseArguments(args);
  if (!reading.ok) {
    giveUp(`${reading.detail}; try --help`, exitCodes.misused);
    return;
  }
  const { command } = reading;
  if (command.name === 'help' || command.name === 'master-key create') {
    print(command.name === 'help' ? help : `${createMasterKey().text}\n`);
    return;
  }
  const configuration = readConfig();
  if (!configuration.ok) {
    giveUp(configuration.detail, exitCodes.failed);
    return;
  }
  try {
    await run(command, configuration.config);
  } catch (error) {
    giveUp(explainFailure(error), exitCodes.failed);
  }
}

/** What needs the settings. */
type ConfiguredCommand = Exclude<Command, { name: 'help' | 'master-key create' }>;

async function run(command: ConfiguredCommand, config: Config): Promise<void> {
  if (command.name === 'move-up' || command.name === 'backup') {
    print(
      command.name === 'backup'
        ? await backUp(config, command.to)
        : await moveFolderUp(config, command.from),
    );
    return;
  }
  const context = await openContext(config, { lanes: createSigningLanes({ ownThreads: true }) });
  if (command.name === 'serve') {
    const server = await serve(context, config);
    stopOnSignals(() => server.stop(), config.drainSeconds);
    await announce(context, server.address, print);
    return;
  }
  try {
    await runOnce(command, context, config);
    // A check leaves the log as it found it.
    if (command.name !== 'audit verify') await anchorAuditLog(context);
  } finally {
    await context.store.close();
  }
}

async function runOnce(
  command: Exclude<ConfiguredCommand, { name: 'serve' | 'move-up' | 'backup' }>,
  context: Context,
  config: Config,
): Promise<void> {
  switch (command.name) {
    case 'keys create': {
      const { scope, label: name, product, expiresInSeconds } = command;
      print(`${await createKeyText(context, { scope, name, product, expiresInSeconds })}\n`);
      return;
    }
    case 'signing-keys rotate': {
      print(`${await rotate(context, command.use)}\n`);
      return;
    }
    case 'signing-keys export': {
      const passphrase = await exportKeyStore(context, command.kid, command.out);
      process.stderr.write(`Passphrase of ${command.out}: ${passphrase}\n`);
      return;
    }
    case 're-sign': {
      const { isDone, report } = await reSign(context, command.product);
      print(report);
      if (!isDone) process.exitCode = exitCodes.failed;
      return;
    }
    case 'console invite': {
      print(`${await createInvitationLink(context, toLocalAddress(config))}\n`);
      return;
    }
    case 'after-restore': {
      print(await raiseAfterRestore(context));
      return;
    }
    case 'audit verify': {
      const isWhole = await verifyAudit(context, command.noted, print);
      if (!isWhole) process.exitCode = exitCodes.failed;
    }
  }
}

function print(text: string): void {
  process.stdout.write(text);
}

function giveUp(reason: string, exitCode: number): void {
  process.stderr.write(`licet-server: ${reason}\n`);
  process.exitCode = exitCode;
}

await main(process.argv.slice(2));
