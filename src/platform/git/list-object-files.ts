import { lstatSync, readdirSync } from "node:fs";
import type { Stats } from "node:fs";
import { join } from "node:path";
import { mountedReason } from "../../core/install/file-kind-reason.ts";
import type { ObjectFormat } from "../../core/ports/git-process.ts";
import type { Gap, ReasonCode } from "../../core/look.ts";
import { gap } from "../../core/look.ts";
import { compareText } from "../../core/text/path-text.ts";
import { lookOfError } from "../files/errno.ts";
import { foreignMounts } from "../files/mounts.ts";

export interface ObjectFile {
  /** `pack/pack-….idx` or `ab/cdef…`, relative to the objects folder. */
  readonly name: string;
  readonly stat: Stats;
}

/** What an object folder holds that git could read; regular files in real folders only. */
export interface ObjectFiles {
  readonly root: string;
  /** Of the objects folder, `pack` and the loose folders. */
  readonly folders: readonly Stats[];
  /** Packs with their index, and loose objects. */
  readonly objects: readonly ObjectFile[];
  /** Names that are no regular files, left out. */
  readonly linked: readonly string[];
  readonly gaps: readonly Gap[];
}

interface Found {
  /** Mount points below: what is mounted there may be anybody's. */
  readonly mounts: ReadonlySet<string>;
  readonly folders: Stats[];
  readonly objects: ObjectFile[];
  readonly linked: string[];
  readonly gaps: Gap[];
}

/**
 * Lists an object folder. Links are not followed, and mounts not entered: they lead into somebody
 * else's objects. `info/alternates` is such a link too.
 *
 * @throws system errors about the folder itself.
 */
export function listObjectFiles(root: string, format: ObjectFormat): ObjectFiles {
  const mounts = foreignMounts(root);
  const found: Found = {
    mounts: mounts.kind === "found" ? mounts.value : new Set(),
    folders: [lstatSync(root)],
    objects: [],
    linked: [],
    gaps: [],
  };
  if (mounts.kind === "blocked") {
    found.gaps.push(gap(root, mounts.reason));
    return { root, ...found };
  }
  const rest = format === "sha1" ? 38 : 62;
  const looseName = new RegExp(`^[0-9a-f]{${rest}}$`);
  for (const name of readdirSync(root).toSorted(compareText)) {
    if (name === "pack") addPacks(root, found);
    else if (/^[0-9a-f]{2}$/.test(name)) {
      addFiles(root, name, (file) => looseName.test(file), found);
    }
  }
  addAlternates(root, found);
  return { root, ...found };
}

function addPacks(root: string, found: Found): void {
  const names = new Set<string>();
  addFiles(root, "pack", (file) => /\.(?:pack|idx)$/.test(file), found);
  for (const { name } of found.objects) names.add(name);
  const alone = [...names].filter((name) => name.startsWith("pack/") && !names.has(partner(name)));
  for (const name of alone) {
    if (name.endsWith(".idx")) continue;
    found.gaps.push(gapAt(root, name, "git-failed", "a pack without its index"));
  }
  const isWhole = ({ name }: ObjectFile) => !alone.includes(name);
  found.objects.splice(0, found.objects.length, ...found.objects.filter(isWhole));
}

function partner(name: string): string {
  return name.endsWith(".idx") ? `${name.slice(0, -4)}.pack` : `${name.slice(0, -5)}.idx`;
}

function addFiles(
  root: string,
  folder: string,
  isWanted: (name: string) => boolean,
  { mounts, folders, objects, linked, gaps }: Found,
): void {
  const path = join(root, folder);
  if (mounts.has(path)) {
    gaps.push(gap(path, mountedReason));
    return;
  }
  const place = lstatSync(path);
  if (!place.isDirectory()) {
    gaps.push(notAFile(root, folder, place));
    return;
  }
  folders.push(place);
  for (const name of namesIn(path, gaps)) {
    if (!isWanted(name)) continue;
    if (mounts.has(join(path, name))) {
      linked.push(`${folder}/${name}`);
      gaps.push(gap(join(path, name), mountedReason));
      continue;
    }
    const stat = lstatSync(join(path, name), { throwIfNoEntry: false });
    if (!stat) continue;
    if (stat.isFile()) {
      objects.push({ name: `${folder}/${name}`, stat });
      continue;
    }
    linked.push(`${folder}/${name}`);
    gaps.push(notAFile(root, `${folder}/${name}`, stat));
  }
}

function namesIn(path: string, gaps: Gap[]): readonly string[] {
  try {
    return readdirSync(path).toSorted(compareText);
  } catch (error) {
    const look = lookOfError(error);
    if (look.kind === "blocked") gaps.push(gap(path, look.reason));
    return [];
  }
}

function notAFile(root: string, name: string, stat: Stats): Gap {
  return stat.isSymbolicLink()
    ? gapAt(root, name, "link", "a link, which is not followed")
    : gapAt(root, name, "not-a-file", "neither a file nor a folder of objects");
}

function addAlternates(root: string, { gaps }: Found): void {
  for (const name of ["info/alternates", "info/http-alternates"]) {
    const stat = lstatSync(join(root, name), { throwIfNoEntry: false });
    if (!stat || (stat.isFile() && stat.size === 0)) continue;
    gaps.push(gapAt(root, name, "link", "objects outside the repository are not followed"));
  }
}

function gapAt(root: string, name: string, code: ReasonCode, text: string): Gap {
  return gap(join(root, name), { code, text });
}
