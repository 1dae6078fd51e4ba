import { plural } from "../core/exit.ts";
import { type FoundFact, foundFacts } from "../core/install/found-facts.ts";
import type { Install } from "../core/install/install.ts";

const width = 24;
const mostShown = 5;

/** What discovery found and where each answer comes from, for stderr. */
export function foundLines(install: Install): readonly string[] {
  const facts = foundFacts(install);
  const of = (what: FoundFact["what"]) => facts.filter((each) => each.what === what);
  const logFiles = install.logs.reduce((sum, { files }) => sum + files.length, 0);
  const rows = [
    ...of("root").map((fact) => rowOf(fact.value, fact)),
    ...listed(of("env file"), "env file"),
    ...of("service user").map((fact) => rowOf(`read by ${fact.value}`, fact)),
    ...of("environment").map((fact) => rowOf(fact.value, fact)),
    ...listed(of("site"), "site"),
    ...of("log")
      .slice(0, 1)
      .map((fact) => rowOf(plural(logFiles, "log file"), fact)),
  ];
  return rows.map(([what, from], index) => {
    const label = index === 0 ? "Found   " : "        ";
    return `${label}${what.padEnd(width - 1)} ${from}`.trimEnd();
  });
}

type Row = readonly [string, string];

function listed(facts: readonly FoundFact[], noun: string): readonly Row[] {
  const rows = facts.slice(0, mostShown).map((fact) => rowOf(fact.value, fact));
  const left = facts.length - rows.length;
  return left === 0 ? rows : [...rows, [`and ${plural(left, `more ${noun}`)}`, ""]];
}

/** What is stated somewhere needs no remark; the rest says how sure it is. */
function rowOf(value: string, { source, certainty }: FoundFact): Row {
  return [value, certainty === "certain" ? source : `${source} (${certainty})`];
}
