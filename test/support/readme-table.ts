import type { Audit } from "../../src/core/audit.ts";

export const tableBegin = "<!-- audits:begin (generated: npm run docs) -->";
export const tableEnd = "<!-- audits:end -->";

/** The README's audits table, from the audits themselves. */
export function auditsTable(audits: readonly Audit[]): string {
  const rows = audits
    .toSorted((a, b) => a.meta.rule - b.meta.rule || (a.meta.id < b.meta.id ? -1 : 1))
    .map(({ meta }) => `| ${meta.rule} | \`${meta.id}\` | ${meta.severity} | ${meta.title} |`);
  return ["| rule | audit | severity | passes when |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

/** The README with its table replaced. */
export function withTable(readme: string, table: string): string {
  const begin = readme.indexOf(tableBegin) + tableBegin.length;
  const end = readme.indexOf(tableEnd);
  if (begin < tableBegin.length || end < begin) throw new Error("README has no audits table");
  return `${readme.slice(0, begin)}\n${table}\n${readme.slice(end)}`;
}
