import { type Answer, fileServed, nothingServed, why } from "../web-server/answer.ts";
import type { LinkView } from "../web-server/link-view.ts";
import type { Steps } from "../web-server/steps.ts";
import type { OpenedPath } from "./file-base.ts";
import type { Scope } from "./location.ts";

export interface Request {
  readonly uri: string;
  /** As it was sent. */
  readonly raw: string;
  /** Came from a rewrite, `try_files` or an error page. */
  readonly internal: boolean;
  /** Internal redirects so far; nginx gives up after ten. */
  readonly hops: number;
  /** On the way to an error page, which has none itself. */
  readonly failed: boolean;
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
  /** What is there now: `try_files` stops at it. */
  readonly kindOf: LinkView["kindOf"];
  /** The file itself, for roots with variables. */
  readonly file: string;
  /** Addresses that some root or alias makes the file of. */
  readonly targets: readonly string[];
  readonly redirects: Redirects;
}

/** Where a request goes on from within. */
export interface Redirects {
  serve(serving: Serving, request: Request): Answer;
  named(serving: Serving, name: string, request: Request): Answer;
}

/** What is in force for a request, and the groups of its location's expression. */
export interface Place {
  readonly scope: Scope;
  /** Undefined: another expression was tried since. */
  readonly groups: RegExpExecArray | undefined;
}

export const groupsGone = "an expression is tried between its location and its groups";

/** `some`: an error, or no error, that is not known. */
export type Opened = Answer & { readonly status?: number | "some" };

/** What is at a path that nginx would open. */
export function judged(serving: Serving, opened: OpenedPath): Opened {
  if (opened.kind === "pattern") {
    const mayBe = opened.pattern.match(serving.file) !== "none";
    return mayBe ? why("a variable stands in its root") : { ...nothingServed, status: "some" };
  }
  if (serving.isFile(opened.path)) return fileServed;
  const kind = serving.kindOf(opened.path);
  if (kind === "file") return nothingServed;
  return { ...nothingServed, status: kind === "none" ? 404 : "some" };
}
