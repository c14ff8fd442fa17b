import { linesOf, type LineEdit } from './edit.js';
import type { SourceFile } from './find-entry.js';
import { importLine, optionLines, type GuardSettings } from './guard-lines.js';
import { refuse, type Plan } from './plan-middleware.js';

/** The file that holds the root module of a Nest application, by what its entry gives to `NestFactory.create`. */
export function findRootModule(
  entry: SourceFile,
): { readonly name: string; readonly path: string } | undefined {
  const name = /NestFactory\.create(?:<[^(]*>)?\(\s*([A-Za-z_$][\w$]*)/.exec(entry.text)?.[1];
  if (name === undefined) return undefined;
  if (new RegExp(String.raw`\bclass\s+${name}\b`).test(entry.text))
    return { name, path: entry.file };
  const from = new RegExp(
    String.raw`import\s*\{[^}]*\b${name}\b[^}]*\}\s*from\s*['"](\.[^'"]+)['"]`,
  ).exec(entry.text)?.[1];
  if (from === undefined) return undefined;
  const folder = entry.file.includes('/') ? entry.file.replace(/\/[^/]*$/, '/') : '';
  const bare = from.replace(/^\.\//, '').replace(/\.[cm]?[jt]s$/, '');
  return from.startsWith('./') ? { name, path: `${folder}${bare}.ts` } : undefined;
}

/** Plans the guard of a Nest application: `LicetModule` as the first import of its root module, which has one `@Module({` of its own. */
export function planNest(source: SourceFile, name: string, settings: GuardSettings): Plan {
  const lines = linesOf(source.text);
  const imported = lines.findIndex((line) =>
    /^import\s*\{[^}]*\}\s*from\s*['"]@nestjs\/common['"]\s*;?\s*$/.test(line),
  );
  if (imported < 0) return refuse(`${source.file} does not import @nestjs/common on one line.`);
  const decorators = lines.flatMap((line, at) => (line.startsWith('@Module(') ? [at] : []));
  const [start] = decorators;
  if (start === undefined || decorators.length > 1) {
    return refuse(`${source.file} has not exactly one @Module.`);
  }
  const end = lines.findIndex(
    (line, at) => at >= start && new RegExp(String.raw`\bclass\s+${name}\b`).test(line),
  );
  if (end < 0) return refuse(`${source.file} does not decorate ${name}.`);
  const added = placeImport(lines, start, end, settings);
  if (!added)
    return refuse(`the imports of @Module in ${source.file} are written in an unusual way.`);
  const names = { at: imported + 1, removes: 0, lines: [importLine('nestjs', false)] };
  return { ok: true, edit: { source, edits: [names, added] } };
}

function placeImport(
  lines: readonly string[],
  start: number,
  end: number,
  settings: GuardSettings,
): LineEdit | undefined {
  const at = lines.findIndex(
    (line, index) => index >= start && index < end && /\bimports\s*:/.test(line),
  );
  if (at >= 0) return insertIntoImports(lines[at] ?? '', at, settings);
  const line = lines[start] ?? '';
  const imports = ['  imports: [', ...moduleLines('    ', settings), '  ],'];
  if (/^@Module\(\{\s*$/.test(line)) return { at: start + 1, removes: 0, lines: imports };
  const [, members] = /^@Module\(\{(.*)\}\)\s*$/.exec(line) ?? [];
  if (members === undefined) return undefined;
  const rest = members.trim() === '' ? [] : [`  ${members.trim().replace(/,?$/, ',')}`];
  return { at: start, removes: 1, lines: ['@Module({', ...imports, ...rest, '})'] };
}

function insertIntoImports(
  line: string,
  at: number,
  settings: GuardSettings,
): LineEdit | undefined {
  const [, head, tail] = /^(.*\bimports\s*:\s*\[)(.*)$/.exec(line) ?? [];
  if (head === undefined || tail === undefined || head.startsWith('@')) return undefined;
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const rest = tail.trim() === '' ? [] : [`${indent}  ${tail.trim()}`];
  const isClosed = tail.trim().startsWith(']');
  const lines = [
    head,
    ...moduleLines(`${indent}  `, settings),
    ...(isClosed ? [indent + tail.trim()] : rest),
  ];
  return { at, removes: 1, lines };
}

function moduleLines(indent: string, settings: GuardSettings): readonly string[] {
  const options = optionLines(settings).map((line) =>
    line.startsWith('  ') ? indent + line : line,
  );
  return [`${indent}LicetModule.forRoot({`, ...options, `${indent}}),`];
}
