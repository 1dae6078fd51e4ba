import type { PanelAccount, Provider } from "../core/knowledge/provider.ts";
import { credentialKeys, readCredential } from "./read-credential.ts";
import { readDay, readSources, readSteps } from "./read-notes.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { type Fields, openFields } from "./yaml-fields.ts";
import { parseRuleFile } from "./parse-rule-file.ts";

const providerKeys = [
  "id",
  "title",
  "kind",
  "credentials",
  "url-names",
  "verification",
  "verification-bypass",
  "webhook",
  "privilege",
  "account",
  "incident",
  "sources",
] as const;
const webhookKeys = [
  "scheme",
  "header",
  "secret",
  "secret-per",
  "path",
  "url-names",
  "sources",
  "sources-read",
] as const;
const switchKeys = ["names", "off"] as const;
const accountKeys = ["env", "near", "default", "admin", "asked"] as const;
const privilegeKeys = ["needed", "tolerated", "forbidden", "note"] as const;

/** Reads `rules/providers/<id>.yaml`. */
export function readProvider(file: RuleFile): Provider {
  const fields = openFields(parseRuleFile(file), file, providerKeys);
  const bypass = fields.map("verification-bypass", switchKeys, readSwitch);
  const webhook = fields.map("webhook", webhookKeys, readWebhook);
  const privilege = fields.map("privilege", privilegeKeys, readPrivilege);
  const account = fields.map("account", accountKeys, readAccount);
  return {
    id: readProviderId(fields, file.path),
    title: fields.text("title"),
    kind: fields.choice("kind", ["gateway", "messaging", "panel", "install"]),
    credentials: fields.maps("credentials", credentialKeys, readCredential),
    urlNames: fields.texts("url-names"),
    verification: fields.map("verification", switchKeys, readSwitch) ?? { names: [], off: [] },
    ...(bypass === undefined ? {} : { verificationBypass: bypass }),
    ...(webhook === undefined ? {} : { webhook }),
    ...(privilege === undefined ? {} : { privilege }),
    ...(account === undefined ? {} : { account }),
    incident: readSteps(fields, "incident"),
    sources: readSources(fields),
  };
}

function readProviderId(fields: Fields, path: string): string {
  const id = fields.text("id");
  if (path.endsWith(`/${id}.yaml`)) return id;
  return fields.fail("id", `"${id}" is not the name of the file`, `call the file ${id}.yaml`);
}

function readSwitch(fields: Fields): Provider["verification"] {
  return { names: fields.texts("names"), off: fields.texts("off") };
}

function readWebhook(fields: Fields): NonNullable<Provider["webhook"]> {
  return {
    scheme: fields.text("scheme"),
    header: fields.text("header"),
    secret: fields.text("secret"),
    secretPer: fields.choice("secret-per", ["endpoint", "account"]),
    ...(fields.has("path") ? { path: fields.text("path") } : {}),
    sources: fields.texts("sources"),
    ...(fields.has("sources-read") ? { sourcesRead: readDay(fields, "sources-read") } : {}),
    urlNames: fields.texts("url-names"),
  };
}

function readPrivilege(fields: Fields): NonNullable<Provider["privilege"]> {
  return {
    needed: fields.texts("needed"),
    tolerated: fields.texts("tolerated"),
    forbidden: fields.texts("forbidden"),
    ...(fields.has("note") ? { note: fields.text("note") } : {}),
  };
}

function readAccount(fields: Fields): PanelAccount {
  return {
    env: fields.texts("env"),
    near: fields.texts("near"),
    default: fields.texts("default"),
    admin: fields.texts("admin"),
    asked: fields.flag("asked"),
  };
}
