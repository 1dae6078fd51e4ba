import type { FileReader } from "../../core/ports/files.ts";
import type { LogTarget } from "../../core/install/install.ts";
import { type Gap, gap } from "../../core/look.ts";
import { joinPath } from "../../core/text/path-text.ts";
import type { ApacheDirective } from "../apache/load-apache.ts";
import type { ApacheView } from "../apache/read-apache.ts";
import type { ApacheSite } from "../apache/web-sites.ts";
import { rotatedFiles } from "./rotated.ts";

type LogKind = "access" | "error";

const names: Readonly<Record<LogKind, RegExp>> = {
  access: /^(customlog|transferlog)$/,
  error: /^errorlog$/,
};

/** Where the Apache sites of an install log to. */
export function apacheLogs(
  host: FileReader,
  sites: readonly ApacheSite[],
  { configuration }: ApacheView,
  gaps: Gap[],
): readonly LogTarget[] {
  const targets = new Map<string, LogTarget>();
  for (const site of sites) {
    for (const kind of ["access", "error"] as const) {
      for (const target of targetsOf(host, kind, site, configuration.state.serverRoot, gaps)) {
        const key = `${kind} ${target.path ?? target.source}`;
        if (!targets.has(key)) targets.set(key, target);
      }
    }
  }
  return [...targets.values()];
}

/** The host's own lines, else those of the main server; GlobalLog beside both. */
function inForce({ levels }: ApacheSite, kind: LogKind): readonly ApacheDirective[] {
  const global = levels.flat().filter(({ name }) => kind === "access" && name === "globallog");
  const lists = levels
    .toReversed()
    .map((level) => level.filter(({ name }) => names[kind].test(name)));
  const effective = lists.find((list) => list.length > 0) ?? [];
  // Only the last error log counts, while access logs are all written.
  return [...(kind === "error" ? effective.slice(-1) : effective), ...global];
}

function targetsOf(
  host: FileReader,
  kind: LogKind,
  site: ApacheSite,
  serverRoot: string,
  gaps: Gap[],
): readonly LogTarget[] {
  const directives = inForce(site, kind);
  if (directives.length === 0) {
    if (kind === "access") {
      return [{ kind, off: true, files: [], source: `no CustomLog for ${site.label}` }];
    }
    const path = joinPath(serverRoot, "logs/error_log");
    const source = `Apache default for ${site.label}`;
    return [{ kind, off: false, path, files: rotatedFiles(host, path, gaps), source }];
  }
  return directives.flatMap(({ file, line, args }): LogTarget[] => {
    const source = `${file}:${line}`;
    const [to = ""] = args;
    const unread = (text: string) => {
      gaps.push(gap(source, { code: "not-a-file", text: `${kind} log ${text}` }));
      return [];
    };
    if (to === "/dev/null") return [{ kind, off: true, files: [], source }];
    if (to.startsWith("|")) return unread("goes to a program");
    if (/^(syslog|journald)(:|$)/.test(to)) return unread(`goes to ${to.split(":")[0] ?? to}`);
    if (to.includes("${")) return unread("has a variable in its path that is not set");
    const path = to.startsWith("/") ? to : joinPath(serverRoot, to);
    return [{ kind, off: false, path, files: rotatedFiles(host, path, gaps), source }];
  });
}
