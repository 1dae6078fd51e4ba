import { posix } from "node:path";
import type { Setting, SiteTls } from "../../core/install/site-tls.ts";
import { type Gap, gap } from "../../core/look.ts";
import { unreadInclude } from "./load-nginx.ts";
import type { NginxDirective } from "./parse-nginx.ts";

export interface ServerLevels {
  /** The `server` directive itself. */
  readonly server: NginxDirective;
  /** Directives of the `server` block. */
  readonly own: readonly NginxDirective[];
  /** Directives of the `http` block around it. */
  readonly outer: readonly NginxDirective[];
  /** Folder of the main file, which relative names count from. */
  readonly folder: string;
}

/** Undefined when the server speaks no TLS, or refuses every handshake. */
export function siteTls(
  levels: ServerLevels,
  others: () => readonly ServerLevels[] = () => [],
): SiteTls | undefined {
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
    defaults: defaultsOf(levels, others()).flatMap((each) => siteTls(each) ?? []),
    file: levels.server.file,
    line: levels.server.line,
    gaps,
  };
}

/**
 * The protocol of a connection is chosen before its server name is looked at, so that the default
 * server of an address decides on it.
 * https://nginx.org/en/docs/http/server_names.html#virtual_server_selection
 */
function defaultsOf(
  levels: ServerLevels,
  others: readonly ServerLevels[],
): readonly ServerLevels[] {
  const defaults = socketsOf(levels).map(({ address }) => {
    const sharing = others.filter((each) =>
      socketsOf(each).some((socket) => socket.address === address),
    );
    const named = sharing.find((each) =>
      socketsOf(each).some((socket) => socket.address === address && socket.isDefault),
    );
    return named ?? sharing[0];
  });
  return [...new Set(defaults)].filter(
    (each) => each !== undefined && each.server !== levels.server,
  ) as ServerLevels[];
}

function socketsOf({ own }: ServerLevels) {
  return own
    .filter(({ name }) => name === "listen")
    .map(({ args }) => {
      const [address = "", ...options] = args;
      const full = /^\d+$/.test(address) ? `*:${address}` : address.replace(/^0\.0\.0\.0:/, "*:");
      const isDefault = options.includes("default_server") || options.includes("default");
      return { address: /:\d+$/.test(full) ? full : `${full}:80`, isDefault };
    });
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
