import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { refuse } from "./parse-rule-file.ts";

/**
 * Notes whose an id is.
 *
 * @param shown the id as the file spells it.
 * @throws GuardError `RULE_INVALID` when another file, or the same one, has it already.
 */
export function claimId(
  owners: Map<string, string>,
  id: string,
  file: RuleFile,
  shown: string = id,
): void {
  const owner = owners.get(id);
  if (owner === undefined) {
    owners.set(id, file.path);
    return;
  }
  const places = [...file.text.matchAll(/\bid: *["']?([\w./-]+)/g)].filter(
    ([, name]) => name === shown,
  );
  const at = places.at(-1);
  refuse(
    file,
    at ? at.index + at[0].length - shown.length : 0,
    `id "${id}" is already taken by ${owner}`,
    "give it an id of its own",
  );
}
