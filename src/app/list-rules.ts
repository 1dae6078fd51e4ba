import { type RuleRow, listRules as listCatalogue } from "../catalogue/list-rules.ts";
import { loadCatalogue } from "../catalogue/load-catalogue.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";

export type { RuleRow };

/** Everything that is recognised as a secret, by id. */
export function listRules(files: readonly RuleFile[]): readonly RuleRow[] {
  const rows = listCatalogue(loadCatalogue(files));
  // Each kind of panel describes `panel.main`; people need it once.
  return rows.filter(({ id }, index) => rows.findIndex((each) => each.id === id) === index);
}
