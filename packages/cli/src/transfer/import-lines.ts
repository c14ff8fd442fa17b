import type { LicetClient, Problem } from '@licet/client';
import { CommandFailure, failure, isCommandFailure, misuse } from '../program/failure.js';
import type { CommandIo } from '../program/io.js';
import { createProgress } from '../terminal/progress.js';
import type { Caller } from '../server/caller.js';
import { isPassing, isWrongServer, toFailure } from '../server/open-server.js';
import type { Members } from './columns.js';
import { unsure } from './earlier-try.js';
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
  readonly caller: Caller;
  readonly report: string | undefined;
  /** Whether what the report tells of is made already. */
  readonly resume: boolean;
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
  /** How many of these the report of an earlier try told of. */
  readonly createdBefore: number;
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
  const { width, subject, defaults, caller, resume } = request;
  const source = await openImport(io, request, subject);
  const progress = createProgress(io.stderr, io.isJson);
  const { reported } = subject;
  const report = await openReport(io, { path: request.report, resume, caller, reported }).catch(
    async (error: unknown) => {
      await source.close();
      throw error;
    },
  );
  const nameLine = createLineKeys(request.batch);
  const refused: RefusedLine[] = [];
  const counts = { created: 0, before: 0, refused: 0 };

  const create = async (line: number, body: Members): Promise<ReportLine | undefined> => {
    const write = nameLine(body);
    const past = report.earlier.lookUp({ line, write });
    if (past === 'made') return undefined;
    if (past === 'unsure') return { line, write, ...unsure };
    const result = await subject.create(client, body, write);
    return result.ok
      ? { line, write, made: result.data }
      : { write, ...refuse(line, result.problem) };
  };
  const count = (outcome: ReportLine | undefined): void => {
    if (outcome === undefined) counts.before += 1;
    if (outcome?.code === undefined) counts.created += 1;
    else {
      const { line, code, detail = '' } = outcome;
      counts.refused += 1;
      if (refused.length < mostShown) refused.push({ line, code, detail });
    }
  };
  const take = async ({ line, bytes, body, fault }: ImportLine): Promise<void> => {
    const outcome: ReportLine | undefined =
      body === undefined
        ? { line, code: 'invalid_line', detail: fault ?? '' }
        : await create(line, { ...defaults, ...body });
    count(outcome);
    if (outcome !== undefined) await report.add(outcome);
    progress.update(bytes, source.length, `${counts.created} created, ${counts.refused} refused`);
  };
  try {
    await runBounded(source.lines, width, take);
  } catch (error) {
    throw error instanceof DamagedFile
      ? describeDamage(error, counts)
      : tellHowToGoOn(error, counts.created, request.report);
  } finally {
    progress.end();
    await source.close();
    await report.close();
  }
  refused.sort((a, b) => a.line - b.line);
  return {
    created: counts.created,
    createdBefore: counts.before,
    refusedCount: counts.refused,
    refused,
  };
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

function tellHowToGoOn(error: unknown, created: number, report: string | undefined): unknown {
  if (!isCommandFailure(error) || created === 0) return error;
  const how =
    report === undefined
      ? 'run the same command again within 24 hours to go on'
      : 'run the same command with --resume to go on';
  const message = `${error.terms.message} ${created} were created: ${how}.`;
  return new CommandFailure({ ...error.terms, message });
}

/** What is to blame is the line, or everything: then going on would only repeat it a million times. */
function refuse(line: number, problem: Problem): ReportLine {
  const isRefusedKey = problem.status === 401 || problem.status === 403;
  if (isPassing(problem) || isWrongServer(problem) || isRefusedKey) throw toFailure(problem);
  const { code, detail, field } = problem;
  return { line, code, detail: field === undefined ? detail : `${field}: ${detail}` };
}
