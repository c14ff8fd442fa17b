import { systemClock } from '@licet/core';
import type { Config } from '../config.js';
import { openStore } from '../db/store.js';
import { moveUp, type MoveReport } from '../move-up/move-up.js';
import { openSource } from '../move-up/open-source.js';
import { standardError } from './standard-error.js';
import { StartupError } from '../startup-error.js';

/** Moves a data folder into the PostgreSQL of the settings and returns what to print. Progress goes to standard error. */
export async function moveFolderUp(config: Config, from: string): Promise<string> {
  const { databaseUrl: url, masterKey } = config;
  if (url === undefined || masterKey === undefined) {
    throw new StartupError(
      'give the database to move to in DATABASE_URL, and its LICET_MASTER_KEY',
    );
  }
  const source = await openSource(from, masterKey);
  try {
    const target = await openStore({ url }, systemClock);
    try {
      const report = await moveUp({ source, target, masterKey, output: standardError });
      return describe(report, from, source.masterKey.id !== masterKey.id);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function describe({ tables, isNew }: MoveReport, from: string, isRewrapped: boolean): string {
  const lines = tables.map(
    ({ name, rows, hash }) =>
      `${name.padEnd(16)} ${String(rows).padStart(10)} rows  sha256 ${hash}`,
  );
  return [
    ...lines,
    isNew ? 'Everything is there.' : 'Everything was there already.',
    ...(isRewrapped
      ? ['The database is under LICET_MASTER_KEY, no longer that of the folder.']
      : []),
    `Start servers with DATABASE_URL, and never one on ${from} again: it is a copy from now on.`,
    '',
  ].join('\n');
}
