import { posix } from "node:path";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import type { GuardConfig, PanelConfig, WebhookConfig } from "./guard-config.ts";
import { parseFacts } from "./parse-facts.ts";
import { parseInstallSection } from "./parse-install-section.ts";
import { type YamlFields, type YamlValue, openYaml } from "./yaml-reader.ts";

/** Top-level keys of guard.yaml. */
const configKeys = [
  "install",
  "credentials",
  "panels",
  "webhooks",
  "store",
  "rotation",
  "incident",
  "waivers",
] as const;

const none: YamlFields = () => undefined;

/**
 * Reads guard.yaml. Relative `install.env`, `install.mounts` and `install.encryptionKey.file` count
 * from the root, every other relative path from the folder of the file.
 *
 * @param path absolute; named in errors.
 * @throws GuardError kind `configuration`, with file, line and column.
 */
export function parseConfig(text: string, path: string, catalogue: Catalogue): GuardConfig {
  const document = openYaml(text, path);
  const top = document.node === undefined ? none : document.fields(configKeys);
  const folder = posix.dirname(path);
  const { install, encryptionKey, dumps, mounts } = parseInstallSection(top("install"), folder);
  const panels = parsePanels(top("panels"), catalogue);
  const webhooks = parseWebhooks(top("webhooks"), catalogue);
  const waivers = top("waivers")?.text();
  return {
    path,
    install,
    panels,
    webhooks,
    store: { domains: parseDomains(top("store")) },
    ...(waivers === undefined ? {} : { waivers: posix.resolve(folder, waivers) }),
    facts: {
      ...parseFacts(top, catalogue, panels),
      panels: panels.map(({ id, kind, credential, account }) => ({
        id,
        ...(kind === undefined ? {} : { kind }),
        ...(credential === undefined ? {} : { credential }),
        ...(account === undefined ? {} : { account }),
      })),
      webhooks: webhooks.map(({ provider, url, secret }) => ({
        provider,
        ...(url === undefined ? {} : { url: url.value }),
        ...(secret === undefined ? {} : { secret }),
      })),
      path,
      ...(encryptionKey ? { encryptionKey } : {}),
      ...(dumps ? { dumps } : {}),
      ...(mounts ? { mounts } : {}),
    },
  };
}

function parsePanels(section: YamlValue | undefined, catalogue: Catalogue): PanelConfig[] {
  const kinds = catalogue.providers.filter(({ kind }) => kind === "panel").map(({ id }) => id);
  const taken = new Set<string>();
  return (section?.items() ?? []).map((item) => {
    const field = item.fields(["id", "kind", "url", "credential", "account", "allowFrom"]);
    const id = field("id")?.text() ?? "main";
    if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(id)) {
      field("id")?.fail(
        "CONFIG_VALUE",
        `${item.name}.id must be lower-case letters, digits and "-"`,
      );
    }
    if (taken.has(id))
      item.fail(
        "CONFIG_VALUE",
        `two panels are called "${id}"`,
        "give each panel an id of its own",
      );
    taken.add(id);
    const [kind, url, credential] = [field("kind"), field("url"), field("credential")];
    const account = field("account");
    return {
      id,
      ...(kind ? { kind: kind.choice(kinds) } : {}),
      ...(url ? { url: url.placed() } : {}),
      ...(credential ? { credential: envName(credential) } : {}),
      ...(account ? { account: account.placed() } : {}),
      allowFrom: field("allowFrom")?.items().map(address) ?? [],
    };
  });
}

function parseWebhooks(section: YamlValue | undefined, catalogue: Catalogue): WebhookConfig[] {
  const known = catalogue.providers.filter(({ webhook }) => webhook).map(({ id }) => id);
  return (section?.items() ?? []).map((item) => {
    const field = item.fields(["provider", "url", "secret"]);
    const provider = field("provider")?.choice(known);
    if (provider === undefined) return item.fail("CONFIG_MISSING", `${item.name} needs a provider`);
    const [url, secret] = [field("url"), field("secret")];
    return {
      provider,
      ...(url ? { url: url.placed() } : {}),
      ...(secret ? { secret: { ...secret.placed(), value: envName(secret) } } : {}),
    };
  });
}

function parseDomains(section: YamlValue | undefined) {
  const domains = section?.fields(["domains"])("domains")?.items() ?? [];
  return domains.map((domain) => {
    const placed = domain.placed();
    const name = placed.value.replace(/^https?:\/\//i, "");
    if (!/^[\w.-]+(:\d+)?(\/.*)?$/.test(name)) {
      domain.fail("CONFIG_VALUE", `${domain.name} is no domain`, "write it as shop.example");
    }
    return placed;
  });
}

function envName(value: YamlValue): string {
  const name = value.text();
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  return value.fail(
    "CONFIG_VALUE",
    `${value.name} must be the name of an environment variable`,
    "write the name, never the value",
  );
}

/** An address or a network; what is inside is judged by the audits that use it. */
function address(value: YamlValue): string {
  const text = value.text();
  if (/^[\da-f.:]+(\/\d{1,3})?$/i.test(text)) return text;
  return value.fail("CONFIG_VALUE", `${value.name} is no IP address or network`);
}
