import { readdirSync, readFileSync } from "node:fs";
import { compareText } from "../core/text/path-text.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";

const rulesUrl = new URL("../../rules/", import.meta.url);

/** The YAML files that ship with the package, by path. */
export function readRuleFiles(): readonly RuleFile[] {
  return readdirSync(rulesUrl, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => name.replaceAll("\\", "/"))
    .toSorted(compareText)
    .map((name) => ({
      path: `rules/${name}`,
      text: readFileSync(new URL(name, rulesUrl), "utf8"),
    }));
}
