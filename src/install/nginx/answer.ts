import type { NginxDirective } from "./parse-nginx.ts";

/** What a server answers to one request, as far as one file is concerned. */
export type Answer =
  | { readonly kind: "file" }
  | { readonly kind: "nothing" }
  | { readonly kind: "undecided"; readonly why: string };

export const fileServed: Answer = { kind: "file" };
export const nothingServed: Answer = { kind: "nothing" };

export function undecided({ file, line, name }: NginxDirective, text: string): Answer {
  return { kind: "undecided", why: `${file}:${line}: ${name}: ${text}` };
}
