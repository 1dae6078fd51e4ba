import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { GitObject, GitStore, ObjectFormat } from "../core/ports/git-process.ts";
import type { Gap, Look } from "../core/look.ts";
import { found, gap } from "../core/look.ts";
import { ObjectIdSet } from "../core/ports/object-id-set.ts";
import type { SecretMatch, SecretMatcher } from "../core/ports/secret-search.ts";
import { matchContent } from "./match-content.ts";
import { parseCommit } from "./parse-commit.ts";
import { parseTag } from "./parse-tag.ts";
import { visitTree } from "./parse-tree.ts";

export interface CommitNode {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly dateMs: number;
}

/** A match in the text of a commit or tag. */
interface TextMatch {
  readonly id: string;
  readonly type: "commit" | "tag";
  readonly match: SecretMatch;
  /** Line of the message; absent for people and other headers. */
  readonly line?: number;
}

interface NameMatches {
  /** A tree that has the name. */
  readonly tree: string;
  readonly matches: readonly SecretMatch[];
}

/** What one pass over all objects found. */
export interface ScannedObjects {
  readonly commits: ReadonlyMap<string, CommitNode>;
  /** Annotated tags: id to what they tag. */
  readonly tags: ReadonlyMap<string, string>;
  readonly blobMatches: ReadonlyMap<string, readonly SecretMatch[]>;
  readonly textMatches: readonly TextMatch[];
  /** By file name, as binary text. */
  readonly nameMatches: ReadonlyMap<string, NameMatches>;
  readonly count: number;
  readonly bytes: number;
  /** Objects that others name and that are not there. */
  readonly missing: number;
  readonly gaps: readonly Gap[];
}

export interface ScanInputs {
  readonly store: GitStore;
  readonly matcher: SecretMatcher;
  readonly format: ObjectFormat;
  /** Commits whose parents were left at the remote. */
  readonly shallow: ReadonlySet<string>;
  /** Ids that stand outside the objects and must be among them. */
  readonly named: Iterable<string>;
}

/** Reads every object once and keeps the shape of history and the matches, not the contents. */
export async function scanObjects(inputs: ScanInputs): Promise<Look<ScannedObjects>> {
  const { store, matcher, format, shallow } = inputs;
  const scan = new Scan(matcher, format, shallow);
  for (const id of inputs.named) scan.named.add(id);
  const seen = await store.everyObject((object) => scan.visit(object));
  if (seen.kind !== "found") return seen;
  const { count, bytes, unread, gaps } = seen.value;
  for (const id of unread) scan.seen.add(id);
  const { commits, tags, blobMatches, textMatches, nameMatches } = scan;
  const missing = scan.named.countMissingFrom(scan.seen);
  const all = [...store.gaps, ...gaps, ...scan.gaps];
  const matches = { blobMatches, textMatches, nameMatches };
  return found({ commits, tags, ...matches, count, bytes, missing, gaps: all });
}

class Scan {
  readonly commits = new Map<string, CommitNode>();
  readonly tags = new Map<string, string>();
  readonly blobMatches = new Map<string, readonly SecretMatch[]>();
  readonly textMatches: TextMatch[] = [];
  readonly nameMatches = new Map<string, NameMatches>();
  readonly seen = new ObjectIdSet();
  readonly named = new ObjectIdSet();
  readonly gaps: Gap[] = [];
  readonly #names = new Set<string>();
  readonly #matcher: SecretMatcher;
  readonly #idBytes: number;
  readonly #shallow: ReadonlySet<string>;

  constructor(matcher: SecretMatcher, format: ObjectFormat, shallow: ReadonlySet<string>) {
    this.#matcher = matcher;
    this.#idBytes = format === "sha1" ? 20 : 32;
    this.#shallow = shallow;
    // git knows the empty tree and blob without storing them.
    this.seen.add(emptyObject("tree", format));
    this.seen.add(emptyObject("blob", format));
  }

  visit(object: GitObject): void {
    const { id, bytes } = object;
    this.seen.add(id);
    switch (object.type) {
      case "blob": {
        const { matches, reason } = matchContent(this.#matcher, bytes);
        if (matches.length > 0) this.blobMatches.set(id, matches);
        if (reason) this.gaps.push(gap(`object ${id}`, reason));
        return;
      }
      case "tree":
        return this.#tree(id, bytes);
      case "commit":
        return this.#commit(id, bytes);
      case "tag": {
        const { target, text, linesBefore } = parseTag(bytes);
        this.tags.set(id, target);
        if (target !== "") this.named.add(target);
        this.#text(id, "tag", text, linesBefore);
      }
    }
  }

  #commit(id: string, bytes: Uint8Array): void {
    const { tree, parents, dateMs, people, message } = parseCommit(bytes);
    this.commits.set(id, { tree, parents, dateMs });
    if (tree !== "") this.named.add(tree);
    if (!this.#shallow.has(id)) for (const parent of parents) this.named.add(parent);
    this.#text(id, "commit", people);
    this.#text(id, "commit", message, 0);
  }

  /** @param linesBefore of the object; left out where a line would say nothing. */
  #text(id: string, type: "commit" | "tag", text: Uint8Array, linesBefore?: number): void {
    for (const match of this.#matcher.match(text)) {
      const line = linesBefore === undefined ? {} : { line: match.line + linesBefore };
      this.textMatches.push({ id, type, match, ...line });
    }
  }

  #tree(id: string, bytes: Uint8Array): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const isWhole = visitTree(buffer, this.#idBytes, (kind, nameStart, nameEnd, idStart) => {
      if (kind !== "submodule") this.named.addBytes(buffer, idStart);
      const name = buffer.toString("latin1", nameStart, nameEnd);
      if (this.#names.has(name)) return;
      this.#names.add(name);
      const matches = this.#matcher.match(buffer.subarray(nameStart, nameEnd));
      if (matches.length > 0) this.nameMatches.set(name, { tree: id, matches });
    });
    if (!isWhole) this.gaps.push(gap(`object ${id}`, { code: "parse", text: "a broken tree" }));
  }
}

function emptyObject(type: string, format: ObjectFormat): string {
  return createHash(format).update(`${type} 0\0`).digest("hex");
}
