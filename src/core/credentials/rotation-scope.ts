import { baseId } from "./base-id.ts";
import type { Credential } from "./credential.ts";
import type { Install } from "../install/install.ts";
import type { Catalogue, CredentialSpec, Interval } from "../knowledge/provider.ts";

interface Scope {
  readonly credentials: readonly Credential[];
  readonly install: Pick<Install, "config">;
  readonly catalogue: Catalogue;
}

/**
 * Credentials that only IPTVbp's own settings hold and that have to be rotated: no file tells their
 * age, a person must. In the order of guard.yaml.
 */
export function storedInSettings({ credentials, install, catalogue }: Scope): readonly string[] {
  const rotated = new Set(
    catalogue.providers
      .flatMap((provider) => provider.credentials)
      .filter((spec) => spec.rotation !== undefined)
      .map((spec) => spec.id),
  );
  return [...install.config.stored]
    .filter(([id, where]) => where === "settings" && rotated.has(id))
    .map(([id]) => id)
    .filter((id) => !credentials.some((each) => baseId(each.id) === id));
}

/** How often it has to be rotated: as guard.yaml says, else as its provider file does. */
export function rotationEvery(
  { config }: Pick<Install, "config">,
  id: string,
  spec: CredentialSpec | undefined,
): Interval | undefined {
  return config.rotationEvery.get(baseId(id)) ?? spec?.rotation?.every;
}
