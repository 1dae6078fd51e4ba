import { posix } from "node:path";
import type { Setting, SiteTls } from "../../core/install/site-tls.ts";
import { type Gap, gap } from "../../core/look.ts";
import { unreadInclude } from "./load-nginx.ts";
import type { NginxDirective } from "./parse-nginx.ts";

export interface ServerLevels {
  /** Directives of the `server` block. */
  readonly own: readonly NginxDirective[];
  /** Directives of the `http` block around it. */
  readonly outer: readonly NginxDirective[];
  /** Folder of the main file, which relative names count from. */
  readonly folder: string;
}

/** Undefined when the server speaks no TLS, or refuses every handshake. */
export function siteTls(levels: ServerLevels): SiteTls | undefined {
  const settings = (name: string) => inForce(levels, name).map(settingOf);
  const isOn = (name: string) => settings(name).at(-1)?.value[0] === "on";
  if (!(levels.own.some(listensWithTls) || isOn("ssl")) || isOn("ssl_reject_handshake")) {
    return undefined;
  }
  const gaps: Gap[] = unreadIncludes(levels);
  const files = (name: string) => settings(name).flatMap((each) => fileOf(each, levels, gaps));
  return {
    certificates: files("ssl_certificate"),
    keys: files("ssl_certificate_key"),
    settings,
    gaps,
  };
}

/** The `ssl` directive is gone since nginx 1.25.1, the parameter of `listen` is as old as 0.7. */
function listensWithTls({ name, args }: NginxDirective): boolean {
  return name === "listen" && (args.includes("ssl") || args.includes("quic"));
}

/** A level that has the directive hides what is around it. */
function inForce({ own, outer }: ServerLevels, name: string): readonly NginxDirective[] {
  const here = own.filter((each) => each.name === name);
  return here.length > 0 ? here : outer.filter((each) => each.name === name);
}

function settingOf({ args, file, line }: NginxDirective): Setting<readonly string[]> {
  return { value: args, file, line };
}

function fileOf(
  { value, file, line }: Setting<readonly string[]>,
  { folder }: ServerLevels,
  gaps: Gap[],
): readonly Setting<string>[] {
  const [name = ""] = value;
  if (/^(?:data|engine|store):/.test(name) || name.includes("$")) {
    const text = `only the server can tell which file ${name.replace(/:.*/s, ":…")} is`;
    gaps.push(gap(`${file}:${line}`, { code: "parse", text }));
    return [];
  }
  // Since 1.0.12 names count from the folder of the main file.
  return [{ value: posix.resolve(folder, name), file, line }];
}

function unreadIncludes({ own, outer }: ServerLevels): Gap[] {
  return [...outer, ...own]
    .filter(({ name }) => name === unreadInclude)
    .map(({ args, file, line }) =>
      gap(`${file}:${line}`, { code: "io", text: `${args[0] ?? ""} could not be read` }),
    );
}
