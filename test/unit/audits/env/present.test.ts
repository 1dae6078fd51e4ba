import { present } from "../../../../src/audits/env/present.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { foreignCompose } from "../../../support/foreign-compose.ts";
import { hiddenEnvNames } from "../../../support/hidden-env-names.ts";

const nginx = "server_name shop.example;\nroot {root};";

auditCases(present, {
  passes: [
    { name: "one that every reader reads alike", files: { ".env": "DB_PASSWORD='a#b c'\n" } },
    { name: "an empty one", files: { ".env": "" } },
    {
      name: "read in two ways, but no credential",
      files: { ".env": "SHOP_COLOUR=a#b\n", "composer.json": "{}" },
    },
  ],
  fails: [
    {
      name: "none",
      files: { "package.json": "{}" },
      nginx,
      findings: [{ message: "there is no env file", at: ".env" }],
    },
    {
      name: "a line that is no assignment",
      files: { ".env": "APP_ENV=production\nthis is no assignment\n" },
      findings: [{ message: '.env does not parse: no "=" in it', at: ".env:2" }],
    },
    {
      name: "one of those that guard.yaml names, beside another one",
      files: { ".env": "A=1\n" },
      config: "install:\n  env: [.env, /etc/default/shop.env]\n",
      findings: [
        {
          message: "/etc/default/shop.env is not there, and guard.yaml names it",
          at: "/etc/default/shop.env",
        },
      ],
    },
    {
      name: "several lines that are none: one finding",
      files: { ".env": "one\nAPP_ENV=production\ntwo\n" },
      findings: [
        {
          message: '.env does not parse: no "=" in it (and 1 more line)',
          at: ".env:1",
          also: [".env:3"],
        },
      ],
    },
    {
      name: "a credential that is cut off by one reader",
      files: { ".env": "DB_PASSWORD=alpha#beta\n" },
      findings: [
        {
          message: "DB_PASSWORD is read in two ways: dotenv and compose read different values",
          at: ".env:1 DB_PASSWORD",
        },
      ],
    },
  ],
  unknowns: [
    foreignCompose,
    ...hiddenEnvNames,
    {
      name: "a folder that we may not list may hold one",
      files: { "package.json": "{}", ".env.production": "A=1\n" },
      root: { mode: 0o711 },
      nginx,
      asOther: true,
      code: "permission",
    },
    {
      name: "a closed folder that guard.yaml looks for them in",
      files: { ".env": "A=1\n" },
      host: { "/etc/shop.env.d/": { mode: 0o700 } },
      config: "install:\n  env: [.env, /etc/shop.env.d/*.env]\n",
      asOther: true,
      code: "permission",
      text: "/etc/shop.env.d",
    },
    {
      name: "too large to be an env file",
      files: { ".env": "A=1\n".repeat(5 * 1024 * 1024) },
      code: "too-large",
    },
  ],
  obstacles: [{ name: "a fine file otherwise", at: ".env", files: { ".env": "A=1\n" } }],
});
