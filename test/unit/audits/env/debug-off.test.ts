import { debugOff } from "../../../../src/audits/env/debug-off.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { foreignCompose } from "../../../support/foreign-compose.ts";

const production = "APP_ENV=production\n";

auditCases(debugOff, {
  passes: [
    { name: "off", files: { ".env": `${production}APP_DEBUG=false\n` } },
    { name: "not mentioned", files: { ".env": production } },
    { name: "a log level is no debug page", files: { ".env": `${production}LOG_LEVEL=debug\n` } },
    { name: "a file name", files: { ".env": `${production}DEBUG_LOG_FILE=1\n` } },
    {
      name: "on in a file that a later one overrides",
      files: { ".env": `${production}APP_DEBUG=true\n`, ".env.local": "APP_DEBUG=false\n" },
    },
    {
      name: "on in the env file for tests",
      files: { ".env": `${production}APP_DEBUG=false\n`, ".env.testing": "APP_DEBUG=true\n" },
    },
  ],
  fails: [
    {
      name: "on",
      files: { ".env": `${production}APP_DEBUG=true\n` },
      findings: [
        { message: "APP_DEBUG=true in production", at: ".env:2 APP_DEBUG", fix: "review" },
      ],
    },
    ...["1", "on", "yes"].map((word) => ({
      name: `on, spelled ${word}, with blanks and quotes`,
      files: { ".env": `WP_DEBUG="${word}" \n` },
      findings: [
        {
          message: `WP_DEBUG=${word} in production`,
          at: ".env:1 WP_DEBUG",
          fix: "review" as const,
        },
      ],
    })),
    {
      name: "on although an env file for tests turns it off",
      files: { ".env": "APP_DEBUG=TRUE\n", ".env.testing": "APP_DEBUG=false\n" },
      findings: [
        { message: "APP_DEBUG=true in production", at: ".env:1 APP_DEBUG", fix: "review" },
      ],
    },
    {
      name: "on in a unit, which is root's to change",
      files: { ".env": production },
      host: {
        "/etc/systemd/system/shop.service":
          "[Service]\nWorkingDirectory={root}\nEnvironment=APP_DEBUG=1\n",
      },
      findings: [
        {
          message: "APP_DEBUG=1 in production",
          at: "/etc/systemd/system/shop.service:3 APP_DEBUG",
        },
      ],
    },
    {
      name: "on in a file that guard.yaml does not list",
      files: { ".env": production, ".env.production": "APP_DEBUG=true\n" },
      config: "install:\n  env: [.env]\n",
      findings: [
        {
          message: "APP_DEBUG=true in production",
          at: ".env.production:1 APP_DEBUG",
          fix: "review",
        },
      ],
    },
    {
      name: "on, whatever a file says that guard.yaml does not list",
      files: { ".env": "APP_DEBUG=true\n", ".env.local": "APP_ENV=local\nAPP_DEBUG=false\n" },
      config: "install:\n  env: [.env]\n",
      findings: [
        { message: "APP_DEBUG=true in production", at: ".env:1 APP_DEBUG", fix: "review" },
        { message: "APP_ENV=local in production", at: ".env.local:1 APP_ENV" },
      ],
    },
    {
      name: "a development mode where guard.yaml says production",
      files: { ".env": "APP_ENV=local\n" },
      config: "install:\n  environment: production\n",
      findings: [
        {
          message: "APP_ENV=local in production",
          at: ".env:1 APP_ENV",
          evidence: "production by guard.yaml",
        },
      ],
    },
    {
      name: "on in production's file of a development install",
      files: { ".env": "APP_ENV=local\n", ".env.production": "DEBUG=1\n" },
      findings: [
        { message: "DEBUG=1 in production", at: ".env.production:1 DEBUG", fix: "review" },
      ],
    },
  ],
  unknowns: [
    foreignCompose,
    {
      name: "a line that is no text",
      files: { ".env": Buffer.from("APP_ENV=production\nAPP_DEBUG=fa\xfflse\n", "latin1") },
      code: "parse",
      text: "line 2: not UTF-8",
    },
    {
      name: "the file is closed",
      files: { ".env": { content: production, mode: 0o600 } },
      asOther: true,
      code: "permission",
    },
    {
      name: "one that guard.yaml names is not there",
      files: { ".env": production },
      config: "install:\n  env: [.env, /etc/default/shop.env]\n",
      code: "io",
      text: "/etc/default/shop.env: the file that guard.yaml names is not there",
    },
    {
      name: "a closed folder that guard.yaml looks for them in",
      files: { ".env": production },
      host: { "/etc/shop.env.d/": { mode: 0o700 } },
      config: "install:\n  env: [.env, /etc/shop.env.d/*.env]\n",
      asOther: true,
      code: "permission",
      text: "/etc/shop.env.d: permission denied",
    },
    {
      name: "a closed folder that a unit looks for them in",
      files: { ".env": production },
      host: {
        "/etc/shop.env.d/": { mode: 0o700 },
        "/etc/systemd/system/shop.service":
          "[Service]\nWorkingDirectory={root}\nExecStart=/usr/bin/php artisan\n" +
          "EnvironmentFile=/etc/shop.env.d/*.env\n",
      },
      asOther: true,
      code: "permission",
      text: "/etc/shop.env.d: permission denied",
    },
  ],
  notApplicable: [
    {
      name: "a development install",
      files: { ".env": "APP_ENV=local\nAPP_DEBUG=true\n" },
      text: "it is no production install: local, by APP_ENV at .env:1",
    },
    {
      name: "no settings",
      files: { "package.json": "{}" },
      nginx: "server_name shop.example;\nroot {root};",
      text: "there are no settings",
    },
  ],
  obstacles: [{ name: "off", at: ".env", files: { ".env": "APP_DEBUG=false\n" } }],
});
