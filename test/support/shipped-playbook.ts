import { loadPlaybooks } from "../../src/catalogue/load-playbooks.ts";
import type { Playbook } from "../../src/core/knowledge/playbook.ts";
import { readRuleFiles } from "../../src/platform/rule-files.ts";
import { shippedCatalogue } from "./shipped-catalogue.ts";

/** A playbook as it ships. */
export function shippedPlaybook(id: string): Playbook {
  const playbook = loadPlaybooks(readRuleFiles(), shippedCatalogue()).find(
    (each) => each.id === id,
  );
  if (!playbook) throw new Error(`no playbook ${id}`);
  return playbook;
}
