import { loadCatalogue } from "../../src/catalogue/load-catalogue.ts";
import type { Catalogue } from "../../src/core/knowledge/provider.ts";
import { readRuleFiles } from "../../src/platform/rule-files.ts";

let catalogue: Catalogue | undefined;

/** The catalogue that ships with the package, loaded once per test file. */
export function shippedCatalogue(): Catalogue {
  catalogue ??= loadCatalogue(readRuleFiles());
  return catalogue;
}
