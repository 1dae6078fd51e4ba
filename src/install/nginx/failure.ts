import { type Answer, nothingServed, why } from "../web-server/answer.ts";
import { type ErrorPage, clientCodes, upstreamCodes } from "./error-page.ts";
import { fillText } from "./fill-text.ts";
import type { Place, Request, Serving } from "./serving.ts";

/** What is sent in place of an error: the error page in force, which may be any file. */
export function failed(serving: Serving, place: Place, request: Request, status: number): Answer {
  const page = place.scope.errorPages.find(({ codes }) => codes.includes(status));
  return page && !request.failed ? shown(serving, place, request, page, status) : nothingServed;
}

/** An error that something else than the text decides about: where its page leads is in doubt. */
export function failedSomehow(
  serving: Serving,
  place: Place,
  request: Request,
  by: "client" | "upstream" | "any",
): Answer {
  if (request.failed) return nothingServed;
  for (const page of place.scope.errorPages) {
    for (const status of page.codes) {
      if (by === "client" && !clientCodes.has(status)) continue;
      if (by === "upstream" && !upstreamCodes.has(status)) continue;
      const answer = shown(serving, place, request, page, status);
      if (answer.kind === "nothing") continue;
      return answer.kind === "undecided" ? answer : why(`error_page ${status} may lead to it`);
    }
  }
  return nothingServed;
}

/** https://nginx.org/en/docs/http/ngx_http_core_module.html#error_page */
function shown(
  serving: Serving,
  { scope, groups }: Place,
  request: Request,
  { target }: ErrorPage,
  status: number,
): Answer {
  if (!request.steps()) return why("too many ways lead through the error pages");
  const next: Request = {
    ...request,
    internal: true,
    hops: request.hops + 1,
    failed: !scope.recursive,
  };
  if (target.startsWith("@")) return serving.redirects.named(serving, target, next);
  const filled = fillText(target.split("?")[0] ?? "", { ...request, groups, status });
  if (filled.kind === "text") {
    // Elsewhere, by a redirect.
    if (!filled.text.startsWith("/")) return nothingServed;
    return serving.redirects.serve(serving, { ...next, uri: filled.text });
  }
  const mayLead = serving.targets.some((each) => filled.pattern.match(each) !== "none");
  return mayLead ? why("a variable stands in error_page") : nothingServed;
}
