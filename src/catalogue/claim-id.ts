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
  refuse(
    file,
    idPlace(file, shown),
    `id "${id}" is already taken by ${owner}`,
    "give it an id of its own",
  );
}

/** Offset of an id in its file, the last time that it stands there. */
export function idPlace({ text }: RuleFile, id: string): number {
  const places = [...text.matchAll(/\bid: *["']?([\w./-]+)/g)].filter(([, name]) => name === id);
  const at = places.at(-1);
  return at ? at.index + at[0].length - id.length : 0;
}
