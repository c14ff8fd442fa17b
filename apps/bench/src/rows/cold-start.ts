import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { megabytes, milliseconds } from '../format.js';
import { makeLicenses } from '../licenses.js';
import type { Line, Row } from '../row.js';
import { runRounds, type Measure } from '../run-rounds.js';
import { perRound, ratio } from '../spread.js';
import type { Usage } from '../usage.js';

type Script = 'first-license' | 'first-license-bare' | 'nothing';
type Samples = Record<'ours' | 'bare' | 'control' | 'node', readonly Usage[]>;

/** P5: a new process, from its start to its first verified license. */
export const coldStartRow: Row = {
  id: 'P5',
  measure: async ({ processRounds }) => {
    const directory = mkdtempSync(join(tmpdir(), 'licet-bench-'));
    try {
      const samples = await startProcesses(directory, processRounds);
      return [toTimeLine(samples), toMemoryLine(samples)];
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

async function startProcesses(directory: string, rounds: number): Promise<Samples> {
  const { texts, product, root } = await makeLicenses(3072, 1);
  const files = { license: join(directory, 'license.dat'), key: join(directory, 'root.pem') };
  writeFileSync(files.license, texts.join(''));
  writeFileSync(files.key, root.pem);
  const start = (script: Script): Measure<Usage> => {
    const file = fileURLToPath(new URL(`../children/${script}.js`, import.meta.url));
    const args = [file, files.license, files.key, product];
    return () => JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Usage;
  };
  return runRounds(
    {
      ours: start('first-license'),
      bare: start('first-license-bare'),
      control: start('first-license-bare'),
      node: start('nothing'),
    },
    rounds,
  );
}

function toTimeLine({ ours, bare, control, node }: Samples): Line {
  const reference = cpu(bare);
  return {
    work: `cold: process start to first license (Node alone ${milliseconds(cpu(node))})`,
    ours: milliseconds(cpu(ours)),
    reference: `bare node:crypto ${milliseconds(reference)}`,
    measured: ratio(cpu(ours), reference),
    unit: 'x',
    atMost: 1.6,
    control: ratio(cpu(control), reference),
  };
}

function toMemoryLine({ ours, bare, control }: Samples): Line {
  const reference = memory(bare);
  return {
    work: 'cold: memory beyond the reference',
    ours: megabytes(memory(ours)),
    reference: `bare node:crypto ${megabytes(reference)}`,
    measured: perRound(memory(ours), reference, subtract),
    unit: 'MB',
    atMost: 2,
    control: perRound(memory(control), reference, subtract),
  };
}

const cpu = (samples: readonly Usage[]): readonly number[] =>
  samples.map(({ cpuMicroseconds }) => cpuMicroseconds / 1e3);
const memory = (samples: readonly Usage[]): readonly number[] =>
  samples.map(({ rssBytes }) => rssBytes / 1e6);
const subtract = (a: number, b: number): number => a - b;
