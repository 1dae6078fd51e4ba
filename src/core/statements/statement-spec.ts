/** What a person answers: it is so, it is not so, a number, or a list of names. */
export type Answer = "on" | "off" | number | readonly string[];

/** Answers that an audit takes besides `on` and `off`. */
export type AnswerForm =
  | { readonly kind: "number"; readonly unit: string; readonly atLeast: number }
  | { readonly kind: "names"; readonly noun: string };

/** What `attest` asks for an audit that only a dashboard can answer. */
export interface StatementSpec {
  /** The answer `on` makes the audit pass. */
  readonly question: string;
  /** Where to look: dashboard, menu, entry. */
  readonly look: string;
  /** The finding's message when `off` is stated: lower case, no full stop. */
  readonly off: string;
  /** Of what the finding is: `IPTVbp dashboard`. */
  readonly subject: string;
  readonly form?: AnswerForm;
  /** Days that a statement holds, unless it says otherwise, and at most. */
  readonly holds: { readonly usual: number; readonly most: number };
  /** The date itself is what counts: a review older than `holds.most` days is a finding. */
  readonly review?: true;
}
