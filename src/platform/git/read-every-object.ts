import { join } from "node:path";
import type { ObjectsSeen, VisitObject } from "../../core/ports/git-process.ts";
import type { Gap, Look } from "../../core/look.ts";
import { found, gap } from "../../core/look.ts";
import { ObjectIdSet } from "../../core/ports/object-id-set.ts";
import { errnoOf } from "../files/errno.ts";
import type { ObjectFile } from "./list-object-files.ts";
import { readBatch } from "./read-objects.ts";
import type { BatchEnd, ObjectSource } from "./read-objects.ts";
import { readPackIndex } from "./read-pack-index.ts";

/** Broken objects are stepped over one by one, up to this many. */
const maxRestarts = 50;

/**
 * Every object once. What git gives is compared with what the pack indexes and loose files list,
 * since git leaves out silently what it cannot open and stops at the first broken object.
 */
export async function readEveryObject(
  source: ObjectSource,
  visit: VisitObject,
): Promise<Look<ObjectsSeen>> {
  const seen = new ObjectIdSet();
  const gaps: Gap[] = [];
  const onId = (id: string) => void seen.add(id);
  const flags = ["--batch-all-objects", "--unordered", "--buffer"];
  const first = await readBatch(source, { flags }, visit, onId);
  if (first.kind !== "found") return first;
  const runs = [first.value];
  let left = unseenIds(source, seen, gaps);
  let failure = first.value.failure;
  const broken: string[] = [];
  while (left.length > 0 && broken.length < maxRestarts && failure?.code !== "timeout") {
    const again = await readRest(source, left, visit, seen);
    if (again.kind !== "found") return again;
    runs.push(again.value);
    failure = again.value.failure;
    left = left.filter((id) => !seen.has(id));
    const [next] = left;
    if (next === undefined || failure?.code !== "git-failed") break;
    gaps.push(gap(`object ${next}`, failure));
    broken.push(next);
    left = left.slice(1);
  }
  const reason = failure ?? { code: "git-failed" as const, text: "git did not show them" };
  if (left.length > 0) gaps.push(gap(source.folder, reason, left.length));
  // git complained although all was read: more than the objects that are gaps already.
  else if (first.value.failure && runs.every((run) => run.gaps.length === 0)) {
    if (broken.length === 0) gaps.push(gap(source.folder, first.value.failure));
  }
  return found({
    count: runs.reduce((sum, run) => sum + run.count, 0),
    bytes: runs.reduce((sum, run) => sum + run.bytes, 0),
    unread: [...runs.flatMap(({ unread }) => unread), ...broken, ...left],
    gaps: [...runs.flatMap((run) => run.gaps), ...gaps],
  });
}

/** One answer at a time (no `--buffer`): the first one that is not given is the broken one. */
function readRest(
  source: ObjectSource,
  ids: readonly string[],
  visit: VisitObject,
  seen: ObjectIdSet,
): Promise<Look<BatchEnd>> {
  const stdin = Buffer.from(`${ids.join("\n")}\n`, "latin1");
  return readBatch(source, { flags: [], stdin }, visit, (id) => void seen.add(id));
}

function unseenIds(source: ObjectSource, seen: ObjectIdSet, gaps: Gap[]): readonly string[] {
  const unseen = new Set<string>();
  for (const file of source.files) {
    if (file.name.endsWith(".pack")) continue;
    if (!file.name.endsWith(".idx")) {
      const id = file.name.replace("/", "");
      if (!seen.has(id)) unseen.add(id);
      continue;
    }
    const problem = addUnseenOfPack(source, file, seen, unseen);
    if (problem) gaps.push(gap(join(source.folder, file.name), problem));
  }
  return [...unseen];
}

function addUnseenOfPack(
  { folder, format }: ObjectSource,
  { name }: ObjectFile,
  seen: ObjectIdSet,
  unseen: Set<string>,
): Gap["reason"] | undefined {
  try {
    for (const id of readPackIndex(join(folder, name), format)) {
      if (!seen.hasBytes(id, 0)) unseen.add(id.toString("hex"));
    }
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return { code: "git-failed", text: error.message };
    const code = errnoOf(error);
    if (code === undefined) throw error;
    return { code: "io", text: `cannot be read (${code})` };
  }
}
