import type { FileReader } from "../../core/ports/files.ts";
import type { LogTarget } from "../../core/install/install.ts";
import { type Gap, gap } from "../../core/look.ts";
import { expandGlob } from "../glob.ts";
import type { NginxDirective } from "../nginx/parse-nginx.ts";
import { deep } from "../nginx/candidates.ts";
import type { NginxSite } from "../nginx/web-sites.ts";
import { rotatedFiles } from "./rotated.ts";

type LogKind = "access" | "error";

/** Where packages of Debian let nginx log when nothing is said. */
const defaults: Readonly<Record<LogKind, string>> = {
  access: "/var/log/nginx/access.log",
  error: "/var/log/nginx/error.log",
};

/** Where the sites of an install log to. */
export function siteLogs(
  host: FileReader,
  sites: readonly NginxSite[],
  main: readonly NginxDirective[],
  gaps: Gap[],
): readonly LogTarget[] {
  const targets = new Map<string, LogTarget>();
  for (const site of sites) {
    for (const kind of ["access", "error"] as const) {
      for (const directive of inForce(site, main, kind)) {
        for (const target of targetsOf(host, kind, directive, site, gaps)) {
          const key = `${kind} ${target.path ?? target.source}`;
          if (!targets.has(key)) targets.set(key, target);
        }
      }
    }
  }
  return [...targets.values()];
}

/** The site's own lines, else those of `http`, else the main ones; locations may add others. */
function inForce(
  site: NginxSite,
  main: readonly NginxDirective[],
  kind: LogKind,
): readonly (NginxDirective | undefined)[] {
  const name = `${kind}_log`;
  const own = (list: readonly NginxDirective[]) => list.filter((each) => each.name === name);
  const levels = [own(site.directives), own(site.outer), own(main)];
  const effective = levels.find((level) => level.length > 0) ?? [undefined];
  const elsewhere = deep(site.directives).filter(
    (each) => each.name === name && !site.directives.includes(each) && each.args[0] !== "off",
  );
  return [...effective, ...elsewhere];
}

function targetsOf(
  host: FileReader,
  kind: LogKind,
  directive: NginxDirective | undefined,
  site: NginxSite,
  gaps: Gap[],
): readonly LogTarget[] {
  const source = directive
    ? `${directive.file}:${directive.line}`
    : `nginx default for ${site.label}`;
  const to = directive?.args[0] ?? defaults[kind];
  // `error_log off` writes to a file called off; sending it to /dev/null is how it is silenced.
  if ((kind === "access" && to === "off") || to === "/dev/null") {
    return [{ kind, off: true, files: [], source }];
  }
  if (/^(syslog|memory):|^stderr$/.test(to)) {
    gaps.push(
      gap(source, { code: "not-a-file", text: `${kind} log goes to ${to.split(":")[0] ?? to}` }),
    );
    return [];
  }
  if (!to.startsWith("/")) {
    gaps.push(gap(source, { code: "parse", text: `${kind} log has a relative path` }));
    return [];
  }
  if (!to.includes("$"))
    return [{ kind, off: false, path: to, files: rotatedFiles(host, to, gaps), source }];
  const expanded = expandGlob(host, to.replaceAll(/\$\{?\w+\}?/g, "*"));
  gaps.push(...expanded.gaps);
  return expanded.paths.map((path) => ({
    kind,
    off: false,
    path,
    files: rotatedFiles(host, path, gaps),
    source,
  }));
}
