import type { FileReader } from "../../core/ports/files.ts";
import type { WebSite } from "../../core/install/install.ts";
import { type Look, absent, blocked, found } from "../../core/look.ts";
import type { LinkView } from "../web-server/link-view.ts";
import { spellingsOf } from "../web-server/spellings.ts";
import { countSteps } from "../web-server/steps.ts";
import { candidateUris, rewrittenUris, unclearAlias } from "./candidates.ts";
import { type FileView, createFileView } from "./file-view.ts";
import { type ApacheConfiguration, type ApacheDirective, undecidedPart } from "./load-apache.ts";
import { mediaTypesOf } from "./media-types.ts";
import { mappings } from "./mapping.ts";
import { rewriteConfigOf } from "./rewrite-rules.ts";
import { type Serving, isNegotiated, serve, serverRules } from "./serve.ts";
import { type ApacheServer, absolute, serverOf } from "./server.ts";
import { apacheTls } from "./site-tls.ts";
import { isMainReached, listenPorts, namesOf, portOf, reachedHosts } from "./virtual-hosts.ts";
import { foldersOf } from "./walk.ts";

/** The main server or a virtual host of Apache. */
export interface ApacheSite extends WebSite {
  /** Server level: the main server's directives, then the host's own. */
  readonly levels: readonly (readonly ApacheDirective[])[];
  readonly documentRoot: string | undefined;
  /** Sockets and addresses that requests are handed to, `unix:/run/php/php8.2-fpm.sock`. */
  readonly upstreams: readonly string[];
}

/** Every server of a configuration that a request can reach, in file order. */
export function apacheSites(
  configuration: ApacheConfiguration,
  host: FileReader,
  links: LinkView,
): readonly ApacheSite[] {
  const { directives, state } = configuration;
  const view = createFileView(host, links, state);
  const isHost = ({ name, block }: ApacheDirective) =>
    name === "virtualhost" && block !== undefined;
  const main = directives.filter((each) => !isHost(each));
  const hosts = directives.filter(isHost);
  const sites = reachedHosts(main, hosts).map((each) =>
    siteOf(each, [main, each.block ?? []], each.args.map(portOf), configuration, view),
  );
  const root = main.findLast(({ name }) => name === "documentroot");
  if (!root || !isMainReached(main, hosts)) return sites;
  return [siteOf(root, [main], listenPorts(main), configuration, view), ...sites];
}

function siteOf(
  { file, line }: ApacheDirective,
  levels: readonly (readonly ApacheDirective[])[],
  ports: readonly string[],
  { state }: ApacheConfiguration,
  view: FileView,
): ApacheSite {
  const { serverRoot, modules } = state;
  const mediaTypes = mediaTypesOf(levels.flat(), state);
  const server = serverOf(levels, serverRoot, ports);
  const all = levels.flat();
  const aliases = mappings(server, /^alias$/).map(({ args }) =>
    absolute(args[1] ?? "", serverRoot),
  );
  const roots = [...(server.documentRoot === undefined ? [] : [server.documentRoot]), ...aliases];
  const general = generalDoubt(all);
  return {
    server: "Apache",
    label: `apache/${file.slice(file.lastIndexOf("/") + 1)}:${line}`,
    file,
    line,
    serverNames: namesOf(levels.at(-1) ?? []),
    roots: [...new Set(roots.filter((each) => !each.includes("$")).map((each) => view.real(each)))],
    levels,
    documentRoot: server.documentRoot,
    upstreams: deep(all).flatMap(upstreamOf),
    tls: () => apacheTls(levels, serverRoot, { file, line }),
    urlOf: (path) => {
      const isFile = (other: string) => other === path || view.real(other) === path;
      return urlOf({ server, serverRoot, modules, mediaTypes, view, isFile }, path, general);
    },
  };
}

function urlOf(serving: Serving, file: string, general: string | undefined): Look<string> {
  const { server, serverRoot, view } = serving;
  let doubt = general;
  const direct = candidateUris(server, file, view, serverRoot);
  const { uris, unclear } = rewritten(serving, direct, file);
  const options = spellingOptions(server);
  for (const uri of [...direct, ...uris]) {
    for (const { raw, uri: asked } of spellingsOf(uri, options)) {
      for (const method of ["GET", "POST"] as const) {
        const request = { uri: asked, raw, method, ended: false, hops: 0, steps: countSteps() };
        const answer = serve(serving, request);
        if (answer.kind === "file" && general === undefined) return found(raw);
        if (answer.kind === "undecided") doubt ??= answer.why;
      }
    }
  }
  doubt ??= sideDoor(serving, direct, file);
  const alias = unclearAlias(server, file);
  if (alias !== undefined) doubt ??= `AliasMatch ${alias}: its requests cannot be told`;
  for (const { target, rule } of unclear) {
    const request = { uri: target, raw: "/", method: "GET", ended: false, hops: 1 } as const;
    const answer = serve(serving, { ...request, steps: countSteps() });
    if (answer.kind === "file") {
      const { file: place, line } = rule.directive;
      doubt ??= `${place}:${line}: which requests it rewrites cannot be told`;
    }
  }
  return doubt === undefined ? absent : blocked("parse", doubt);
}

/** Ways to a file that are not followed to their end. */
function sideDoor(serving: Serving, direct: readonly string[], file: string): string | undefined {
  const { server, modules, serverRoot } = serving;
  const negotiated = direct.find((uri) => isNegotiated(serving, uri));
  if (negotiated !== undefined) return `MultiViews may give ${negotiated} without its ending`;
  const inner = server.locations
    .flatMap(({ directives }) => directives)
    .find(({ name, args }) => {
      const isAlias = /^(script)?alias(match)?$/.test(name);
      return isAlias && file.startsWith(absolute((args[0] ?? "").split("$")[0] ?? "", serverRoot));
    });
  if (inner) return `${inner.file}:${inner.line}: ${inner.name} stands in a section`;
  const home = modules.has("userdir_module")
    ? server.levels
        .flat()
        .find(({ name, args }) => name === "userdir" && !/^(dis|en)abled$/i.test(args[0] ?? ""))
    : undefined;
  const folder = home?.args[0]
    ?.split("*")
    .at(-1)
    ?.replaceAll(/^\/+|\/+$/g, "");
  if (!home || folder === undefined || !file.includes(`/${folder}/`)) return undefined;
  return `${home.file}:${home.line}: UserDir may serve it`;
}

/** What rules of the server and of the folders on the way lead to the file. */
function rewritten({ server, view }: Serving, direct: readonly string[], file: string) {
  const own = serverRules(server);
  const found = own ? [rewrittenUris(own, [...direct, file], "/")] : [];
  const root = server.documentRoot;
  const seen = new Set<string>();
  for (const uri of root === undefined ? [] : ["/", ...direct]) {
    for (const folder of foldersOf((root ?? "") + uri)) {
      if (seen.has(folder) || !folder.startsWith(`${root ?? ""}/`)) continue;
      seen.add(folder);
      const base = folder.slice((root ?? "").length);
      const sections = server.directories.filter(
        ({ match }) => match.kind === "plain" && match.path === folder,
      );
      const access = view.accessFile(`${folder}.htaccess`);
      const lists = [
        ...sections.map(({ directives }) => directives),
        ...(access.kind === "found" ? [access.value] : []),
      ];
      for (const list of lists) {
        const rewrite = rewriteConfigOf(list, { kind: "folder", path: folder });
        if (rewrite) found.push(rewrittenUris({ ...rewrite, on: true }, direct, base));
      }
    }
  }
  return {
    uris: found.flatMap(({ uris }) => uris),
    unclear: found.flatMap(({ unclear }) => unclear),
  };
}

function spellingOptions({ levels }: ApacheServer) {
  const merge = levels.flat().findLast(({ name }) => name === "mergeslashes")?.args[0];
  const slashes = merge?.toLowerCase() === "off" ? ("kept-inside" as const) : ("merged" as const);
  // An access file may let something stand behind the name of a file.
  return { slashes, pathInfo: true };
}

/** What makes every answer of a server uncertain. */
function generalDoubt(directives: readonly ApacheDirective[]): string | undefined {
  const program = directives.find(({ name }) =>
    /^(luahook\w*|lua(map\w+)|perl\w+|virtual(documentroot|scriptalias)\w*)$/.test(name),
  );
  if (program) return `${program.file}:${program.line}: ${program.name} decides`;
  const unset = directives.find(
    ({ name, text }) => /^(documentroot|(script)?alias(match)?)$/.test(name) && text.includes("${"),
  );
  if (unset) return `${unset.file}:${unset.line}: a variable in ${unset.name} is not set`;
  const unread = directives.find(
    ({ name, block }) => name === undecidedPart && block === undefined,
  );
  return unread && `${unread.file}:${unread.line}: ${unread.text}`;
}

/** All directives, those inside sections included. */
export function deep(directives: readonly ApacheDirective[]): readonly ApacheDirective[] {
  return directives.flatMap((each) => [each, ...deep(each.block ?? [])]);
}

function upstreamOf({ name, args }: ApacheDirective): string[] {
  const target = { sethandler: args[0], proxypass: args.at(-1), proxypassmatch: args.at(-1) }[name];
  if (target === undefined) return [];
  const text = target.replace(/^proxy:/, "");
  const socket = /^(unix:[^|]+)/.exec(text)?.[1];
  const address = /^[a-z]+:\/\/([^/]+)/.exec(text)?.[1];
  return socket !== undefined ? [socket] : address === undefined ? [] : [address];
}
