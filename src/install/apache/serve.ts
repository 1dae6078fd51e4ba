import { type Answer, fileServed, nothingServed } from "../web-server/answer.ts";
import { type Method, accessOf } from "./authorization.ts";
import type { FileView } from "./file-view.ts";
import type { FolderConfig } from "./folder-config.ts";
import { handledBy } from "./handler.ts";
import { type Mapped, mapUri, pathOf, redirects } from "./mapping.ts";
import { type RewriteProgress, runRules } from "./rewrite.ts";
import { type RewriteConfig, rewriteConfigOf } from "./rewrite-rules.ts";
import type { ApacheServer } from "./server.ts";
import { type Steps, countSteps } from "../web-server/steps.ts";
import { walk } from "./walk.ts";

export interface Serving {
  readonly server: ApacheServer;
  readonly serverRoot: string;
  readonly modules: ReadonlySet<string>;
  /** Name endings with a media type of the system's table; undefined: not readable. */
  readonly mediaTypes: () => ReadonlySet<string> | undefined;
  readonly view: FileView;
  /** Whether a path that Apache would open is the file asked about. */
  isFile(path: string): boolean;
}

export interface Request {
  /** Decoded, as Apache has it. */
  readonly uri: string;
  /** As it was sent. */
  readonly raw: string;
  readonly method: Method;
  readonly ended: boolean;
  /** Internal redirects so far; Apache gives up after ten. */
  readonly hops: number;
  readonly steps: Steps;
}

/** Simulates one request: rules of the server, aliases, sections, access, rules of the folder. */
export function serve(serving: Serving, request: Request): Answer {
  if (request.hops > 10) return nothingServed;
  const rewrite = serverRules(serving.server);
  if (!rewrite?.on || request.ended) return mapped(serving, request);
  if (rewrite.unclear) return unclear(rewrite);
  return runRules(
    {
      rules: rewrite.rules,
      view: serving.view,
      steps: request.steps,
      folder: undefined,
      facts: (name) => factsOf(serving, request, name),
      finish: (progress) => afterServerRules(serving, request, progress),
    },
    request.uri,
  );
}

/** A virtual host has its own rules, or none; whether they run it may leave to the main server. */
export function serverRules({ levels }: ApacheServer): RewriteConfig | undefined {
  const [main, own] = levels;
  const outer = rewriteConfigOf(main ?? [], { kind: "server" });
  if (!own) return outer;
  const inner = rewriteConfigOf(own, { kind: "server" }, outer);
  return inner ?? (outer ? { ...outer, rules: [] } : undefined);
}

function factsOf({ server }: Serving, { uri, raw, method, hops }: Request, fileName: string) {
  const { isSecure, port, documentRoot = "" } = server;
  return { uri, raw, method, fileName, documentRoot, isSecure, port, redirected: hops > 0 };
}

function afterServerRules(serving: Serving, request: Request, progress: RewriteProgress): Answer {
  const ended = request.ended || progress.ended;
  if (!progress.changed) return mapped(serving, { ...request, ended });
  const { name } = progress;
  if (!name.startsWith("/")) return nothingServed;
  if (progress.passThrough) return mapped(serving, { ...request, uri: name, ended });
  // A name whose first part exists on the disk is taken as a path, else it counts from the root.
  const top = `/${name.split("/")[1] ?? ""}`;
  const isPath = top !== "/" && (serving.view.isFolder(top) || serving.view.isFile(top));
  const root = serving.server.documentRoot;
  if (!isPath && root === undefined) return nothingServed;
  const path = (isPath ? name : (root ?? "") + name).replaceAll(/\/{2,}/g, "/");
  return opened(serving, { ...request, ended }, { path, isScript: false });
}

function mapped(serving: Serving, request: Request): Answer {
  const target = mapUri(serving.server, request.uri, serving.serverRoot);
  if (target.kind === "elsewhere") return nothingServed;
  return target.kind === "undecided" ? target : opened(serving, request, target);
}

/**
 * Whether content negotiation finds the file for a name without its ending: what stands before a
 * file is looked for (aliases, redirects, rules of the server) then has nothing to say.
 */
export function isNegotiated(serving: Serving, uri: string): boolean {
  const { server, serverRoot, view, modules } = serving;
  if (!modules.has("negotiation_module")) return false;
  const target = pathOf(server, uri, serverRoot);
  if (target?.kind !== "path") return false;
  const walked = walk(server, { path: target.path, uri }, view);
  if (walked.kind !== "config" || !walked.config.options.multiViews) return false;
  const request: Request = {
    uri,
    raw: uri,
    method: "GET",
    ended: true,
    hops: 0,
    steps: countSteps(),
  };
  return opened(serving, request, target).kind === "file";
}

type Target = Pick<Extract<Mapped, { kind: "path" }>, "path" | "isScript" | "alias">;

/** Everything from the path of a file on. */
function opened(serving: Serving, request: Request, target: Target): Answer {
  if (target.path.includes("${")) return why(`a variable in ${target.path} is not set`);
  const { path, info } = splitPathInfo(target.path, serving.view);
  const walked = walk(serving.server, { path, uri: request.uri }, serving.view);
  if (walked.kind === "refused") return nothingServed;
  if (walked.kind === "undecided") return serving.isFile(path) ? walked : why(walked.why);
  const { config } = walked;
  const isFile = serving.isFile(path);
  const answer = judged(serving, request, { ...target, path }, config, info);
  const doubt = config.doubts.find(({ mayOpen }) => answer.kind === "file" || (mayOpen && isFile));
  if (!doubt || answer.kind === "undecided") return answer;
  const { file, line, name, text } = doubt.directive;
  return why(`${file}:${line}: ${name.startsWith("<") ? text : `${name} is not known`}`);
}

function judged(
  serving: Serving,
  request: Request,
  target: Target,
  config: FolderConfig,
  info: string,
): Answer {
  const { method } = request;
  const access = accessOf(config, { method, isLocal: serving.server.isLocalOnly });
  if (access === "closed") return nothingServed;
  const answer = fixups(serving, request, target, config, info);
  if (access === "unknown" && answer.kind === "file")
    return why("its Require lines cannot be decided");
  return answer;
}

function fixups(
  serving: Serving,
  request: Request,
  target: Target,
  config: FolderConfig,
  info: string,
): Answer {
  const { rewrite, options } = config;
  if (!rewrite?.on || request.ended) return content(serving, request, target, config, info);
  // Without links nothing may be rewritten: Apache refuses.
  if (!options.followLinks && !options.ownLinks) return nothingServed;
  if (rewrite.rules.length === 0) return content(serving, request, target, config, info);
  if (rewrite.unclear || rewrite.folder === undefined) return unclear(rewrite);
  const { folder } = rewrite;
  const before = target.path;
  return runRules(
    {
      rules: rewrite.rules,
      view: serving.view,
      steps: request.steps,
      folder,
      facts: (name) => factsOf(serving, request, name),
      finish: (progress) => {
        const ended = request.ended || progress.ended;
        if (!progress.changed || progress.name === before) {
          return content(serving, { ...request, ended }, target, config, info);
        }
        const uri = uriOf(serving, rewrite, target, progress.name);
        return serve(serving, { ...request, uri, ended, hops: request.hops + 1 });
      },
    },
    before + info,
  );
}

/** The address that a rule of a folder leads to: a path below it is turned back into one. */
function uriOf(
  { server }: Serving,
  { base, folder = "" }: RewriteConfig,
  { alias }: Target,
  name: string,
): string {
  if (base !== undefined) {
    if (!name.startsWith(folder)) return name;
    return `${base.replace(/\/+$/, "")}/${name.slice(folder.length)}`;
  }
  const top = alias?.folder ?? server.documentRoot;
  if (top === undefined || !name.startsWith(`${top}/`)) return name;
  return (alias?.prefix ?? "") + name.slice(top.length);
}

function content(
  serving: Serving,
  { uri }: Request,
  { path, isScript }: Target,
  config: FolderConfig,
  info: string,
): Answer {
  if (!serving.isFile(path)) return nothingServed;
  for (const directive of config.redirects) {
    const truth = redirects(directive, uri);
    if (truth === true) return nothingServed;
    if (truth === "unknown")
      return why(`${directive.file}:${directive.line}: ${directive.name} cannot be read`);
  }
  if (isScript) return nothingServed;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const handled = handledBy(config.handling, name, serving.modules, serving.mediaTypes);
  if (handled === "unknown") return why("its handler is not known");
  // Programs take what stands behind the name of the file, unless that is switched off.
  if (info !== "" && !(config.acceptPathInfo ?? handled === "php")) return nothingServed;
  return handled === "program" ? nothingServed : fileServed;
}

/** `/a/b.txt/more` is the file `/a/b.txt` with `/more` behind it. */
function splitPathInfo(path: string, view: FileView): { path: string; info: string } {
  for (let at = path.indexOf("/", 1); at > 0; at = path.indexOf("/", at + 1)) {
    if (view.isFile(path.slice(0, at))) return { path: path.slice(0, at), info: path.slice(at) };
  }
  return { path, info: "" };
}

function unclear({ unclear: directive, rules }: RewriteConfig): Answer {
  const { file, line } = directive ?? rules[0]?.directive ?? { file: "rewrite rules", line: 0 };
  return why(`${file}:${line}: where its rules lead cannot be told`);
}

function why(text: string): Answer {
  return { kind: "undecided", why: text };
}
