import type { AuditContext } from "../audit-context.ts";
import { type Gap, gap } from "../look.ts";
import type { TreeEntry } from "../ports/files.ts";
import { baseName } from "../text/path-text.ts";
import { privateKindOf } from "./private-names.ts";
import type { WebSite } from "./install.ts";
import type { Setting, SiteTls } from "./site-tls.ts";

/** What sites of this install are told about TLS; whatever hides some of it is a gap. */
export function tlsOfSites(
  { install: { sites } }: AuditContext,
  isAsked: (site: WebSite) => boolean = () => true,
): {
  readonly sites: readonly SiteTls[];
  readonly gaps: readonly Gap[];
} {
  if (sites.kind === "blocked") {
    return { sites: [], gaps: [gap("web server configuration", sites.reason)] };
  }
  const all = sites.kind === "found" ? sites.value.filter((site) => isAsked(site)) : [];
  const tls = all.flatMap((site) => site.tls?.() ?? []);
  const untold = all.filter((site) => site.tls === undefined);
  const gaps = untold.map((site) => {
    const look = site.urlOf("/");
    const text = "what it says about TLS is not read";
    return gap(site.label, look.kind === "blocked" ? look.reason : { code: "parse", text });
  });
  return { sites: tls, gaps: [...gaps, ...tls.flatMap((each) => each.gaps)] };
}

/** Each path once, in order, with the first place that names it. */
export function namedFiles(settings: readonly Setting<string>[]): readonly Setting<string>[] {
  const seen = new Map<string, Setting<string>>();
  for (const each of settings) if (!seen.has(each.value)) seen.set(each.value, each);
  return [...seen.values()];
}

/** Dependencies bring the keys of their tests along: those are public, whatever their mode. */
const ofDependency = /\/(?:node_modules|vendor)\//;

/** Files of the tree that are private keys by their name; what is in them is another question. */
export function keyNamesOfTree(context: AuditContext): readonly TreeEntry[] {
  return context
    .tree()
    .entries.filter(
      ({ path, stat }) =>
        stat.kind === "file" && privateKindOf(baseName(path)) === "key" && !ofDependency.test(path),
    );
}

/** The same for certificates. */
export function certificateNamesOfTree(context: AuditContext): readonly TreeEntry[] {
  return context
    .tree()
    .entries.filter(
      ({ path, stat }) =>
        stat.kind === "file" && /\.(?:crt|cer|cert|der)$/i.test(path) && !ofDependency.test(path),
    );
}
