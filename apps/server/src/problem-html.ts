import { problemCodes } from './problem-page.js';
import { problemTexts } from './problem-texts/problem-texts.js';
import { problems, type ProblemCode } from './problems.js';

/** The page of one code for browsers. Addresses in it are relative, so that it works below any prefix. */
export function toProblemHtml(code: ProblemCode): string {
  const { status, title } = problems[code];
  const { meaning, remedy } = problemTexts[code];
  return toDocument(
    title,
    '..',
    `<p>Code <code>${code}</code>, status ${String(status)}.</p>
<h2>What it means</h2>
<p>${toHtml(meaning)}</p>
<h2>What to do</h2>
<p>${toHtml(remedy)}</p>
<p><a href="../problems">All codes</a></p>`,
  );
}

/** The page that leads to all others. */
export function toProblemIndexHtml(): string {
  const rows = problemCodes.map((code) => {
    const { status, title } = problems[code];
    const link = `<a href="problems/${code}"><code>${code}</code></a>`;
    return `<tr><td>${String(status)}</td><td>${link}</td><td>${toHtml(title)}</td></tr>`;
  });
  return toDocument(
    'Error codes',
    '.',
    `<p>Every failure is answered with one of these codes. React to the code: texts may change.</p>
<table>
<thead><tr><th>Status</th><th>Code</th><th>What happened</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`,
  );
}

function toDocument(title: string, root: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${toHtml(title)} · Licet</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}/docs/page.css">
</head>
<body>
<main>
<h1>${toHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** Text as HTML; what stands between backticks becomes code. */
function toHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/`([^`]*)`/g, '<code>$1</code>');
}
