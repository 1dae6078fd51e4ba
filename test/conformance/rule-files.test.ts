import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { listRules } from "../../src/catalogue/list-rules.ts";
import { loadVendorRules } from "../../src/catalogue/load-vendor-rules.ts";
import { readRuleFiles } from "../../src/platform/rule-files.ts";
import { mint } from "../support/mint.ts";
import { shippedCatalogue } from "../support/shipped-catalogue.ts";

const files = readRuleFiles();
const catalogue = shippedCatalogue();
const credentials = catalogue.providers.flatMap((provider) => provider.credentials);

function readSchema(name: string): { $id: string } {
  const url = new URL(`../../rules/schema/${name}`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8"));
}

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  validateFormats: false,
});
const schemas = {
  providers: ajv.compile(readSchema("provider.schema.json")),
  secrets: ajv.compile(readSchema("secrets.schema.json")),
};

describe.each(["providers", "secrets"] as const)("files of rules/%s", (folder) => {
  const inFolder = files.filter(({ path }) => path.startsWith(`rules/${folder}/`));

  test("there are some", () => {
    expect(inFolder.length).toBeGreaterThan(3);
  });

  test.each(inFolder)("$path fits its schema", ({ text }) => {
    const validate = schemas[folder];
    validate(parse(text));
    const errors = validate.errors ?? [];
    expect(errors.map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([]);
  });

  test("the schema refuses an unknown key", () => {
    const [file] = inFolder;
    expect(schemas[folder]({ ...parse(file?.text ?? ""), sevrity: "high" })).toBe(false);
  });
});

describe.each(["private-services", "published-keys", "tls"])("rules/%s.yaml", (name) => {
  const text = files.find(({ path }) => path === `rules/${name}.yaml`)?.text ?? "";
  const validate = ajv.compile(readSchema(`${name}.schema.json`));

  test("fits its schema", () => {
    validate(parse(text));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("the schema refuses an unknown key", () => {
    expect(validate({ ...parse(text), sevrity: "high" })).toBe(false);
  });
});

test("all credential ids of the contract are described", () => {
  const ids = [
    "stripe.secret-key",
    "stripe.webhook-secret",
    "paypal.client-id",
    "paypal.client-secret",
    "paypal.webhook-id",
    "nowpayments.api-key",
    "nowpayments.ipn-secret",
    "nowpayments.login",
    "discord.bot-token",
    "discord.webhook-url",
    "discord.client-secret",
    "discord.public-key",
    "telegram.bot-token",
    "panel.main",
    "onestream.api-key",
    "onestream.auth-user",
    "database.password",
    "redis.password",
    "smtp.password",
    "iptvbp.encryption-key",
    "iptvbp.api-key",
  ];
  expect(credentials.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
});

test("ids and environment names have one owner", () => {
  const ids = listRules(catalogue).map(({ id, provider = "" }) => `${id} ${provider}`);
  expect(new Set(ids).size).toBe(ids.length);
  const names = credentials.flatMap(({ env, urlEnv = [] }) => [...env, ...urlEnv]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe.each(credentials)("$id: $title", (spec) => {
  test("says how and how often it is replaced", () => {
    if (spec.public) return expect(spec.rotation).toBeUndefined();
    // A new data key may make what the old one encrypted unreadable: age is no reason to change it.
    if (spec.id === "iptvbp.encryption-key") expect(spec.rotation).toBeUndefined();
    else expect(spec.rotation).toBeDefined();
    expect(spec.planned.length).toBeGreaterThan(0);
    return expect(spec.breach.length).toBeGreaterThan(0);
  });

  test("has an example of the right shape", () => {
    for (const seed of [1, 2, 3]) {
      const value = mint(spec.id, seed);
      if (spec.shape !== undefined) expect(value).toMatch(new RegExp(spec.shape));
      if (spec.live !== undefined) expect(value).toMatch(new RegExp(spec.live));
    }
  });

  test("is recognised by no name that it disowns", () => {
    expect(spec.env.filter((name) => spec.notEnv.includes(name))).toEqual([]);
  });
});

test.each([
  ["stripe.secret-key", 12],
  ["panel.main", 6],
  ["discord.bot-token", 12],
  ["nowpayments.api-key", 12],
])("%s is replaced every %i months", (id, months) => {
  const specs = credentials.filter((spec) => spec.id === id);
  expect(specs.map(({ rotation }) => rotation?.every)).toEqual(
    specs.map(() => ({ months, days: 0 })),
  );
});

test("webhooks name a credential that exists, and when their addresses were read", () => {
  for (const { webhook } of catalogue.providers) {
    if (!webhook) continue;
    expect(credentials.map(({ id }) => id)).toContain(webhook.secret);
    expect(webhook.sourcesRead !== undefined).toBe(webhook.sources.length > 0);
  }
});

test("the eleven rules are there", () => {
  expect(loadVendorRules(files).map(({ rule }) => rule)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  ]);
});
