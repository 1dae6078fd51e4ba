import { compareText } from "../core/text/path-text.ts";
import type { Catalogue } from "../core/knowledge/provider.ts";
import type { Severity } from "../core/severity.ts";

/** One line of `rules list`. */
export interface RuleRow {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Provider id; absent for the formats of other services. */
  readonly provider?: string;
}

/** Every credential (public ones left out) and secret rule, by id. */
export function listRules({ providers, secretRules }: Catalogue): readonly RuleRow[] {
  const credentials = providers.flatMap((provider) =>
    provider.credentials
      .filter((spec) => !spec.public)
      .map(({ id, title, severity }) => ({ id, title, severity, provider: provider.id })),
  );
  const rules = secretRules.map(({ id, title, severity }) => ({ id, title, severity }));
  return [...credentials, ...rules].toSorted((a, b) => compareText(a.id, b.id));
}
