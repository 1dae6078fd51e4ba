/** A directive of a web server with its place. */
export interface PlacedDirective {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** What a server answers to one request, as far as one file is concerned. */
export type Answer =
  | { readonly kind: "file" }
  | { readonly kind: "nothing" }
  | { readonly kind: "undecided"; readonly why: string };

export const fileServed: Answer = { kind: "file" };
export const nothingServed: Answer = { kind: "nothing" };

/** With no place to name. */
export function why(text: string): Answer {
  return { kind: "undecided", why: text };
}

export function undecided({ file, line, name }: PlacedDirective, text: string): Answer {
  return { kind: "undecided", why: `${file}:${line}: ${name}: ${text}` };
}
