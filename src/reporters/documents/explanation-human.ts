import type { Explanation } from "../../core/documents/explanation.ts";
import { clean, hang, padTo, wrap } from "../human/layout.ts";

/** An explanation for people: what, why, how, where to read more. */
export function explanationText(
  explanation: Explanation,
  columns: number,
  invocation: string,
): string {
  const { title, why, remedy, steps, facts, audits, references, next } = explanation;
  const width = Math.max(0, ...audits.map(({ id }) => id.length));
  const sections = [
    [headOf(explanation), ...wrap(clean(title), columns)],
    facts.flatMap(({ name, text }) => hang(padTo(name, 12), clean(text), columns)),
    ["Why", ...indented(why, columns)],
    ["How", ...indented(remedy, columns)],
    steps.length > 0
      ? [
          "When it leaked",
          ...steps.flatMap((step, index) => hang(`  ${index + 1}  `, clean(step), columns)),
        ]
      : [],
    audits.length > 0
      ? [
          "Audits",
          ...audits.flatMap(({ id, title: text }) =>
            hang(`  ${padTo(id, width)}  `, clean(text), columns),
          ),
        ]
      : [],
    references.length > 0 ? ["Read", ...references.map((url) => `  ${clean(url)}`)] : [],
    next === undefined ? [] : [`Next   ${invocation} ${next}`],
  ];
  const filled = sections.filter((section) => section.length > 0);
  return `${filled.map((section) => section.join("\n")).join("\n\n")}\n`;
}

function headOf({ id, subject, severity, rule }: Explanation): string {
  if (subject === "vendor-rule") return `Rule ${id}`;
  const parts = [
    id,
    severity,
    subject === "audit" ? `rule ${rule ?? ""}` : subject.replace("-", " "),
  ];
  return parts.filter((part) => part !== undefined).join("   ");
}

function indented(text: string, columns: number): readonly string[] {
  return wrap(clean(text), columns - 2).map((line) => `  ${line}`);
}
