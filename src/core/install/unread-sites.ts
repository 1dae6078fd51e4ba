import type { Gap } from "../look.ts";
import type { Install } from "./install.ts";

/** Parts of the web server's configuration that could not be read: each may be a site of its own. */
export function unreadSites({ gaps }: Pick<Install, "gaps">): readonly Gap[] {
  return gaps.filter(({ what }) => /^(?:nginx|Apache) /.test(what));
}
