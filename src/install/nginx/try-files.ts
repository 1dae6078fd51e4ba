import { type Answer, nothingServed, why } from "../web-server/answer.ts";
import { failed } from "./failure.ts";
import { type OpenedPath, openedPath } from "./file-base.ts";
import { fillText } from "./fill-text.ts";
import { type Place, type Request, type Serving, groupsGone, judged } from "./serving.ts";

const variable = "a variable stands in try_files";

/** `try_files`: the first name that exists wins. */
export function tried(
  serving: Serving,
  place: Place,
  request: Request,
  content: (uri: string) => Answer,
): Answer {
  const { scope, groups } = place;
  const all = scope.tryFiles ?? [];
  const { uri: asked } = request;
  for (const argument of all.slice(0, -1)) {
    const filled = fillText(argument, { ...request, groups });
    if (filled.kind === "pattern") {
      // A program answers for whatever is found.
      if (!scope.handler && mayLead(serving, filled.pattern)) return why(variable);
      const answer = scope.handler ? content(asked) : nothingServed;
      if (answer.kind !== "nothing") return answer;
      continue;
    }
    const opened = triedPath(place, asked, filled.text);
    if (opened === undefined) return why(groupsGone);
    const isFolder = filled.text.endsWith("/");
    const answer = judged(serving, opened);
    if (answer.kind === "undecided") return answer;
    const kind = opened.kind === "path" ? serving.kindOf(opened.path) : "none";
    if (kind === "unknown") return why(`${filled.text} of try_files could not be looked at`);
    if (isFolder) {
      if (kind !== "folder") continue;
      // Its index, or an error.
      return content(filled.text);
    }
    if (answer.kind !== "file" && kind !== "file") continue;
    return scope.handler || scope.program ? content(asked) : answer;
  }
  return fallBack(serving, place, request, all.at(-1) ?? "");
}

function fallBack(serving: Serving, place: Place, request: Request, last: string): Answer {
  if (last.startsWith("=")) return failed(serving, place, request, Number(last.slice(1)));
  const hops = request.hops + 1;
  if (last.startsWith("@")) return serving.redirects.named(serving, last, { ...request, hops });
  const template = (last.split("?")[0] ?? "").trim();
  const filled = fillText(template, { ...request, groups: place.groups });
  if (filled.kind === "pattern") {
    return mayLead(serving, filled.pattern) ? why(variable) : nothingServed;
  }
  // Falling back to the same address again ends in nginx's own error.
  if (filled.text === request.uri) return nothingServed;
  return serving.redirects.serve(serving, { ...request, uri: filled.text, internal: true, hops });
}

function mayLead({ targets }: Serving, pattern: { match(text: string): unknown }): boolean {
  return targets.some((each) => pattern.match(each) !== "none");
}

/**
 * Below an alias nginx takes off what the address begins with, if the name begins so too; under an
 * expression the name comes behind the whole alias.
 */
function triedPath(
  { scope: { base }, groups }: Place,
  uri: string,
  name: string,
): OpenedPath | undefined {
  if (base?.kind !== "alias") return openedPath(base, name);
  const { of, path } = base;
  if (of.kind === "regex") {
    if (!groups && path.includes("$")) return undefined;
    return openedPath({ kind: "alias", path: path + name, of }, uri);
  }
  const length = of.kind === "exact" || of.kind === "prefix" ? of.path.length : 0;
  const rest = name.startsWith(uri.slice(0, length)) ? name.slice(length) : name;
  return openedPath({ kind: "alias", path: path + rest, of: { kind: "exact", path: "" } }, "");
}
