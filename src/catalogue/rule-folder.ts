import type { RuleFile } from "../core/knowledge/rule-file.ts";

/** Folders of `rules/`, and those beside a configuration that extend them. */
export type RuleFolder =
  | "providers"
  | "secrets"
  | "playbooks"
  | "rules.d"
  | "playbooks.d"
  | "audits.d";

/** Which kind a file is of tells the folder that it lies in. */
export function isIn(folder: RuleFolder, { path }: RuleFile): boolean {
  return path.endsWith(".yaml") && path.split("/").at(-2) === folder;
}

/** Ids of an install's own rules and playbooks, so that no later version of ours takes them. */
export const localPrefix = "local-";
