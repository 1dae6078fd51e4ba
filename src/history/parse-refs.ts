export interface Ref {
  /** `refs/heads/main`, or `HEAD`. */
  readonly name: string;
  readonly id: string;
}

const idForm = "[0-9a-f]{40}(?:[0-9a-f]{24})?";

/** The lines of `packed-refs`; peeled values and comments are passed over. */
export function parsePackedRefs(text: string): readonly Ref[] {
  const refs: Ref[] = [];
  for (const line of text.split("\n")) {
    const [, id, name] = new RegExp(`^(${idForm}) (\\S.*)$`).exec(line) ?? [];
    if (id !== undefined && name !== undefined) refs.push({ name, id });
  }
  return refs;
}

/** What a ref file says: an id, the name of another ref, or nothing that we understand. */
export type RefContent =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "symbolic"; readonly target: string }
  | { readonly kind: "unknown" };

export function parseRef(text: string): RefContent {
  const target = /^ref:\s*(\S[^\n]*?)\s*$/m.exec(text.split("\n")[0] ?? "")?.[1];
  if (target !== undefined) {
    return isRefName(target) ? { kind: "symbolic", target } : { kind: "unknown" };
  }
  const id = new RegExp(`^(${idForm})\\s*(?:\\n|$)`).exec(text)?.[1];
  return id === undefined ? { kind: "unknown" } : { kind: "id", id };
}

/** Names come from the audited repository and become paths: nothing that leads elsewhere. */
export function isRefName(name: string): boolean {
  return (
    name.startsWith("refs/") &&
    !name.includes("\0") &&
    name.split("/").every((part) => part !== "" && part !== "." && part !== "..")
  );
}
