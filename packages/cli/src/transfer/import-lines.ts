import type { LicetClient, Problem } from '@licet/client';
import { failure, misuse, type CommandFailure } from '../program/failure.js';
import type { CommandIo } from '../program/io.js';
import { createProgress } from '../terminal/progress.js';
import { isPassing, isWrongServer, toFailure } from '../server/open-server.js';
import type { Members } from './columns.js';
import { createLineKeys } from './line-keys.js';
import { openReport, type ReportLine } from './report.js';
import { DamagedFile, openImport, type ImportLine, type TransferFormat } from './read-lines.js';
import { runBounded } from './run-bounded.js';
import type { Subject } from './subject.js';

/** What is imported, and how. */
export interface ImportRequest {
  readonly path: string;
  readonly format: TransferFormat;
  readonly subject: Subject;
  /** For lines that say nothing of it. */
  readonly defaults: Members;
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
 * Makes something of each line. What the server refuses is reported and passed over; when it cannot be reached any more, or the API key does
 * not count, everything ends with a `CommandFailure` and can be run again.
 */
export async function importLines(
  io: CommandIo,
  client: LicetClient,
  request: ImportRequest,
): Promise<ImportResult> {
  const { width, subject, defaults } = request;
  const source = await openImport(io, request, subject);
  const progress = createProgress(io.stderr, io.isJson);
  const report = await openReport(io, request.report, subject.reported).catch(
    async (error: unknown) => {
      await source.close();
      throw error;
    },
  );
  const nameLine = createLineKeys(request.batch);
  const refused: RefusedLine[] = [];
  const counts = { created: 0, refused: 0 };

  const create = async (line: number, body: Members): Promise<ReportLine> => {
    const result = await subject.create(client, body, nameLine(body));
    return result.ok ? { line, made: result.data } : refuse(line, result.problem);
  };
  const take = async ({ line, bytes, body, fault }: ImportLine): Promise<void> => {
    const outcome: ReportLine =
      body === undefined
        ? { line, code: 'invalid_line', detail: fault ?? '' }
        : await create(line, { ...defaults, ...body });
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
  } catch (error) {
    throw error instanceof DamagedFile ? describeDamage(error, counts) : error;
  } finally {
    progress.end();
    await source.close();
    await report.close();
  }
  refused.sort((a, b) => a.line - b.line);
  return { created: counts.created, refusedCount: counts.refused, refused };
}

/** Tells how far it went; a command that did nothing was misused. */
function describeDamage(
  { message }: DamagedFile,
  { created, refused }: { readonly created: number; readonly refused: number },
): CommandFailure {
  if (created + refused === 0) return misuse(`${message} Nothing was imported.`);
  const before = `Before that, ${created} were created and ${refused} refused`;
  return failure('damaged_file', `${message} ${before}: mend the file and import it again.`);
}

/** What is to blame is the line, or everything: then going on would only repeat it a million times. */
function refuse(line: number, problem: Problem): ReportLine {
  const isRefusedKey = problem.status === 401 || problem.status === 403;
  if (isPassing(problem) || isWrongServer(problem) || isRefusedKey) throw toFailure(problem);
  const { code, detail, field } = problem;
  return { line, code, detail: field === undefined ? detail : `${field}: ${detail}` };
}
