import { owner } from "../../../../src/audits/env/owner.ts";
import { absent, blocked } from "../../../../src/core/look.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { foreignCompose } from "../../../support/foreign-compose.ts";
import { hiddenEnvNames } from "../../../support/hidden-env-names.ts";

const env = (mode: number, by: string) => ({
  ".env": { content: "APP_ENV=production\n", mode, owner: by },
});
const unit = (more = "") => ({
  "/etc/systemd/system/shop.service": `[Service]\nUser=www-data\nWorkingDirectory={root}\n${more}`,
});
const pool = {
  "/etc/php/8.2/fpm/pool.d/www.conf":
    "[www]\nuser = www-data\ngroup = www-data\nlisten = /run/php/www.sock\nchdir = {root}\n",
};

auditCases(owner, {
  passes: [
    { name: "the unit's account", files: env(0o600, "33:33"), host: unit() },
    { name: "the pool's account", files: env(0o600, "33:33"), host: pool },
    { name: "its group is of no interest", files: env(0o600, "33:0"), host: unit() },
    {
      name: "the owner of the root, when nothing else is known",
      files: env(0o600, "1001:1001"),
      root: { owner: "1001:1001" },
    },
    {
      name: "what guard.yaml says beats what is found",
      files: env(0o600, "1001:1001"),
      host: unit(),
      config: "install:\n  owner: deploy:deploy\n",
    },
    {
      name: "root, where systemd reads the file for the service",
      files: env(0o600, "0:0"),
      host: unit("EnvironmentFile={root}/.env\n"),
    },
    {
      name: "root, where docker compose reads the file for the service",
      files: {
        ...env(0o600, "0:0"),
        "compose.yaml": "services:\n  shop:\n    image: shop\n    env_file: .env\n",
      },
      root: { owner: "1001:1001" },
    },
  ],
  fails: [
    {
      name: "root's, and the unit runs as another account",
      files: env(0o600, "0:0"),
      host: unit(),
      findings: [
        {
          message: ".env belongs to root, the service reads it as www-data",
          at: ".env",
          evidence: "www-data: shop.service",
          fix: "safe",
        },
      ],
    },
    {
      name: "root's, and the php-fpm pool runs as another account",
      files: env(0o600, "0:0"),
      host: pool,
      findings: [
        {
          message: ".env belongs to root, the service reads it as www-data",
          at: ".env",
          evidence: "www-data: php8.2-fpm pool www",
          fix: "safe",
        },
      ],
    },
    {
      name: "somebody else's, although root's manager reads it",
      files: env(0o600, "1002:1002"),
      host: unit("EnvironmentFile={root}/.env\n"),
      findings: [
        {
          message: ".env belongs to bob, the service reads it as www-data",
          at: ".env",
          fix: "safe",
        },
      ],
    },
    {
      name: "not the owner that guard.yaml names",
      files: env(0o600, "33:33"),
      host: unit(),
      config: "install:\n  owner: deploy:deploy\n",
      findings: [
        {
          message: ".env belongs to www-data, the service reads it as deploy",
          at: ".env",
          evidence: "deploy: guard.yaml",
          remedy:
            "run the service as deploy, or correct install.owner: it runs as www-data (shop.service)",
        },
      ],
    },
    {
      name: "the owner of the folder only suggests who reads it: a person decides",
      files: env(0o600, "0:0"),
      root: { owner: "1001:1001" },
      findings: [
        {
          message: ".env belongs to root, the service reads it as deploy",
          at: ".env",
          evidence: "deploy: owner of the root",
          fix: "review",
        },
      ],
    },
    {
      name: "0640 root:service-group is safe, but not what the guide says: low",
      files: env(0o640, "0:33"),
      host: unit(),
      findings: [
        {
          message: ".env is 0640 root:www-data: safe, but not as the guide has it",
          at: ".env",
          severity: "low",
          fix: "review",
        },
      ],
    },
    {
      name: "0640 root and a group that the service is not in",
      files: env(0o640, "0:50"),
      host: unit(),
      findings: [
        {
          message: ".env belongs to root, the service reads it as www-data",
          at: ".env",
          fix: "safe",
        },
      ],
    },
    {
      name: "0660 root:service-group is more than reading",
      files: env(0o660, "0:33"),
      host: unit(),
      findings: [
        {
          message: ".env belongs to root, the service reads it as www-data",
          at: ".env",
          fix: "safe",
        },
      ],
    },
    {
      name: "0644 root:service-group is open to others",
      files: env(0o644, "0:33"),
      host: unit(),
      findings: [
        {
          message: ".env belongs to root, the service reads it as www-data",
          at: ".env",
          fix: "safe",
        },
      ],
    },
  ],
  unknowns: [
    foreignCompose,
    ...hiddenEnvNames,
    {
      name: "the unit's account does not exist",
      files: env(0o600, "33:33"),
      host: {
        "/etc/systemd/system/shop.service": "[Service]\nUser=ghost\nWorkingDirectory={root}\n",
      },
      code: "io",
      text: "ghost",
    },
    {
      name: "who reads it cannot be found out",
      files: { ".env": { mode: 0o600 } },
      context: (context) => ({
        ...context,
        install: { ...context.install, owner: blocked("permission", "closed") },
      }),
      code: "permission",
    },
  ],
  skips: [
    {
      name: "nobody is known to read it",
      files: { ".env": { mode: 0o600 } },
      context: (context) => ({ ...context, install: { ...context.install, owner: absent } }),
      needs: ["guard.yaml: install.owner"],
    },
    {
      name: "root's code says nothing of who reads another account's file",
      files: env(0o600, "33:33"),
      root: { owner: "0:0" },
      needs: ["guard.yaml: install.owner"],
    },
  ],
  notApplicable: [
    {
      name: "no env file",
      files: { "package.json": "{}" },
      nginx: "server_name shop.example;\nroot {root};",
      text: "there is no env file",
    },
  ],
  obstacles: [
    {
      name: "its content is of no interest",
      at: ".env",
      files: env(0o600, "0:0"),
      expected: { unreadable: "pass" },
    },
  ],
});
