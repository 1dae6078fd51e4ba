import type { CredentialSpec } from "../core/knowledge/provider.ts";
import { severities } from "../core/severity.ts";
import { readRotation, readSteps } from "./read-notes.ts";
import { checkedRegex, patternKeys, readPattern } from "./read-pattern.ts";
import type { Fields } from "./yaml-fields.ts";

export const credentialKeys = [
  "id",
  "title",
  "public",
  "severity",
  "env",
  "near",
  "not-env",
  "url-env",
  "pattern",
  "shape",
  "example",
  "live",
  "test",
  "password-like",
  "dashboard-login",
  "webhook-secret",
  "rotation",
  "planned",
  "breach",
] as const;

/** Reads one entry of a provider's `credentials:`. */
export function readCredential(fields: Fields): CredentialSpec {
  const id = fields.text("id");
  if (!/^[a-z][a-z0-9-]{0,30}\.[a-z][a-z0-9-]{0,30}$/.test(id)) {
    fields.fail("id", `"${id}" is no credential id`, "write it as: provider.name");
  }
  const pattern = fields.map("pattern", patternKeys, readPattern);
  const rotation = readRotation(fields);
  return {
    id,
    title: fields.text("title"),
    public: fields.flag("public"),
    severity: fields.choice("severity", severities),
    ...readNames(fields),
    ...(pattern === undefined ? {} : { pattern }),
    ...readValueFacts(fields),
    passwordLike: fields.flag("password-like"),
    dashboardLogin: fields.flag("dashboard-login"),
    webhookSecret: fields.flag("webhook-secret"),
    ...(rotation === undefined ? {} : { rotation }),
    planned: readSteps(fields, "planned"),
    breach: readSteps(fields, "breach"),
  };
}

function readNames(fields: Fields) {
  for (const key of ["env", "near", "not-env", "url-env"]) {
    const wrong = fields.texts(key).find((name) => !/^[A-Z0-9_*]{1,80}$/.test(name));
    if (wrong === undefined) continue;
    fields.fail(key, `"${wrong}" is no environment name`, "use upper case, digits, _ and *");
  }
  return {
    env: fields.texts("env"),
    near: fields.texts("near"),
    notEnv: fields.texts("not-env"),
    ...(fields.has("url-env") ? { urlEnv: fields.texts("url-env") } : {}),
  };
}

function readValueFacts(fields: Fields) {
  return {
    ...(fields.has("shape") ? { shape: checkedRegex(fields, "shape") } : {}),
    ...(fields.has("example") ? { example: fields.text("example") } : {}),
    ...(fields.has("live") ? { live: checkedRegex(fields, "live") } : {}),
    ...(fields.has("test") ? { test: checkedRegex(fields, "test") } : {}),
  };
}
