/** Git object kinds and `.git` files a secret can sit in, as published in `location.type`. */
export type GitPlace = "blob" | "commit" | "tag" | "tree" | "index" | "ref" | "reflog" | "config";

export interface GitLocation {
  readonly kind: "git";
  /** Object id in hex; for `index`, `ref`, `reflog` and `config` the file or ref name. */
  readonly object: string;
  readonly type: GitPlace;
  readonly commit?: string;
  readonly path?: string;
  readonly line?: number;
  readonly ref?: string;
  /** Whether some ref (branch, tag, HEAD, stash) leads to it. */
  readonly reachable: boolean;
  readonly author?: string;
  /** ISO date `YYYY-MM-DD` (UTC) of `commit`. */
  readonly date?: string;
}

export interface FileLocation {
  readonly kind: "file";
  /** Absolute while audits run; relative to the install root in a report when inside it. */
  readonly path: string;
  readonly line?: number;
  /** 1-based, counted in bytes. */
  readonly column?: number;
}

/** Where a finding is. Part of the published report. */
export type Location =
  | FileLocation
  | GitLocation
  | { readonly kind: "env"; readonly path: string; readonly key: string; readonly line?: number }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "log"; readonly path: string; readonly line: number }
  | { readonly kind: "host"; readonly what: string };

/** Total order over locations, stable across runs and locales. */
export function compareLocations(a: Location, b: Location): number {
  const left = sortKey(a);
  const right = sortKey(b);
  for (const [index, value] of left.entries()) {
    const other = right[index];
    if (other === undefined || value === other) continue;
    return value < other ? -1 : 1;
  }
  return left.length - right.length;
}

/** The place without line and column: what a fingerprint may depend on, since edits move lines. */
export function placeOf(location: Location): string {
  switch (location.kind) {
    case "file":
    case "log":
      return location.path;
    case "env":
      return `${location.path}\0${location.key}`;
    case "git":
      return location.path ?? location.object;
    case "url":
      return location.url;
    case "host":
      return location.what;
  }
}

function sortKey(location: Location): (string | number)[] {
  const line = "line" in location ? (location.line ?? 0) : 0;
  const column = "column" in location ? (location.column ?? 0) : 0;
  const object = location.kind === "git" ? location.object : "";
  return [location.kind, placeOf(location), line, column, object];
}
