import type { AuditContext } from "../audit-context.ts";
import { isEnvCopyName } from "./env-names.ts";
import { reasonOfKind } from "./file-kind-reason.ts";
import type { TreeEntry } from "../ports/files.ts";
import type { Install } from "./install.ts";
import { type Gap, type Reason, gap } from "../look.ts";
import { baseName } from "../text/path-text.ts";
import type { Secret } from "../secrets/secret.ts";
import type { Tree } from "../ports/tree.ts";

/** What a copy of an env file holds. */
export interface EnvCopy {
  /** Different values. */
  readonly values: readonly Secret[];
  /** Names of those that no live env file has, in byte order. */
  readonly onlyHere: readonly string[];
  readonly gaps: readonly Gap[];
}

const packed: Reason = { code: "parse", text: "is packed, so that its names are not read" };

/** Regular files that are copies by their name; what stands in for one is a gap. */
export function findEnvCopies(
  tree: Tree,
  { envFiles }: Pick<Install, "envFiles">,
): { readonly copies: readonly TreeEntry[]; readonly gaps: readonly Gap[] } {
  const live = new Set(envFiles.map(({ path }) => path));
  const copies: TreeEntry[] = [];
  const gaps: Gap[] = [];
  for (const entry of tree.entries) {
    const { path, stat } = entry;
    if (live.has(path) || !isEnvCopyName(baseName(path))) continue;
    const reason = reasonOfKind(stat.kind);
    if (!reason) copies.push(entry);
    // What is in a folder is in the tree on its own; what a link leads to is not.
    else if (stat.kind !== "directory") gaps.push(gap(path, reason));
  }
  return { copies, gaps };
}

/** Reads a copy both as an env file, by name, and as any text, by format and own value. */
export async function readEnvCopy(path: string, context: AuditContext): Promise<EnvCopy> {
  const named = context.credentialsIn(path);
  const searched = await context.secrets.inFiles([path]);
  const gaps = [...searched.gaps];
  if (named.kind === "blocked" && gaps.length === 0) gaps.push(gap(path, named.reason));
  const values: Secret[] = [];
  const onlyHere = new Set<string>();
  const live = context.credentials.filter(({ heldBy }) => heldBy === "env");
  const add = (value: Secret, name: string) => {
    if (values.some((known) => known.equals(value))) return;
    values.push(value);
    if (!live.some((each) => each.value.equals(value))) onlyHere.add(name);
  };
  if (named.kind === "found") for (const { value, name } of named.value) add(value, name);
  for (const { match } of searched.matches) add(match.secret, match.ownName ?? match.title);
  // In a gzip file values are recognised by their format only, not by the names before them.
  if (values.length === 0 && /\.t?gz$/i.test(path)) gaps.push(gap(path, packed));
  return { values, onlyHere: [...onlyHere].toSorted(), gaps };
}
