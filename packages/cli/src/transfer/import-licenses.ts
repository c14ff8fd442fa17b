import type { LicetClient, Problem } from '@licet/client';
import type { CommandIo } from '../program/io.js';
import { createProgress } from '../terminal/progress.js';
import { readLicense } from '../server/license-record.js';
import { isPassing, isWrongServer, loosely, toFailure } from '../server/open-server.js';
import { createLineKeys } from './line-keys.js';
import { openReport, type ReportLine } from './report.js';
import { openImport, type ImportLine, type TransferFormat } from './read-lines.js';
import { runBounded } from './run-bounded.js';

/** What is imported, and how. */
export interface ImportRequest {
  readonly path: string;
  readonly format: TransferFormat;
  /** For lines that say nothing of it. */
  readonly defaults: { readonly kind: string; readonly product: string | undefined };
  readonly width: number;
  readonly batch: string;
  readonly report: string | undefined;
}

/** A line that was refused. */
export interface RefusedLine {
  readonly line: number;
  readonly code: string;
  readonly detail: string;
}

/** What an import came to. */
export interface ImportResult {
  readonly created: number;
  readonly refusedCount: number;
  /** The first hundred by line; a report has all. */
  readonly refused: readonly RefusedLine[];
}

const mostShown = 100;

/**
 * Makes a license of each line. What the server refuses is reported and passed over; when it cannot be reached any more, or the API key does
 * not count, everything ends with a `CommandFailure` and can be run again.
 */
export async function importLicenses(
  io: CommandIo,
  client: LicetClient,
  request: ImportRequest,
): Promise<ImportResult> {
  const { path, format, width, defaults } = request;
  const source = await openImport(io, path, format);
  const progress = createProgress(io.stderr, io.isJson);
  const report = await openReport(io, request.report).catch(async (error: unknown) => {
    await source.close();
    throw error;
  });
  const nameLine = createLineKeys(request.batch);
  const refused: RefusedLine[] = [];
  const counts = { created: 0, refused: 0 };

  const take = async ({ line, bytes, body, fault }: ImportLine): Promise<void> => {
    const outcome: ReportLine =
      body === undefined
        ? { line, code: 'invalid_line', detail: fault ?? '' }
        : await create(client, line, withDefaults(body, defaults), nameLine);
    if (outcome.code !== undefined) {
      counts.refused += 1;
      const { code, detail = '' } = outcome;
      if (refused.length < mostShown) refused.push({ line, code, detail });
    } else counts.created += 1;
    await report.add(outcome);
    progress.update(bytes, source.length, `${counts.created} created, ${counts.refused} refused`);
  };
  try {
    await runBounded(source.lines, width, take);
  } finally {
    progress.end();
    await source.close();
    await report.close();
  }
  refused.sort((a, b) => a.line - b.line);
  return { created: counts.created, refusedCount: counts.refused, refused };
}

function withDefaults(
  body: Readonly<Record<string, unknown>>,
  { kind, product }: ImportRequest['defaults'],
): Readonly<Record<string, unknown>> {
  return { kind, ...(product !== undefined && { product }), ...body };
}

async function create(
  client: LicetClient,
  line: number,
  body: Readonly<Record<string, unknown>>,
  nameLine: (body: Readonly<Record<string, unknown>>) => string,
): Promise<ReportLine> {
  const idempotencyKey = nameLine(body);
  const result = await loosely(client).post('/v1/licenses', { body, idempotencyKey });
  if (!result.ok) return refuse(line, result.problem);
  const { id, key, serial } = readLicense(result.data);
  return { line, id, ...(key !== undefined && { key }), ...(serial !== undefined && { serial }) };
}

/** What is to blame is the line, or everything: then going on would only repeat it a million times. */
function refuse(line: number, problem: Problem): ReportLine {
  const isRefusedKey = problem.status === 401 || problem.status === 403;
  if (isPassing(problem) || isWrongServer(problem) || isRefusedKey) throw toFailure(problem);
  const { code, detail, field } = problem;
  return { line, code, detail: field === undefined ? detail : `${field}: ${detail}` };
}
