import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Child } from '../child-process.js';
import { startImport, type Target } from '../command-line.js';
import { product, startServer } from '../licensing-server.js';
import type { ServerPlace } from '../places.js';
import type { Line } from '../row.js';
import { toSpread } from '../spread.js';
import { createTeller, megabytesOf, type Course, type Sight } from './course.js';

/** What a file brings. */
export interface Goods {
  readonly name: 'licenses' | 'serials';
  readonly head: string;
  readonly line: (index: number) => string;
}

/** Each of them is signed. */
export const licenses: Goods = {
  name: 'licenses',
  head: 'kind,product,domain,validTo',
  line: (index) => `domain,${product},shop-${String(index)}.example.com,2099-12-31`,
};

/** A serial number that somebody has in use already. Nothing is signed. */
export const serials: Goods = {
  name: 'serials',
  head: 'kind,product,serial,seats,validTo',
  line: (index) => `token,${product},SERIAL-${String(index).padStart(8, '0')},5,2099-12-31`,
};

/** Imports so many by the command line, over HTTP into a server of its own. Throws unless all are made and the program shows how far it is. */
export async function importAll(place: ServerPlace, goods: Goods, count: number): Promise<Course> {
  const folder = mkdtempSync(join(tmpdir(), 'licet-import-'));
  const { child: server, port } = await startServer(place.env);
  try {
    const file = join(folder, `${goods.name}.csv`);
    writeLines(file, goods, count);
    const sights = await watchImport(file, { port, apiKey: place.apiKey }, server, count);
    return { work: `${String(count)} ${goods.name} imported`, sights };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

const batch = 10_000;

function writeLines(file: string, { head, line }: Goods, count: number): void {
  appendFileSync(file, `${head}\n`);
  for (let from = 0; from < count; from += batch) {
    const length = Math.min(batch, count - from);
    const lines = Array.from({ length }, (_, index) => `${line(from + index)}\n`);
    appendFileSync(file, lines.join(''));
  }
}

async function watchImport(
  file: string,
  target: Target,
  server: Child,
  count: number,
): Promise<readonly Sight[]> {
  const sights: Sight[] = [];
  let megabytes = {};
  let looking = Promise.resolve();
  let seen = -Infinity;
  const tell = createTeller('imported', count);
  const start = performance.now();
  const program = startImport(file, target, (done) => {
    const seconds = (performance.now() - start) / 1000;
    tell(done);
    // At the end of a file every line draws one. To look each time would be felt.
    if (done < count && seconds - seen < 0.05) return;
    seen = seconds;
    looking = looking.then(async () => {
      // It may end at any moment now: then it had what it had.
      const own = program.isRunning() && (await megabytesOf(program).catch(() => false));
      if (own !== false) megabytes = { program: own, server: await megabytesOf(server) };
      sights.push({ done, seconds, megabytes });
    });
  });
  try {
    const code = await program.ended();
    await looking;
    if (code !== 0) throw new Error(`licet import ended with ${String(code)}.`);
  } finally {
    await program.stop();
  }
  return expectAll(sights, count);
}

function expectAll(sights: readonly Sight[], count: number): readonly Sight[] {
  if (sights.length < 2) throw new Error('licet import shows no progress.');
  const done = sights.at(-1)?.done ?? 0;
  if (done !== count) throw new Error(`${String(done)} of ${String(count)} lines were imported.`);
  return sights;
}

/** How long a person waits at most for the bar to move, in each of ten stretches of the way. */
export function toProgressLine({ work, sights }: Course): Line {
  const pauses = sights.map(({ seconds }, index) => seconds - (sights[index - 1]?.seconds ?? 0));
  const stretch = Math.ceil(pauses.length / 10);
  const longest = Array.from({ length: Math.ceil(pauses.length / stretch) }, (_, index) =>
    Math.max(...pauses.slice(index * stretch, (index + 1) * stretch)),
  );
  return {
    work: `${work}, longest pause of its progress bar`,
    ours: `${Math.max(...longest).toFixed(2)} s`,
    reference: '',
    measured: toSpread(longest),
    unit: 's',
    atMost: 1,
  };
}
