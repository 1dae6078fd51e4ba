import type { AuditContext } from "../audit-context.ts";
import { ownValueGaps } from "./env-gaps.ts";

type Scope = Pick<AuditContext, "catalogue" | "credentials" | "declared" | "install">;

/**
 * Whether certainly no panel of this kind (a provider id) is in use: guard.yaml names the kinds of
 * all panels, or everything could be read and only other panels have their credentials here.
 * Nothing to be seen says nothing, since IPTVbp's own settings hold credentials too.
 */
export function isPanelAbsent(kind: string, scope: Scope): boolean {
  const { catalogue, credentials, declared, install } = scope;
  const { panels = [], stored } = install.config;
  const stated = panels.map((panel) => panel.kind);
  if (stated.includes(kind)) return false;
  if (stated.length > 0) return !stated.includes(undefined);
  if (stored.get("panel.main") === "none") return true;
  if (install.gaps.length + ownValueGaps(install).length > 0) return false;
  const here = new Set([...credentials, ...declared].map(({ spec }) => spec));
  const kinds = catalogue.providers
    .filter((provider) => provider.kind === "panel")
    .filter((provider) => provider.credentials.some((spec) => here.has(spec)))
    .map(({ id }) => id);
  return kinds.length > 0 && !kinds.includes(kind);
}
