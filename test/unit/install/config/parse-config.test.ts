import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { GuardError } from "../../../../src/core/error.ts";
import { parseConfig } from "../../../../src/install/config/parse-config.ts";
import { shippedCatalogue } from "../../../support/shipped-catalogue.ts";

const path = "/etc/iptvbp-guard/guard.yaml";
const catalogue = shippedCatalogue();
const read = (text: string) => parseConfig(text, path, catalogue);

/** Every key that there is. */
const full = `install:
  root: /var/www/iptvbp
  env: [.env, /etc/shop.env]
  owner: www-data:www-data
  environment: production
  logs: { access: [/var/log/nginx/access.log*], error: [../e.log], app: [], audit: [], days: 30 }
  dumps: [/var/backups/*.sql*]
  exports: []
  nginx: [/etc/nginx/nginx.conf]
  mounts: [storage/, /var/www/iptvbp/public/media]
  encryptionKey: { env: APP_KEY }
credentials:
  stripe.webhook-secret: { stored: settings }
panels:
  - { id: main, kind: nxt, url: "https://panel.example", credential: PANEL_API_TOKEN, allowFrom: [203.0.113.7] }
webhooks:
  - { provider: stripe, url: "https://shop.example/api/webhooks/stripe", secret: STRIPE_WEBHOOK_SECRET }
store: { domains: [shop.example] }
rotation: { every: { stripe.secret-key: 12 months } }
incident: { contacts: [ops@shop.example], owners: { stripe: jo }, lastDrill: 2026-10-01 }
waivers: waivers.yaml
`;

function errorOf(text: string): GuardError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof GuardError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("a full guard.yaml", () => {
  const config = read(full);

  it("keeps values and makes paths absolute", () => {
    expect(config.install).toEqual({
      root: { value: "/var/www/iptvbp", line: 2, column: 9 },
      env: ["/var/www/iptvbp/.env", "/etc/shop.env"],
      owner: { value: "www-data:www-data", line: 4, column: 10 },
      environment: "production",
      logs: {
        access: ["/var/log/nginx/access.log*"],
        error: ["/etc/e.log"],
        app: [],
        audit: [],
        days: 30,
      },
      dumps: ["/var/backups/*.sql*"],
      exports: [],
      nginx: ["/etc/nginx/nginx.conf"],
    });
    expect(config.waivers).toBe("/etc/iptvbp-guard/waivers.yaml");
  });

  it("knows where URLs stand", () => {
    expect(config.panels[0]).toEqual({
      id: "main",
      kind: "nxt",
      url: { value: "https://panel.example", line: 15, column: 33 },
      credential: "PANEL_API_TOKEN",
      allowFrom: ["203.0.113.7"],
    });
    expect(config.webhooks[0]?.url?.line).toBe(17);
    expect(config.store.domains[0]).toMatchObject({ value: "shop.example", line: 18 });
  });

  it("gives the audits their part", () => {
    expect(config.facts).toEqual({
      path,
      dumps: ["/var/backups/*.sql*"],
      mounts: ["/var/www/iptvbp/storage", "/var/www/iptvbp/public/media"],
      panels: [{ id: "main", kind: "nxt", credential: "PANEL_API_TOKEN" }],
      webhooks: [
        {
          provider: "stripe",
          url: "https://shop.example/api/webhooks/stripe",
          secret: { value: "STRIPE_WEBHOOK_SECRET", line: 17, column: 82 },
        },
      ],
      stored: new Map([["stripe.webhook-secret", "settings"]]),
      rotationEvery: new Map([["stripe.secret-key", { months: 12, days: 0 }]]),
      panelNames: new Map([["PANEL_API_TOKEN", "main"]]),
      encryptionKey: { env: "APP_KEY" },
      incident: {
        contacts: ["ops@shop.example"],
        owners: { stripe: "jo" },
        lastDrill: "2026-10-01",
      },
    });
  });
});

describe("defaults", () => {
  it.each(["", "# nothing\n", "install:\n", "{}\n"])("%j says nothing", (text) => {
    expect(read(text)).toEqual({
      path,
      install: { logs: { days: 30 }, dumps: [], exports: [] },
      panels: [],
      webhooks: [],
      store: { domains: [] },
      facts: {
        panels: [],
        webhooks: [],
        path,
        stored: new Map(),
        rotationEvery: new Map(),
        panelNames: new Map(),
        incident: { contacts: [], owners: {} },
      },
    });
  });
});

/** Text, `line:column`, code, what the message and the hint hold. */
const wrong: [string, string, string, RegExp, RegExp?][] = [
  ["instal: {}\n", "1:1", "CONFIG_UNKNOWN_KEY", /unknown key "instal"/, /"install"/],
  ["install:\n  rot: /x\n", "2:3", "CONFIG_UNKNOWN_KEY", /unknown key "rot"/, /"root"/],
  ["install:\n  logs: { acces: [] }\n", "2:11", "CONFIG_UNKNOWN_KEY", /"acces"/, /"access"/],
  ["install:\n  mounts: [a]\n", "2:12", "CONFIG_VALUE", /mounts needs install\.root/, /path/],
  ["install:\n  root: /s\n  mounts: [/t]\n", "3:12", "CONFIG_VALUE", /not inside the root/, /as/],
  ["install:\n  root: /s\n  mounts: [.]\n", "3:12", "CONFIG_VALUE", /not inside the root/, /as/],
  ["install:\n  root: /s\n  mounts: [../s2]\n", "3:12", "CONFIG_VALUE", /not inside/, /as/],
  ["install:\n  qqqqqqqq: 1\n", "2:3", "CONFIG_UNKNOWN_KEY", /qqqqqqqq/, /use one of: root/],
  ["panels:\n  - { idd: main }\n", "2:7", "CONFIG_UNKNOWN_KEY", /"idd"/, /"id"/],
  ["install: [a]\n", "1:10", "CONFIG_TYPE", /install must be a mapping/],
  ["install:\n  root: 7\n", "2:9", "CONFIG_TYPE", /install.root must be text/],
  ["install:\n  env: .env\n", "2:8", "CONFIG_TYPE", /install.env must be a list/],
  ["install:\n  env: [3]\n", "2:9", "CONFIG_TYPE", /install.env\[0\] must be text/],
  ["install:\n  logs: { days: 0 }\n", "2:17", "CONFIG_TYPE", /whole number above 0/],
  ["install:\n  logs: { days: 1.5 }\n", "2:17", "CONFIG_TYPE", /whole number/],
  ["install:\n  owner: a b\n", "2:10", "CONFIG_VALUE", /user:group/],
  ["install:\n  encryptionKey: {}\n", "2:18", "CONFIG_VALUE", /either env or file/],
  ["install:\n  encryptionKey: { env: A, file: b }\n", "2:18", "CONFIG_VALUE", /either/],
  [
    "credentials:\n  stripe.secretkey: { stored: env }\n",
    "2:3",
    "CONFIG_UNKNOWN_CREDENTIAL",
    /stripe\.secretkey/,
    /"stripe.secret-key"/,
  ],
  [
    "credentials:\n  stripe.secret-key: { stored: setting }\n",
    "2:32",
    "CONFIG_VALUE",
    /cannot be "setting"/,
    /"settings"/,
  ],
  ["panels:\n  - { kind: nxtt }\n", "2:13", "CONFIG_VALUE", /nxtt/, /"nxt"/],
  ["panels:\n  - { id: A B }\n", "2:11", "CONFIG_VALUE", /lower-case/],
  ["panels:\n  - { id: a }\n  - { id: a }\n", "3:5", "CONFIG_VALUE", /two panels/],
  ["panels:\n  - { allowFrom: [anywhere] }\n", "2:19", "CONFIG_VALUE", /no IP address/],
  ["webhooks:\n  - { url: https://a.example }\n", "2:5", "CONFIG_MISSING", /needs a provider/],
  ["webhooks:\n  - { provider: strip }\n", "2:17", "CONFIG_VALUE", /strip/, /"stripe"/],
  ["webhooks:\n  - { provider: stripe, secret: a-b }\n", "2:33", "CONFIG_VALUE", /environment/],
  ["store: { domains: ['a b'] }\n", "1:20", "CONFIG_VALUE", /no domain/],
  [
    "rotation: { every: { stripe.secret-key: often } }\n",
    "1:41",
    "CONFIG_INTERVAL",
    /no interval/,
    /12 months/,
  ],
  ["rotation: { every: { stripe.secret-key: 0 months } }\n", "1:41", "CONFIG_INTERVAL", /interval/],
  ["incident: { lastDrill: 2026-02-30 }\n", "1:24", "CONFIG_VALUE", /no date/],
  ["a: [1\n", "2:1", "CONFIG_SYNTAX", /no YAML/],
  ["install: {}\ninstall: {}\n", "2:1", "CONFIG_SYNTAX", /no YAML/],
  ["- a\n", "1:1", "CONFIG_TYPE", /the file must be a mapping/],
];

describe("mistakes", () => {
  it.each(wrong)("%j", (text, place, code, message, hint) => {
    const error = errorOf(text);
    expect(error.kind).toBe("configuration");
    expect(error.code).toBe(code);
    expect(error.message.startsWith(`${path}:${place}: `)).toBe(true);
    expect(error.message).toMatch(message);
    if (hint) expect(error.hints.join("\n")).toMatch(hint);
  });

  it("shows no piece of a text that may be a secret", () => {
    const secret = ["sk", "live", "Ab1".repeat(9)].join("_");
    const error = errorOf(`install: { root: "${secret}\n`);
    expect(JSON.stringify([error.message, error.hints])).not.toContain(secret.slice(10));
  });
});

describe("the JSON Schema of guard.yaml", () => {
  const schema = JSON.parse(
    readFileSync(
      new URL("../../../../rules/schema/guard-yaml.schema.json", import.meta.url),
      "utf8",
    ),
  ) as object;
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);

  it.each([full, "{}\n", "install:\n"])("accepts what the parser accepts: %j", (text) => {
    expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
  });

  // What the schema cannot know: ids of the catalogue, calendars, uniqueness, where paths lead, YAML.
  const beyond = /secretkey|nxtt|strip \}|id: a|02-30|a: \[1|install: \{\}\n|'a b'|mounts: \[/;
  it.each(wrong.filter(([text]) => !beyond.test(text)))("refuses what it refuses: %j", (text) => {
    expect(validate(parse(text))).toBe(false);
  });
});
