import type { AuditContext } from "../audit-context.ts";
import type { Location } from "../location.ts";

/** Where people find a credential: its line, else the place that keeps it for them. */
export function credentialLocation(
  { credentials, install }: Pick<AuditContext, "credentials" | "install">,
  id: string,
): Location {
  const places = credentials.filter((each) => each.id === id);
  const held = places.find(({ heldBy }) => heldBy === "env") ?? places[0];
  if (held) return { kind: "env", path: held.path, key: held.name };
  const isInSettings = install.config.stored.get(id) === "settings";
  return { kind: "host", what: isInSettings ? `${id} in IPTVbp's settings` : id };
}
