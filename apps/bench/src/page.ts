import { cpus, release, totalmem, type as systemName } from 'node:os';
import { describePlan } from './plans.js';
import type { Plan } from './row.js';
import { toMarkdownTable, type RowResult } from './table.js';

/** The page of the documentation: the table of one run, of all rows or those that were chosen, with its machine and what the words in it mean. */
export function toPage(
  results: readonly RowResult[],
  plan: Plan,
  chosen: readonly string[],
): string {
  const options = [...(plan.isShort ? ['--short'] : []), ...chosen].map((word) => ` ${word}`);
  const mode = options.length === 0 ? '' : ` --${options.join('')}`;
  return `# Performance

What Licet promises about speed, and what one run on one machine showed. Each figure is the ratio of two things that were measured beside each other
in the same rounds, as the median with its quartiles: absolute times say something about the machine of that minute only.
[The benchmarks](../bench/README.md) say what each row measures and how; up to ten million licenses have [a page of their own](look-up-curve.md).

- **Machine:** ${describeMachine()}
- **Made by** \`npm run bench${mode}\` on ${new Date().toISOString().slice(0, 10)}.
- ${describePlan(plan)}

${toMarkdownTable(results)}

**met** and **MISSED** compare the median with the goal; **stated** is a figure without a goal; **not measured** means that the reference, such as pgbench,
was not there. What has to be exact, such as never one seat too many, is not rated: it ends the run.
`;
}

function describeMachine(): string {
  const all = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${String(all.length)} cores (${all[0]?.model.trim() ?? 'unknown'}), ${memory} GB of memory, ${systemName()} ${release()}, Node ${process.versions.node}.`;
}
