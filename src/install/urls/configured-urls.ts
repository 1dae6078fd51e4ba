import type {
  ConfiguredUrl,
  EnvEntry,
  EnvFile,
  HostConfigFile,
  UrlRole,
} from "../../core/install/install.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import { matchesGlob } from "../../core/text/select-ids.ts";
import type { GuardConfig, Placed } from "../config/guard-config.ts";
import { readUrl } from "./read-url.ts";

/** Names of the application's own address. */
const storeNames =
  "APP_URL STORE_URL SITE_URL BASE_URL SHOP_URL PUBLIC_URL FRONTEND_URL WEB_URL NEXTAUTH_URL NUXT_PUBLIC_SITE_URL NEXT_PUBLIC_*URL VITE_*URL ASSET_URL".split(
    " ",
  );
const webhookNames = ["*WEBHOOK*URL", "*IPN*URL", "*WEBHOOK_ENDPOINT", "*NOTIFY_URL"];
const callbackNames = ["*CALLBACK*URL", "*RETURN_URL", "*SUCCESS_URL", "*CANCEL_URL"];
const callbackName = /REDIRECT_UR[IL]$/;

/** `/auth/callback`, `${APP_URL}` or `${APP_URL}/ipn`: as secure as the URL that it is part of. */
const isPartOfAnother = /^(?:\$\{?\w+\}?(?:$|\/)|\/(?!\/))/;

/** Every URL that env files, host configuration and guard.yaml set. */
export function configuredUrls(
  catalogue: Catalogue,
  envFiles: readonly EnvFile[],
  hosts: readonly HostConfigFile[],
  config: GuardConfig | undefined,
): readonly ConfiguredUrl[] {
  const roleOf = urlRoles(catalogue);
  const read = (entries: readonly EnvEntry[], path: string, from: "env" | "host") =>
    entries.flatMap(({ key, value, line }): ConfiguredUrl[] => {
      const text = value.reveal().trim();
      const role = roleOf(key.toUpperCase(), text);
      if (role === undefined || text === "" || isPartOfAnother.test(text)) return [];
      return [{ role, ...readUrl(text), name: key, path, line, from }];
    });
  return [
    ...envFiles.flatMap(({ path, content }) =>
      content.kind === "found" ? read(content.value.entries, path, "env") : [],
    ),
    ...hosts.flatMap(({ path, values }) =>
      values.kind === "found" ? read(values.value, path, "host") : [],
    ),
    ...(config ? fromConfig(config) : []),
  ];
}

/** The role that a name gives a URL; a name that says nothing counts when the value is a URL. */
function urlRoles(catalogue: Catalogue): (name: string, text: string) => UrlRole | undefined {
  const panelNames = catalogue.providers
    .filter(({ kind }) => kind === "panel")
    .flatMap(({ urlNames }) => urlNames);
  // A Discord webhook URL is a credential, not an endpoint of ours.
  const credentialNames = catalogue.providers.flatMap(({ credentials }) =>
    credentials.flatMap(({ env }) => env),
  );
  const hits = (globs: readonly string[], name: string) =>
    globs.some((glob) => matchesGlob(glob, name));
  return (name, text) => {
    if (credentialNames.includes(name)) return undefined;
    if (hits(panelNames, name)) return "panel";
    if (hits(webhookNames, name)) return "webhook";
    if (hits(callbackNames, name) || callbackName.test(name)) return "callback";
    if (hits(storeNames, name)) return "store";
    return /^https?:\/\//i.test(text) ? "other" : undefined;
  };
}

function fromConfig({ path, panels, webhooks, store }: GuardConfig): readonly ConfiguredUrl[] {
  const url = (role: UrlRole, name: string, { value, line }: Placed<string>): ConfiguredUrl => ({
    role,
    ...readUrl(value),
    name,
    path,
    line,
    from: "config",
  });
  return [
    ...panels.flatMap((each, index) =>
      each.url ? [url("panel", `panels[${index}].url`, each.url)] : [],
    ),
    ...webhooks.flatMap((each, index) =>
      each.url ? [url("webhook", `webhooks[${index}].url`, each.url)] : [],
    ),
    // A domain without a scheme is what the store is called, not how it is reached: https.
    ...store.domains.map((domain, index) => {
      const value = /^https?:/i.test(domain.value) ? domain.value : `https://${domain.value}`;
      return url("store", `store.domains[${index}]`, { ...domain, value });
    }),
  ];
}
