import type { Scope } from "./location.ts";

export type Access =
  | { readonly kind: "allowed" }
  | { readonly kind: "refused"; readonly status: number }
  /** A program is asked. */
  | { readonly kind: "undecided" };

/** @param local addresses that everybody has who gets here. */
export function allowed(scope: Scope, local: RegExp | undefined): Access {
  const denied = firstRuleDenies(scope.access, local);
  if (scope.satisfyAny && scope.access.length > 0 && !denied) return { kind: "allowed" };
  if (scope.auth === "basic") {
    return { kind: "refused", status: denied && !scope.satisfyAny ? 403 : 401 };
  }
  if (denied) return { kind: "refused", status: 403 };
  return { kind: scope.auth === "request" ? "undecided" : "allowed" };
}

/** The public is meant: `allow 10.0.0.0/8; deny all;` is closed, `deny 1.2.3.4;` is open. */
function firstRuleDenies(rules: Scope["access"], local: RegExp | undefined): boolean {
  const isEverybody = ([address = ""]: readonly string[]) =>
    address === "all" || address.endsWith("/0") || (local?.test(address) ?? false);
  return rules.find(({ args }) => isEverybody(args))?.name === "deny";
}
