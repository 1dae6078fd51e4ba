import type { InstallConfig } from "../../core/install/install.ts";
import type { Catalogue, CredentialSpec } from "../../core/knowledge/provider.ts";

/**
 * Environment names that guard.yaml says hold a certain credential. A public name stays what the
 * catalogue takes it for.
 */
export function statedNames(
  { encryptionKey, webhooks = [] }: Pick<InstallConfig, "encryptionKey" | "webhooks">,
  { providers }: Catalogue,
): ReadonlyMap<string, CredentialSpec> {
  const specs = providers.flatMap(({ credentials }) => credentials);
  const stated = new Map<string, CredentialSpec>();
  const add = (name: string, id: string | undefined) => {
    const spec = specs.find((each) => each.id === id && !each.public);
    if (spec) stated.set(name, spec);
  };
  for (const { provider, secret } of webhooks) {
    if (secret) add(secret.value, providers.find(({ id }) => id === provider)?.webhook?.secret);
  }
  if (encryptionKey && "env" in encryptionKey) add(encryptionKey.env, "iptvbp.encryption-key");
  return stated;
}
