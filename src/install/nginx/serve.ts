import { type Answer, nothingServed, why } from "../web-server/answer.ts";
import { allowed } from "./access.ts";
import { failed, failedSomehow } from "./failure.ts";
import { openedPath } from "./file-base.ts";
import { fillText } from "./fill-text.ts";
import { type Scope, branchOf, findLocation } from "./location.ts";
import { type AfterRewrite, type Progress, runRewrites } from "./rewrite.ts";
import {
  type Opened,
  type Place,
  type Request,
  type Serving,
  groupsGone,
  judged,
} from "./serving.ts";
import { tried } from "./try-files.ts";

/** Simulates the phases of one request: server rules, location, its rules, access, content. */
export function serve(serving: Serving, request: Request): Answer {
  if (request.hops > 10) return nothingServed;
  const { server } = serving;
  const locate = (uri: string) => inLocation(serving, { ...request, uri, internal: true });
  return runRewrites(server.own, request.uri, {
    ...rewriting(serving, server, request),
    isServer: true,
    go: ({ uri, changed }) =>
      inLocation(serving, { ...request, uri, internal: request.internal || changed }),
    restart: locate,
  });
}

export function inLocation(serving: Serving, request: Request): Answer {
  if (request.hops > 10) return nothingServed;
  const scope = findLocation(serving.server, request.uri);
  if (scope === "undecided") return why("an expression of a location cannot be read");
  // The server's own rules have run already.
  const answer =
    scope === serving.server
      ? inScope(serving, { scope, groups: undefined }, request)
      : inRules(serving, scope, request);
  if (answer.kind !== "nothing") return answer;
  return failedSomehow(serving, { scope, groups: undefined }, request, "client");
}

/** In a named location no other is looked for, and rules of the server do not run again. */
export function named(serving: Serving, name: string, request: Request): Answer {
  const scope = serving.server.locations.find(
    ({ match }) => match.kind === "named" && match.name === name,
  );
  if (!scope || request.hops > 10) return nothingServed;
  return inRules(serving, scope, { ...request, internal: true });
}

/** A location from its own rules on. */
function inRules(serving: Serving, scope: Scope, request: Request): Answer {
  // Not found before a rule is looked at.
  if (scope.internal && !request.internal) {
    return failed(serving, { scope, groups: undefined }, request, 404);
  }
  const limit = limitOf(scope);
  if (limit && !limit.args.some((each) => /^(GET|HEAD)$/.test(each))) {
    return inScope(serving, { scope: branchOf(scope, limit), groups: undefined }, request);
  }
  return runRewrites(scope.own, request.uri, {
    ...rewriting(serving, scope, request),
    isServer: false,
    go: (end) => inScope(serving, placeOf(scope, request, end), { ...request, uri: end.uri }),
    restart: (uri) =>
      inLocation(serving, { ...request, uri, internal: true, hops: request.hops + 1 }),
  });
}

/** Other methods have their own settings, and no rules. */
function limitOf({ own }: Scope) {
  return own.find(({ name }) => name === "limit_except");
}

function rewriting(
  serving: Serving,
  scope: Scope,
  request: Request,
): Pick<AfterRewrite, "facts" | "fail" | "steps" | "raw"> {
  return {
    raw: request.raw,
    steps: request.steps,
    fail: (status, end) => {
      const place = scope.match.kind === "server" ? undefined : placeOf(scope, request, end);
      const asked = { ...request, uri: end.uri };
      return failed(serving, place ?? { scope, groups: undefined }, asked, status);
    },
    facts: (progress) => {
      const { uri } = progress;
      const { base } = inForce(scope, progress);
      const opened = openedPath(base, uri);
      return {
        uri,
        raw: request.raw,
        scheme: serving.scheme,
        opened: opened.kind === "path" ? opened.path : undefined,
        root: base?.path.includes("$") === false ? base.path.replace(/\/+$/, "") : undefined,
        kindOf: serving.kindOf,
      };
    },
  };
}

function inForce(scope: Scope, { branch }: Progress): Scope {
  return branch && scope.match.kind !== "server" ? branchOf(scope, branch) : scope;
}

function placeOf(scope: Scope, request: Request, end: Progress): Place {
  const { match } = scope;
  const matched = match.kind === "regex" ? match.regex?.match(request.uri) : undefined;
  const groups = typeof matched === "object" && end.expressions === 0 ? matched : undefined;
  return { scope: inForce(scope, end), groups };
}

/** A location whose rules have run: access, then content. */
export function inScope(serving: Serving, place: Place, request: Request): Answer {
  const { scope } = place;
  const access = allowed(scope, serving.local);
  if (access.kind === "refused") return failed(serving, place, request, access.status);
  if (access.kind === "undecided") return why("auth_request asks a program");
  return scope.tryFiles
    ? tried(serving, place, request, (uri) => content(serving, place, { ...request, uri }))
    : content(serving, place, request);
}

function content(serving: Serving, place: Place, request: Request): Answer {
  const { program, handler, intercepts } = place.scope;
  if (program) return why(`${program.file}:${program.line}: ${program.name} is a program`);
  // Which error there is the program behind it decides, or that it does not run.
  if (handler) return failedSomehow(serving, place, request, intercepts ? "any" : "upstream");
  if (request.uri.endsWith("/")) return folder(serving, place, request);
  const answer = opens(serving, place, request.uri);
  if (answer.kind === "file" || answer.kind === "undecided") return answer;
  if (answer.status === "some") return failedSomehow(serving, place, request, "any");
  const shown = answer.status ? failed(serving, place, request, answer.status) : nothingServed;
  // Static files are not sent for PUT, nor for POST.
  const isLimited = limitOf(place.scope) !== undefined;
  return shown.kind === "nothing" && !isLimited ? failed(serving, place, request, 405) : shown;
}

/** The first of the index names that is there is asked for; nothing else of a folder is sent. */
function folder(serving: Serving, place: Place, request: Request): Answer {
  for (const name of place.scope.index) {
    const hops = request.hops + 1;
    const filled = fillText(name, { ...request, groups: place.groups });
    if (filled.kind === "pattern") return why("a variable stands in index");
    const uri = name.startsWith("/") ? filled.text : request.uri + filled.text;
    const opened = opens(serving, place, uri);
    if (opened.kind === "undecided") return opened;
    if (opened.kind === "file" || opened.status === undefined || name.startsWith("/")) {
      return serve(serving, { ...request, uri, internal: true, hops });
    }
  }
  return failedSomehow(serving, place, request, "any");
}

/** What the base of a place makes of an address. */
function opens(serving: Serving, { scope, groups }: Place, uri: string): Opened {
  const { base } = scope;
  const isCapture = base?.kind === "alias" && base.of.kind === "regex" && base.path.includes("$");
  if (isCapture && !groups) return why(groupsGone);
  return judged(serving, openedPath(base, uri));
}
