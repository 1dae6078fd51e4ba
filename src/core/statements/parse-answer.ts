import { nearest } from "../text/nearest.ts";
import { quoted } from "../text/quoted.ts";
import type { Answer, StatementSpec } from "./statement-spec.ts";

export type ParsedAnswer =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "problem"; readonly text: string };

const words = new Map<string, "on" | "off">([
  ["on", "on"],
  ["yes", "on"],
  ["off", "off"],
  ["no", "off"],
]);
const longestName = 80;
const mostNames = 40;

/** What a person typed as an answer: `on`, `off`, and what else the audit takes. */
export function parseAnswer(typed: string, { form }: Pick<StatementSpec, "form">): ParsedAnswer {
  const text = typed.trim();
  const word = text.toLowerCase();
  const known = words.get(word);
  if (known !== undefined) return { kind: "answer", answer: known };
  const problem = `${quoted(text)} is none of ${expected(form).join(", ")}`;
  if (form?.kind === "number") {
    if (!/^\d{1,4}$/.test(text)) return { kind: "problem", text: problem };
    return { kind: "answer", answer: Number(text) };
  }
  const isSlip = word.length < 4 && nearest(word, words.keys()) !== undefined;
  if (form === undefined || text === "" || isSlip) return { kind: "problem", text: problem };
  return parseNames(text, form.noun);
}

/** `on`, `off`, `a number of characters`: the answers there are. */
export function expected(form: StatementSpec["form"]): readonly string[] {
  if (form?.kind === "number") return ["on", "off", `a number of ${form.unit}`];
  if (form?.kind === "names") return ["on", "off", `the ${form.noun} with commas between`];
  return ["on", "off"];
}

function parseNames(text: string, noun: string): ParsedAnswer {
  const names = text.split(",").map((name) => name.trim().replaceAll(/\s+/g, " "));
  const all = [...new Set(names.filter((name) => name !== ""))];
  if (all.length === 0) return { kind: "problem", text: `it names no ${noun}` };
  if (all.length > mostNames)
    return { kind: "problem", text: `it names over ${mostNames} ${noun}` };
  const long = all.find((name) => name.length > longestName);
  if (long === undefined) return { kind: "answer", answer: all };
  return { kind: "problem", text: `one of the ${noun} is longer than ${longestName} characters` };
}
