import type { Severity } from "../../core/severity.ts";
import { clean, padTo, widthOf } from "../human/layout.ts";

export interface ListedRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly provider?: string;
}

/** A table of everything that is recognised as a secret. */
export function rulesText(rows: readonly ListedRule[], columns: number): string {
  const width = Math.max(0, ...rows.map(({ id }) => widthOf(id)));
  const lines = rows.map(({ id, severity, title }) => {
    const line = `${padTo(clean(id), width)}  ${padTo(severity, 8)}  ${clean(title)}`;
    return line.slice(0, columns).trimEnd();
  });
  const head = `${padTo("Id", width)}  ${padTo("Severity", 8)}  Title`;
  const end = `${rows.length} rules. explain <id> says more about one of them.`;
  return `${[head, ...lines, "", end].join("\n")}\n`;
}
