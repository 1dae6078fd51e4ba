import type { Edit } from "../core/fix.ts";
import { compareText } from "../core/text/path-text.ts";
import type { EditOf } from "./edits/edit-kind.ts";
import type { PlannedChange } from "./planned-fix.ts";

/** Mode and owner come first: what is closed stays closed while its content is written. */
const order: readonly Edit["kind"][] = [
  "mode",
  "owner",
  "set-env",
  "set-secret",
  "ignore-lines",
  "move-away",
];

export interface MergedEdits {
  readonly changes: readonly PlannedChange[];
  /** Paths whose edits contradict each other. */
  readonly conflicts: readonly string[];
}

/** All edits of one file as one change, files in byte order. */
export function mergeEdits(edits: readonly Edit[]): MergedEdits {
  const byPath = new Map<string, Edit[]>();
  for (const edit of edits) {
    const same = byPath.get(edit.path);
    if (same) same.push(edit);
    else byPath.set(edit.path, [edit]);
  }
  const merged = [...byPath]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([path, all]) => ({ path, edits: mergeOfOneFile(all) }));
  return {
    changes: merged.flatMap(({ path, edits }) => (edits ? [{ path, edits }] : [])),
    conflicts: merged.flatMap(({ path, edits }) => (edits ? [] : [path])),
  };
}

/** Undefined when two edits want different things. */
function mergeOfOneFile(edits: readonly Edit[]): readonly Edit[] | undefined {
  const away = edits.find((edit) => edit.kind === "move-away");
  if (away) return [away];
  const modes = mergeModes(edits.filter((edit) => edit.kind === "mode"));
  const owners = agreeing(edits.filter((edit) => edit.kind === "owner"));
  const values = mergeValues(edits.filter((edit) => edit.kind === "set-env"));
  const lines = mergeLines(edits.filter((edit) => edit.kind === "ignore-lines"));
  if (!modes || !owners || !values) return undefined;
  const secrets = edits.filter((edit) => edit.kind === "set-secret");
  return [...modes, ...owners, ...values, ...secrets, ...lines].toSorted(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind),
  );
}

/** Two that only take bits away are both right: the result lacks the bits of either. */
function mergeModes(modes: readonly EditOf<"mode">[]): readonly EditOf<"mode">[] | undefined {
  const [first, ...rest] = modes;
  if (!first) return [];
  if (rest.some(({ from }) => from !== first.from)) return undefined;
  if (rest.every(({ to }) => to === first.to)) return [first];
  const narrows = modes.every(({ from, to }) => (from & to) === to);
  return narrows ? [{ ...first, to: modes.reduce((to, mode) => to & mode.to, 0o7777) }] : undefined;
}

function agreeing<E extends Edit>(edits: readonly E[]): readonly E[] | undefined {
  const [first, ...rest] = edits;
  if (!first) return [];
  const text = JSON.stringify(first);
  return rest.every((edit) => JSON.stringify(edit) === text) ? [first] : undefined;
}

function mergeValues(
  edits: readonly EditOf<"set-env">[],
): readonly EditOf<"set-env">[] | undefined {
  const keys = [...new Set(edits.map(({ key }) => key))];
  const merged = keys.map((key) => agreeing(edits.filter((edit) => edit.key === key)));
  return merged.includes(undefined) ? undefined : merged.flatMap((each) => each ?? []);
}

function mergeLines(edits: readonly EditOf<"ignore-lines">[]): readonly EditOf<"ignore-lines">[] {
  const [first] = edits;
  if (!first) return [];
  return [{ ...first, add: [...new Set(edits.flatMap(({ add }) => add))] }];
}
