import { problems, type ProblemCode } from './problems.js';
import { problemTexts } from './problem-texts/problem-texts.js';

/** Where the pages are; also the `type` of a problem (RFC 9457 section 3.1.1). */
export const problemsPath = '/problems';

/** All codes, in the order of their status. */
export const problemCodes = Object.keys(problems) as readonly ProblemCode[];

/** Whether a text is one of the codes. */
export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problems, text);
}

/** The page of one code, as Markdown. */
export function toProblemPage(code: ProblemCode): string {
  const { status, title } = problems[code];
  const { meaning, remedy } = problemTexts[code];
  return `# ${title}

Code \`${code}\`, status ${String(status)}.

## What it means

${meaning}

## What to do

${remedy}
`;
}

/** The page that leads to all others, which lie beside it. */
export function toProblemIndex(): string {
  const rows = problemCodes.map((code) => {
    const { status, title } = problems[code];
    return `- ${String(status)} [\`${code}\`](${code}.md): ${title}`;
  });
  return `# Error codes

Every failure is answered with one of these codes. React to the code: texts may change.

${rows.join('\n')}
`;
}

/** All pages, by the names of their files. */
export function problemPages(): Map<string, string> {
  const pages = problemCodes.map((code): [string, string] => [`${code}.md`, toProblemPage(code)]);
  return new Map([['README.md', toProblemIndex()], ...pages]);
}
