import type { NginxDirective } from "./parse-nginx.ts";

/** `error_page 404 403 = @app;` */
export interface ErrorPage {
  readonly codes: readonly number[];
  /** An address, `@name`, or `https://…`. */
  readonly target: string;
}

/** Those of one block; where it has any, the ones around it do not count. */
export function errorPagesIn(directives: readonly NginxDirective[]): readonly ErrorPage[] {
  return directives
    .filter(({ name }) => name === "error_page")
    .map(({ args }) => ({
      codes: args
        .slice(0, -1)
        .filter((each) => /^\d+$/.test(each))
        .map(Number),
      target: args.at(-1) ?? "",
    }));
}

/** What a program behind that does not run, or not as it should, comes to. */
export const upstreamCodes: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** What whoever asks can bring about before any rule of the location is looked at. */
export const clientCodes: ReadonlySet<number> = new Set([
  400, 408, 411, 413, 414, 415, 417, 421, 494, 495, 496, 497, 501, 505,
]);
