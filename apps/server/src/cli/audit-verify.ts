import type { Context } from '../services/context.js';
import type { NotedAnchor } from '../services/audit/verify-anchors.js';
import { verifyAuditLog, type AuditReport } from '../services/audit/verify-audit-log.js';

const notedForm = /^([1-9]\d{0,14})\.([\w-]{43})$/;

/** Reads an anchor as {@link verifyAudit} prints it. */
export function parseNotedAnchor(text: string): NotedAnchor | undefined {
  const [, seq = '', mac = ''] = notedForm.exec(text) ?? [];
  return seq === '' ? undefined : { seq: Number(seq), mac };
}

/** Checks the audit log, prints what was checked and what is broken, and returns whether nothing is. */
export async function verifyAudit(
  context: Context,
  noted: NotedAnchor | undefined,
  print: (text: string) => void,
): Promise<boolean> {
  const report = await verifyAuditLog(context, noted);
  print(describeReport(report));
  return report.faults.length === 0;
}

function describeReport(report: AuditReport): string {
  const { entries, chains, anchors, notAnchored, newestAnchor, faults } = report;
  const anchor = newestAnchor && `${String(newestAnchor.seq)}.${newestAnchor.mac}`;
  const lines = [
    `Entries: ${String(entries)} in chains: ${String(chains)}`,
    `Entries that no anchor covers yet: ${String(notAnchored)}`,
    `Anchors: ${String(anchors)}`,
    `Newest anchor: ${anchor ?? 'none'}`,
    ...faults.map(({ place, finding }) => `BROKEN: ${place} ${finding}.`),
    faults.length === 0 ? 'Nothing was changed, moved or removed.' : 'The log is not whole.',
  ];
  return `${lines.join('\n')}\n`;
}
