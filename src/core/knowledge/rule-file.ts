/** One file of `rules/` or of a `*.d` folder, as text. */
export interface RuleFile {
  /** For messages and to tell the kinds apart: `rules/providers/stripe.yaml`. */
  readonly path: string;
  readonly text: string;
}
