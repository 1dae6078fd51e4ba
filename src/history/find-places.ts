import { Buffer } from "node:buffer";
import type { GitStore, ObjectFormat } from "../core/ports/git-process.ts";
import type { Look } from "../core/look.ts";
import { found } from "../core/look.ts";
import { decodePath } from "../core/text/path-text.ts";
import { ObjectIdSet } from "../core/ports/object-id-set.ts";
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

interface Wanted {
  readonly blobs: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/**
 * For each wanted blob and file name the first root that holds it, with its path. Trees are read
 * level by level, each once unless an earlier root turns up for it later: the cost follows the
 * number of trees, not of commits.
 */
export async function findPlaces(
  store: GitStore,
  format: ObjectFormat,
  roots: readonly RootTree[],
  wanted: Wanted,
): Promise<Look<Places>> {
  const search = new PlaceSearch(wanted, format === "sha1" ? 20 : 32);
  for (const [root, { tree }] of roots.entries()) search.enter(tree, { root, path: "" });
  for (let depth = 0; search.next.size > 0 && depth < maxDepth; depth += 1) {
    const level = search.next;
    search.next = new Map();
    const seen = await store.theseObjects([...level.keys()], ({ id, type, bytes }) => {
      const visit = level.get(id);
      if (type === "tree" && visit) search.visit(id, bytes, visit);
    });
    if (seen.kind !== "found") return seen;
  }
  return found(search);
}

class PlaceSearch implements Places {
  readonly blobs = new Map<string, Place>();
  readonly names = new Map<string, Place>();
  /** Trees of the next level. */
  next = new Map<string, Visit>();
  readonly #earliest = new Map<string, number>();
  readonly #blobIds = new ObjectIdSet();
  readonly #names: ReadonlySet<string>;
  readonly #idBytes: number;

  constructor({ blobs, names }: Wanted, idBytes: number) {
    for (const id of blobs) this.#blobIds.add(id);
    this.#names = names;
    this.#idBytes = idBytes;
  }

  enter(tree: string, visit: Visit): void {
    if (this.#isKnown(tree, visit.root)) return;
    this.#earliest.set(tree, visit.root);
    this.next.set(tree, visit);
  }

  visit(tree: string, bytes: Uint8Array, { root, path }: Visit): void {
    const place = { root, tree };
    visitTree(bytes, this.#idBytes, (kind, nameStart, nameEnd, idStart) => {
      if (kind === "submodule") return;
      const pathOf = () => path + decodePath(bytes.subarray(nameStart, nameEnd));
      if (kind === "tree") {
        const child = hexAt(bytes, idStart, this.#idBytes);
        if (!this.#isKnown(child, root)) this.enter(child, { root, path: `${pathOf()}/` });
      } else if (this.#blobIds.hasBytes(bytes, idStart)) {
        // Nearly all entries are not wanted: for those no text is made.
        keepFirst(this.blobs, hexAt(bytes, idStart, this.#idBytes), place, pathOf);
      }
      if (this.#names.size === 0) return;
      const name = latin1(bytes, nameStart, nameEnd);
      if (this.#names.has(name)) keepFirst(this.names, name, place, pathOf);
    });
  }

  #isKnown(tree: string, root: number): boolean {
    return (this.#earliest.get(tree) ?? Number.POSITIVE_INFINITY) <= root;
  }
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
