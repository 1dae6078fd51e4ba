import type { Credential, DeclaredName } from "../../core/credentials/credential.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";

/**
 * Credentials that an install usually has and that are nowhere to be seen here: somebody has to say
 * where they are kept. In catalogue order of ids.
 */
export function unseenCredentials(
  catalogue: Catalogue,
  seen: readonly (Credential | DeclaredName)[],
): readonly string[] {
  const known = new Set(seen.map(({ spec }) => spec.id));
  const usual = catalogue.providers.flatMap(({ id, kind, credentials }) =>
    credentials.filter(
      (spec) =>
        !spec.public &&
        !spec.dashboardLogin &&
        // Test keys move no money: no shop has to have one.
        spec.severity !== "low" &&
        (kind === "gateway" ||
          spec.id === "panel.main" ||
          spec.id === "iptvbp.encryption-key" ||
          (id === "discord" && spec.id === "discord.bot-token")),
    ),
  );
  return [...new Set(usual.map((spec) => spec.id))].filter((id) => !known.has(id)).toSorted();
}
