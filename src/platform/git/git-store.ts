import { accessSync, constants, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { GitStore, OpenStoreRequest, VisitObject } from "../../core/ports/git-process.ts";
import type { Gap, Look } from "../../core/look.ts";
import { found, gap } from "../../core/look.ts";
import { gitEnvironment } from "./git-environment.ts";
import { chooseGitIdentity, mayRead } from "./git-identity.ts";
import type { GitIdentity } from "./git-identity.ts";
import { listObjectFiles } from "./list-object-files.ts";
import type { ObjectFile, ObjectFiles } from "./list-object-files.ts";
import { makeFolder, makePrivateGitDir } from "./private-git-dir.ts";
import { readEveryObject } from "./read-every-object.ts";
import { readObjects } from "./read-objects.ts";
import type { ObjectSource } from "./read-objects.ts";

export interface GitSettings {
  readonly path?: string;
  readonly timeoutMs: number;
  readonly maxObjectBytes: number;
}

/** Opens a private view of an object folder: links to its checked files, and nothing else of it. */
export function openGitStore(request: OpenStoreRequest, settings: GitSettings): Look<GitStore> {
  const files = listObjectFiles(request.objects, request.objectFormat);
  const identity = chooseGitIdentity(request.objects, files);
  if (identity.kind !== "found") return identity;
  const [readable, gaps] = splitReadable(files, identity.value);
  const folder = makePrivateGitDir(request.objectFormat, identity.value.uid !== undefined);
  try {
    const objects = join(folder.path, "objects");
    linkAll(request.objects, objects, partlyShown(files, readable), readable);
    const source: ObjectSource = {
      folder: request.objects,
      shown: objects,
      format: request.objectFormat,
      files: readable,
      env: gitEnvironment({ gitDir: folder.gitDir, objects }, settings.path),
      identity: identity.value,
      ...settings,
    };
    return found({
      gaps: [...files.gaps, ...gaps],
      everyObject: (visit: VisitObject) => readEveryObject(source, visit),
      theseObjects: (ids: readonly string[], visit: VisitObject) => readObjects(source, ids, visit),
      close: () => folder.remove(),
    });
  } catch (error) {
    folder.remove();
    throw error;
  }
}

function splitReadable(
  { root, objects }: ObjectFiles,
  identity: GitIdentity,
): [readonly ObjectFile[], readonly Gap[]] {
  const can = (file: ObjectFile) =>
    identity.uid === undefined ? canOpen(join(root, file.name)) : mayRead(file.stat, identity);
  const closed = objects.filter((file) => !can(file));
  if (closed.length === 0) return [objects, []];
  const who = identity.uid === undefined ? "us" : `their owner (uid ${identity.uid})`;
  const text = `object files that ${who} cannot read`;
  const hidden = new Set(closed.map(({ name }) => name.replace(/\.(?:pack|idx)$/, "")));
  return [
    objects.filter(({ name }) => !hidden.has(name.replace(/\.(?:pack|idx)$/, ""))),
    [gap(root, { code: "permission", text }, closed.length)],
  ];
}

function canOpen(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** One link per pack file; loose folders as a whole, unless something in them must not be seen. */
function linkAll(real: string, shown: string, partly: Set<string>, files: readonly ObjectFile[]) {
  makeFolder(shown);
  makeFolder(join(shown, "pack"));
  const made = new Set(["pack"]);
  for (const { name } of files) {
    const [folder = ""] = name.split("/");
    const isWhole = folder !== "pack" && !partly.has(folder);
    if (!made.has(folder)) {
      made.add(folder);
      if (isWhole) symlinkSync(join(real, folder), join(shown, folder));
      else makeFolder(join(shown, folder));
    }
    if (!isWhole) symlinkSync(join(real, name), join(shown, name));
  }
}

/** Loose folders of which git is shown a part only. */
function partlyShown(files: ObjectFiles, readable: readonly ObjectFile[]): Set<string> {
  const shown = new Set(readable);
  const hidden = files.objects.filter((file) => !shown.has(file)).map(({ name }) => name);
  return new Set([...hidden, ...files.linked].map((name) => name.split("/")[0] ?? ""));
}
