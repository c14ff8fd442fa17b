import type { FileEdit } from './edit.js';
import { linesOf } from './edit.js';
import type { SourceFile } from './find-entry.js';
import {
  guardLines,
  importLine,
  mountLine,
  type Framework,
  type GuardSettings,
} from './guard-lines.js';

/** What is to be written where, or why nobody can be sure of it. */
export type Plan =
  { readonly ok: true; readonly edit: FileEdit } | { readonly ok: false; readonly reason: string };

/** Nobody can be sure. */
export function refuse(reason: string): Plan {
  return { ok: false, reason };
}

/** How the application of a framework is made. */
const creations: Record<Exclude<Framework, 'nestjs'>, string> = {
  express: String.raw`express\(\)`,
  koa: String.raw`new Koa\(`,
  fastify: String.raw`(?:[Ff]astify)\(`,
};

/**
 * Plans the guard of an Express, Koa or Fastify application: its name beside the import of the framework, and the guard behind the one
 * statement that makes the application, before anything else is mounted. Whatever does not look so is left to a person.
 */
export function planMiddleware(
  framework: Exclude<Framework, 'nestjs'>,
  source: SourceFile,
  settings: GuardSettings,
): Plan {
  const lines = linesOf(source.text);
  const imported = findImport(lines, framework);
  if (!imported) return refuse(`${source.file} does not import ${framework} on one line.`);
  const created = findCreation(lines, creations[framework]);
  if (typeof created === 'string') return refuse(`${source.file}: ${created}`);
  const { indent, app, end } = created;
  const guard = /\blicense\b/.test(source.text) ? 'licetGuard' : 'license';
  if (/\b(?:licenseGate|licenseFile|licetGuard)\b/.test(source.text)) {
    return refuse(`${source.file} uses the names licenseGate, licenseFile or licetGuard already.`);
  }
  // Whether a file may await at its top level depends on its compiler: one that does is proof.
  const canAwait = indent === '' && lines.some((line) => /^(?:[^'"`/]*=\s*)?await\s/.test(line));
  // The key is indented by nobody: it stands in a template literal.
  const statement = guardLines(guard, settings).map((line, index, all) =>
    index === 0 || index === all.length - 1 || line.startsWith('  ') ? indent + line : line,
  );
  const mount = indent + mountLine(framework, { app, guard, canAwait });
  const names = importLine(framework, imported.isCommonJs);
  return {
    ok: true,
    edit: {
      source,
      edits: [
        { at: imported.line + 1, removes: 0, lines: [names] },
        { at: end + 1, removes: 0, lines: ['', ...statement, mount] },
      ],
    },
  };
}

function findImport(
  lines: readonly string[],
  framework: string,
): { readonly line: number; readonly isCommonJs: boolean } | undefined {
  const from = `['"]${framework}['"]`;
  const isImport = new RegExp(
    String.raw`^import\s[^;]*(?:\bfrom\s+${from}|\brequire\(${from}\))\s*;?\s*$`,
  );
  const isRequire = new RegExp(
    String.raw`^(?:const|let|var)\s[^;]*\brequire\(\s*${from}\s*\)[^;]*;?\s*$`,
  );
  const line = lines.findIndex((text) => isImport.test(text) || isRequire.test(text));
  const found = lines[line];
  return found === undefined ? undefined : { line, isCommonJs: isRequire.test(found) };
}

interface Creation {
  readonly indent: string;
  readonly app: string;
  /** Index of the last line of the statement. */
  readonly end: number;
}

function findCreation(lines: readonly string[], creation: string): Creation | string {
  const pattern = new RegExp(
    String.raw`^(\s*)(?:export\s+)?(?:const|let|var)\s+([A-Za-z_$][\w$]*)(?:\s*:\s*[^=]+)?\s*=\s*${creation}`,
  );
  const found = lines.flatMap((line, at) => {
    const [, indent = '', app] = pattern.exec(line) ?? [];
    return app === undefined ? [] : [{ indent, app, at }];
  });
  const [first] = found;
  if (!first) return 'no statement that makes the application was found.';
  if (found.length > 1) return 'more than one application is made in it.';
  const end = findEnd(lines, first.at);
  if (end === undefined) return 'the end of the statement that makes the application is not clear.';
  const used = new RegExp(
    String.raw`\b${first.app.replaceAll('$', String.raw`\$`)}\s*\.\s*(?:use|register|get|post|all|route)\s*\(`,
  );
  return lines.slice(0, first.at).some((line) => used.test(line))
    ? 'the application is used before it is made.'
    : { indent: first.indent, app: first.app, end };
}

/** The line on which all brackets that the statement opened are closed again, and its semicolon or nothing follows. */
function findEnd(lines: readonly string[], start: number): number | undefined {
  let depth = 0;
  for (const [offset, line] of lines.slice(start, start + 60).entries()) {
    // Brackets in strings and comments make a statement unclear: then nothing is written.
    const bare = line.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`\\]*`|\/\/.*$/g, '');
    if (/[`]|\/\*/.test(bare)) return undefined;
    for (const symbol of bare) {
      if ('([{'.includes(symbol)) depth += 1;
      if (')]}'.includes(symbol)) depth -= 1;
    }
    if (depth < 0) return undefined;
    if (depth === 0) return /[;)}]\s*$/.test(bare) ? start + offset : undefined;
  }
  return undefined;
}
