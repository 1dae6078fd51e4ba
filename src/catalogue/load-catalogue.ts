import { configurationError } from "../core/error.ts";
import type { Catalogue, Provider, SecretRule } from "../core/knowledge/provider.ts";
import { readProvider } from "./read-provider.ts";
import { readSecretRules } from "./read-secret-rules.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";

/**
 * Turns rule files into checked, typed knowledge. Files outside `providers/` and `secrets/` are
 * left alone: they belong to other loaders.
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
      for (const { id } of provider.credentials) claim(owners, shareable(provider, id), file);
    } else if (isIn("secrets", file)) {
      const rules = readSecretRules(file);
      secretRules.push(...rules);
      for (const { id } of rules) claim(owners, id, file);
    }
  }
  return { providers, secretRules };
}

function isIn(folder: string, { path }: RuleFile): boolean {
  return path.endsWith(".yaml") && path.split("/").at(-2) === folder;
}

/** Every kind of panel describes the same credential: the one of the panel called `main`. */
function shareable({ id, kind }: Provider, credentialId: string): string {
  return kind === "panel" && credentialId === "panel.main"
    ? `${credentialId} of ${id}`
    : credentialId;
}

function claim(owners: Map<string, string>, id: string, { path }: RuleFile): void {
  const owner = owners.get(id);
  if (owner !== undefined) {
    throw configurationError(
      "RULE_INVALID",
      `${path}: id "${id}" is already taken by ${owner}`,
      "give the rule an id of its own",
    );
  }
  owners.set(id, path);
}
