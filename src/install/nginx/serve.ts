import { type Answer, fileServed, nothingServed } from "../web-server/answer.ts";
import { allScopes } from "./candidates.ts";
import { openedPath } from "./file-base.ts";
import { type Scope, findLocation } from "./location.ts";
import { runRewrites } from "./rewrite.ts";
import type { Steps } from "../web-server/steps.ts";

/** Content handlers: whatever they send, it is not the file as it lies there. */
const handlers =
  /^((proxy|fastcgi|uwsgi|scgi|grpc|memcached|drizzle|postgres|redis2)_pass|stub_status|empty_gif|api|status|dav_methods_only)$/;
const programs =
  /^((content|access)_by_lua(_block|_file)?|js_content|js_access|perl|python_content)$/;

export interface Request {
  readonly uri: string;
  /** As it was sent. */
  readonly raw: string;
  /** Came from a rewrite, `try_files` or an error page. */
  readonly internal: boolean;
  /** Internal redirects so far; nginx gives up after ten. */
  readonly hops: number;
  readonly steps: Steps;
}

export interface Serving {
  readonly server: Scope;
  /** `http`, `https`; undefined: both. */
  readonly scheme: string | undefined;
  /** Addresses that everybody has who gets here: behind a proxy on this machine. */
  readonly local: RegExp | undefined;
  /** Whether a path that nginx would open is the file asked about. */
  isFile(path: string): boolean;
  /** Whether some regular file is there now: `try_files` then stops at it. */
  exists(path: string): boolean;
  /** The file itself, for roots with variables. */
  readonly file: string;
}

/** Simulates the phases of one request: server rules, location, its rules, access, content. */
export function serve(serving: Serving, request: Request): Answer {
  if (request.hops > 10) return nothingServed;
  const { server } = serving;
  const locate = (uri: string, changed = true) =>
    inLocation(serving, { ...request, uri, internal: request.internal || changed });
  return runRewrites(server.own, request.uri, {
    go: locate,
    restart: locate,
    facts: factsIn(serving, server, request),
    steps: request.steps,
  });
}

export function inLocation(serving: Serving, request: Request): Answer {
  if (request.hops > 10) return nothingServed;
  const scope = findLocation(serving.server, request.uri);
  if (scope === "undecided") return why("an expression of a location cannot be read");
  // The server's own rules have run already.
  if (scope === serving.server) return inScope(serving, scope, request);
  return runRewrites(scope.own, request.uri, {
    go: (uri) => inScope(serving, scope, { ...request, uri }),
    restart: (uri) =>
      inLocation(serving, { ...request, uri, internal: true, hops: request.hops + 1 }),
    facts: factsIn(serving, scope, request),
    steps: request.steps,
  });
}

function factsIn(serving: Serving, scope: Scope, { raw }: Request) {
  const { scheme } = serving;
  return (uri: string) => {
    const opensFile = opens(serving, scope, uri).kind === "file";
    return { uri, raw, scheme, opensFile };
  };
}

function inScope(serving: Serving, scope: Scope, request: Request): Answer {
  const allowed = access(serving, scope, request);
  if (allowed.kind !== "file") return allowed;
  const program = scope.own.find(({ name }) => programs.test(name));
  const content = (uri: string): Answer => {
    if (program) return why(`${program.file}:${program.line}: ${program.name} is a program`);
    if (scope.own.some(({ name }) => handlers.test(name))) return nothingServed;
    return opens(serving, scope, uri);
  };
  return scope.tryFiles ? tried(serving, scope, request, content) : content(request.uri);
}

/** `file` = may be read by anybody. */
function access({ local }: Serving, scope: Scope, request: Request): Answer {
  if (scope.internal && !request.internal) return nothingServed;
  const except = scope.own.find(({ name }) => name === "limit_except");
  const getIsLimited =
    except !== undefined && !except.args.some((each) => /^(GET|HEAD)$/.test(each));
  const rules = getIsLimited ? (except.block ?? []) : scope.access;
  const denied = firstRuleDenies(rules, local);
  if (scope.satisfyAny && scope.access.length > 0 && !denied) return fileServed;
  if (denied || scope.auth === "basic") return nothingServed;
  if (scope.auth === "request") return why("auth_request asks a program");
  return fileServed;
}

/** The public is meant: `allow 10.0.0.0/8; deny all;` is closed, `deny 1.2.3.4;` is open. */
function firstRuleDenies(rules: Scope["access"], local: Serving["local"]): boolean {
  const isEverybody = ([address = ""]: readonly string[]) =>
    address === "all" || address.endsWith("/0") || (local?.test(address) ?? false);
  return rules.find(({ args }) => isEverybody(args))?.name === "deny";
}

function opens(serving: Serving, scope: Scope, uri: string): Answer {
  const opened = openedPath(scope.base, uri);
  const { base } = scope;
  // Every expression that is tried takes the groups of the location away.
  const isCapture = base?.kind === "alias" && base.of.kind === "regex" && base.path.includes("$");
  if (isCapture && scope.own.some(({ name }) => name === "rewrite" || name === "if")) {
    return why("an expression is tried between its location and its alias");
  }
  if (opened.kind === "path") return serving.isFile(opened.path) ? fileServed : nothingServed;
  return opened.pattern.match(serving.file) !== "none"
    ? why("a variable stands in its root")
    : nothingServed;
}

/** `try_files`: the first name that exists wins. */
function tried(
  serving: Serving,
  scope: Scope,
  request: Request,
  content: (uri: string) => Answer,
): Answer {
  const all = scope.tryFiles ?? [];
  for (const argument of all.slice(0, -1)) {
    const uri = filled(argument, request.uri);
    if (uri === undefined) return why("a variable stands in try_files");
    if (uri.endsWith("/")) continue;
    if (opens(serving, scope, uri).kind !== "nothing") return content(uri);
    const other = openedPath(scope.base, uri);
    if (other.kind === "path" && serving.exists(other.path)) return nothingServed;
  }
  const last = all.at(-1) ?? "";
  if (last.startsWith("=")) return nothingServed;
  const hops = request.hops + 1;
  if (last.startsWith("@")) return named(serving, last, { ...request, hops });
  const uri = filled((last.split("?")[0] ?? "").trim(), request.uri);
  if (uri === undefined) return why("a variable stands in try_files");
  // Falling back to the same address again ends in nginx's own error.
  if (uri === request.uri) return nothingServed;
  return serve(serving, { ...request, uri, internal: true, hops });
}

function filled(argument: string, uri: string): string | undefined {
  const text = argument.replaceAll(/\$(\{(?:document_)?uri\}|(?:document_)?uri\b)/g, uri);
  return text.includes("$") ? undefined : text;
}

function named(serving: Serving, name: string, request: Request): Answer {
  const scope = allScopes(serving.server).find(
    ({ match }) => match.kind === "named" && match.name === name,
  );
  if (!scope) return nothingServed;
  return runRewrites(scope.own, request.uri, {
    go: (uri) => inScope(serving, scope, { ...request, uri, internal: true }),
    restart: (uri) => inLocation(serving, { ...request, uri, internal: true }),
    facts: factsIn(serving, scope, request),
    steps: request.steps,
  });
}

function why(text: string): Answer {
  return { kind: "undecided", why: text };
}
