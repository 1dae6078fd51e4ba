import type { InstallConfig } from "../../core/install/install.ts";
import { parseInterval } from "../../core/text/interval.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import type { PanelConfig } from "./guard-config.ts";
import { isoDate } from "./iso-date.ts";
import { type YamlFields, type YamlValue, suggestion } from "./yaml-reader.ts";

const places = ["env", "settings", "none"] as const;

/** The sections that audits read as they are: credentials, rotation, incident. */
export function parseFacts(
  top: YamlFields,
  catalogue: Catalogue,
  panels: readonly PanelConfig[],
): Pick<InstallConfig, "stored" | "rotationEvery" | "incident" | "panelNames"> {
  const ids = credentialIds(catalogue, panels);
  return {
    stored: parseStored(top("credentials"), ids),
    rotationEvery: parseRotation(top("rotation"), ids),
    incident: parseIncident(top("incident")),
    panelNames: new Map(
      panels.flatMap(({ id, credential }) =>
        credential === undefined ? [] : [[credential, id] as const],
      ),
    ),
  };
}

/** Every credential id that a configuration may name, in byte order. */
function credentialIds(
  catalogue: Catalogue,
  panels: readonly PanelConfig[] = [],
): readonly string[] {
  const known = catalogue.providers.flatMap((provider) =>
    provider.credentials.filter((spec) => !spec.public).map(({ id }) => id),
  );
  return [...new Set([...known, ...panels.map(({ id }) => `panel.${id}`)])].toSorted();
}

function parseStored(section: YamlValue | undefined, ids: readonly string[]) {
  const stored = new Map<string, (typeof places)[number]>();
  for (const { key, value } of section?.pairs() ?? []) {
    assertKnown(key, ids);
    const place = value.fields(["stored"])("stored")?.choice(places);
    if (place !== undefined) stored.set(key.name, place);
  }
  return stored;
}

function parseRotation(section: YamlValue | undefined, ids: readonly string[]) {
  const every = new Map<string, { months: number; days: number }>();
  for (const { key, value } of section?.fields(["every"])("every")?.pairs() ?? []) {
    assertKnown(key, ids);
    const interval = parseInterval(value.text());
    if (interval === undefined) {
      value.fail(
        "CONFIG_INTERVAL",
        `${value.name} is no interval`,
        'write it as "12 months" or "90 days"',
      );
    } else every.set(key.name, interval);
  }
  return every;
}

/** `stripe.secret-key`, also with the name of a second variable: `stripe.secret-key@OLD_KEY`. */
function assertKnown(key: YamlValue, ids: readonly string[]): void {
  const id = key.name.replace(/@\w+$/, "");
  if (ids.includes(id)) return;
  key.fail(
    "CONFIG_UNKNOWN_CREDENTIAL",
    `unknown credential "${key.name}"`,
    suggestion(id, ids, "list the ids with: rules list"),
  );
}

function parseIncident(section: YamlValue | undefined): InstallConfig["incident"] {
  const field = section?.fields(["contacts", "owners", "lastDrill"]);
  const owners = (field?.("owners")?.pairs() ?? []).map(
    ({ key, value }) => [key.name, value.text()] as const,
  );
  const drill = field?.("lastDrill");
  return {
    contacts: (field?.("contacts")?.items() ?? []).map((contact) => contact.text()),
    owners: Object.fromEntries(owners),
    ...(drill ? { lastDrill: isoDate(drill) } : {}),
  };
}
