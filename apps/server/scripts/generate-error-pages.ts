// Writes the pages of apps/docs/errors from the built server. A test fails when they are out of date.

import { describeProblems } from '@licet/server';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';

const folder = new URL('../../docs/errors/', import.meta.url);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [name, page] of describeProblems()) writeFileSync(new URL(name, folder), page);
