import type { ServiceUnit } from "./load-units.ts";
import { unitWords } from "./parse-unit.ts";

/** Absolute paths that a unit works with; programs of the system itself are left out. */
export function absolutePathsOf(
  unit: ServiceUnit,
): readonly { readonly path: string; readonly what: string }[] {
  const paths: { path: string; what: string }[] = [];
  if (unit.workingDirectory?.startsWith("/")) {
    paths.push({ path: unit.workingDirectory, what: "WorkingDirectory=" });
  }
  for (const { path } of unit.environmentFiles) {
    if (path.startsWith("/")) paths.push({ path, what: "EnvironmentFile=" });
  }
  for (const command of unit.commands) {
    for (const word of unitWords(command.replace(/^[-@:+!|]+/, ""))) {
      const path = /(?:^|=)(\/[^\s:;,]*)$/.exec(word)?.[1];
      if (path !== undefined)
        paths.push({ path: path.replace(/(.)\/+$/, "$1"), what: "ExecStart=" });
    }
  }
  return paths.filter(
    ({ path }) => !/^\/(usr|bin|sbin|lib\w*|proc|sys|dev|run|boot)(\/|$)/.test(path),
  );
}
