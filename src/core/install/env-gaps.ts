import type { Install } from "./install.ts";
import { type Gap, gap } from "../look.ts";

/**
 * Env files that are there and could not be read, or not to the end of what they set: no verdict
 * about their values is complete.
 */
export function envFileGaps(install: Install): readonly Gap[] {
  return install.envFiles.flatMap(({ path, content }) => {
    if (content.kind === "blocked") return [gap(path, content.reason)];
    const untold = content.kind === "found" ? content.value.untold : undefined;
    return untold === undefined ? [] : [gap(path, { code: "parse", text: untold })];
  });
}

/** The same for units, pools, compose files, crontabs and web-server files with values. */
export function hostConfigGaps(install: Install): readonly Gap[] {
  const gaps = new Map<string, Gap>();
  for (const each of unreadServices(install)) gaps.set(each.what, each);
  for (const { path, values } of install.hostConfigs) {
    if (values.kind === "blocked") gaps.set(path, gap(path, values.reason));
  }
  return [...gaps.values()];
}

/** What hides values of this install: a search for them cannot have been complete. */
export function ownValueGaps(install: Install): readonly Gap[] {
  return [...envFileGaps(install), ...hostConfigGaps(install)];
}

/** Units and pools that could not be read: whose they are, and what they set, is not known. */
export function unreadServices({ gaps }: Install): readonly Gap[] {
  return gaps.filter(({ what }) => /^\/(?:etc|run|lib|usr)\/.*(?:systemd|php)/.test(what));
}
