import type { EnvFile, Install, WebSite } from "../core/install/install.ts";
import { type Gap, type Look, type Reason, absent, found } from "../core/look.ts";
import type { FileReader } from "../core/ports/files.ts";
import type { Belongings } from "./belongs.ts";
import { foreignWebServer } from "./host/foreign-web-server.ts";
import type { HostView } from "./host/host-view.ts";

interface Owner {
  readonly root: string;
  readonly belongings: Belongings;
  readonly envFiles: readonly EnvFile[];
}

interface ServedSite extends WebSite {
  readonly upstreams: readonly string[];
}

/** Sites of all web servers; one that could not be read stands there as a site nobody knows. */
export function ownSites(
  host: FileReader,
  view: HostView,
  { root, belongings, envFiles }: Owner,
): Install["sites"] {
  const known = [...belongings.sites, ...belongings.apacheSites];
  const servers = [view.nginx(), view.apache()];
  const foreign = foreignWebServer(host, root, view.apache().kind !== "absent");
  const hidden = [
    ...servers.flatMap((each) => (each.kind === "blocked" ? [each.reason] : [])),
    // An included file that could not be read may be a site of its own.
    ...servers.flatMap((each) => (each.kind === "found" ? each.value.gaps.map(reasonOf) : [])),
    ...(foreign === undefined
      ? []
      : [
          { code: "parse", text: `${foreign} serves it, whose configuration is not read` } as const,
        ]),
    ...namelessSites(servers, known, envFiles),
  ];
  const [first] = hidden;
  if (known.length === 0 && first) return { kind: "blocked", reason: first };
  if (known.length === 0 && servers.every(({ kind }) => kind === "absent")) return absent;
  return found([...known, ...hidden.map(unreadSite)]);
}

/**
 * A site that only hands on to a port is known for ours by its host name, which stands in the env
 * file: with that closed to us it may be ours.
 */
function namelessSites(
  servers: readonly Look<{ readonly sites: readonly ServedSite[] }>[],
  known: readonly WebSite[],
  envFiles: readonly EnvFile[],
): readonly Reason[] {
  const closed = envFiles.find(({ content }) => content.kind === "blocked");
  if (closed?.content.kind !== "blocked") return [];
  const others = servers
    .flatMap((each) => (each.kind === "found" ? each.value.sites : []))
    .filter((site) => !known.includes(site) && site.upstreams.some((to) => /^https?:/.test(to)));
  const { code, text } = closed.content.reason;
  return others.slice(0, 1).map(({ label }) => ({
    code,
    text: `whose site ${label} is stands in ${closed.path}: ${text}`,
  }));
}

function reasonOf({ what, reason }: Gap): Reason {
  return { code: reason.code, text: `${what}: ${reason.text}` };
}

function unreadSite(reason: Reason): WebSite {
  return {
    server: "web server",
    label: "web server configuration",
    file: "",
    line: 0,
    serverNames: [],
    roots: [],
    urlOf: () => ({ kind: "blocked", reason }),
  };
}
