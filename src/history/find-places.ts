import { Buffer } from "node:buffer";
import type { GitStore, ObjectFormat } from "../core/git-process.ts";
import type { Look } from "../core/look.ts";
import { found } from "../core/look.ts";
import { decodePath } from "../core/path-text.ts";
import { hexAt, visitTree } from "./parse-tree.ts";

/** A tree at which a search starts; the list's order decides which place is named. */
export interface RootTree {
  readonly tree: string;
  readonly commit?: string;
}

export interface Place {
  /** Index into the list of roots. */
  readonly root: number;
  readonly path: string;
  /** The tree that holds the entry. */
  readonly tree: string;
}

export interface Places {
  readonly blobs: ReadonlyMap<string, Place>;
  readonly names: ReadonlyMap<string, Place>;
}

interface Visit {
  readonly root: number;
  readonly path: string;
}

// A made-up tree could be deeper than any file system allows; what is below stays without a path.
const maxDepth = 512;

/**
 * For each wanted blob and file name the first root that holds it, with its path. Trees are read
 * level by level, each once unless an earlier root turns up for it later: the cost follows the
 * number of trees, not of commits.
 */
export async function findPlaces(
  store: GitStore,
  format: ObjectFormat,
  roots: readonly RootTree[],
  wanted: { readonly blobs: ReadonlySet<string>; readonly names: ReadonlySet<string> },
): Promise<Look<Places>> {
  const idBytes = format === "sha1" ? 20 : 32;
  const blobs = new Map<string, Place>();
  const names = new Map<string, Place>();
  const earliest = new Map<string, number>();
  let level = new Map<string, Visit>();
  const enter = (queue: Map<string, Visit>, tree: string, visit: Visit) => {
    if ((earliest.get(tree) ?? Number.POSITIVE_INFINITY) <= visit.root) return;
    earliest.set(tree, visit.root);
    queue.set(tree, visit);
  };
  for (const [root, { tree }] of roots.entries()) enter(level, tree, { root, path: "" });
  for (let depth = 0; level.size > 0 && depth < maxDepth; depth += 1) {
    const here = level;
    const next = new Map<string, Visit>();
    const seen = await store.theseObjects([...here.keys()], ({ id, type, bytes }) => {
      const visit = here.get(id);
      if (type !== "tree" || !visit) return;
      const { root, path } = visit;
      visitTree(bytes, idBytes, (kind, nameStart, nameEnd, idStart) => {
        if (kind === "submodule") return;
        const child = hexAt(bytes, idStart, idBytes);
        const pathOf = () => path + decodePath(bytes.subarray(nameStart, nameEnd));
        if (kind === "tree") {
          if ((earliest.get(child) ?? Number.POSITIVE_INFINITY) > root) {
            enter(next, child, { root, path: `${pathOf()}/` });
          }
        } else if (wanted.blobs.has(child)) keepFirst(blobs, child, { root, tree: id }, pathOf);
        if (wanted.names.size === 0) return;
        const name = latin1(bytes, nameStart, nameEnd);
        if (wanted.names.has(name)) keepFirst(names, name, { root, tree: id }, pathOf);
      });
    });
    if (seen.kind !== "found") return seen;
    level = next;
  }
  return found({ blobs, names });
}

function keepFirst(
  places: Map<string, Place>,
  key: string,
  place: Omit<Place, "path">,
  pathOf: () => string,
): void {
  const before = places.get(key);
  if (before && before.root <= place.root) return;
  places.set(key, { ...place, path: pathOf() });
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
}
