import type { Catalogue, Provider, SecretRule } from "../core/knowledge/provider.ts";
import { claimId } from "./claim-id.ts";
import { readProvider } from "./read-provider.ts";
import { readSecretRules } from "./read-secret-rules.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { isIn } from "./rule-folder.ts";

/**
 * Turns rule files into checked, typed knowledge. Files outside `providers/`, `secrets/` and
 * `rules.d/` are left alone: they belong to other loaders.
 *
 * @throws GuardError `RULE_INVALID` with file, line and column.
 */
export function loadCatalogue(files: readonly RuleFile[]): Catalogue {
  const owners = new Map<string, string>();
  const providers: Provider[] = [];
  const secretRules: SecretRule[] = [];
  for (const file of files) {
    if (isIn("providers", file)) {
      const provider = readProvider(file);
      providers.push(provider);
      for (const { id } of provider.credentials) claimId(owners, shareable(provider, id), file, id);
    } else if (isIn("secrets", file) || isIn("rules.d", file)) {
      const rules = readSecretRules(file);
      secretRules.push(...rules);
      for (const { id } of rules) claimId(owners, id, file);
    }
  }
  return { providers, secretRules };
}

/** Every kind of panel describes the same credential: the one of the panel called `main`. */
function shareable({ id, kind }: Provider, credentialId: string): string {
  return kind === "panel" && credentialId === "panel.main"
    ? `${credentialId} of ${id}`
    : credentialId;
}
