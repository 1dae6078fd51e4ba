import { type Gap, gap } from "../look.ts";
import type { Install } from "./install.ts";

/** Parts of the web server's configuration that could not be read: each may be a site of its own. */
export function unreadSites({ gaps }: Pick<Install, "gaps">): readonly Gap[] {
  return gaps.filter(({ what }) => /^(?:nginx|Apache) /.test(what));
}

/** The reason why no site is known, as a gap; nothing where sites are known or there is no server. */
export function hiddenSites({ sites }: Pick<Install, "sites">): readonly Gap[] {
  return sites.kind === "blocked" ? [gap("web server configuration", sites.reason)] : [];
}
