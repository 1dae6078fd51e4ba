/** A node of a rule file with its place: the offset of its first character. */
export type RuleNode =
  | { readonly kind: "map"; readonly at: number; readonly entries: readonly RuleEntry[] }
  | { readonly kind: "list"; readonly at: number; readonly items: readonly RuleNode[] }
  | { readonly kind: "scalar"; readonly at: number; readonly value: unknown }
  /** Aliases and whatever else has no place in a rule file. */
  | { readonly kind: "other"; readonly at: number };

export interface RuleEntry {
  readonly key: string;
  readonly keyAt: number;
  readonly value: RuleNode;
}
