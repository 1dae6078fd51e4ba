import { present } from "../../../../src/audits/env/present.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { foreignCompose } from "../../../support/foreign-compose.ts";
import { mint } from "../../../support/mint.ts";
import { hiddenEnvNames } from "../../../support/hidden-env-names.ts";

const nginx = "server_name shop.example;\nroot {root};";

const [ours, theirs] = [1, 2].map((seed) => `STRIPE_SECRET_KEY=${mint("stripe.secret-key", seed)}`);
const unit = (line: string) => ({
  "/etc/systemd/system/shop.service": `[Service]\nWorkingDirectory={root}\n${line}\n`,
});
const pool = `[shop]\nlisten = /run/x\nchdir = {root}\nenv[STRIPE_SECRET_KEY] = ${mint("stripe.secret-key", 2)}\n`;
const twoWays = (text: string) => ({
  message: `DB_PASSWORD is read in two ways: ${text}`,
  at: ".env:1 DB_PASSWORD",
});

auditCases(present, {
  passes: [
    {
      name: "PHP and a unit read it alike",
      files: { ".env": "DB_PASSWORD='alpha#beta'\n", "composer.json": "{}" },
      host: unit("EnvironmentFile={root}/.env"),
    },
    {
      name: "nobody but a unit reads it",
      files: { "conf/shop": "DB_PASSWORD=alpha#beta\n", "composer.json": "{}" },
      host: unit("EnvironmentFile={root}/conf/shop"),
    },
    {
      name: "guard.yaml names it, and nobody but a unit reads it",
      files: { "conf/shop": "DB_PASSWORD=alpha#beta\n", "composer.json": "{}" },
      host: unit("EnvironmentFile={root}/conf/shop"),
      config: "install:\n  env: [conf/shop]\n",
    },
    {
      name: "a unit sets the same value",
      files: { ".env": `${ours}\n` },
      host: unit(`Environment=${ours}`),
    },
    {
      name: "a unit sets another one, which its own EnvironmentFile= overrides",
      files: { ".env": `${ours}\n` },
      host: unit(`Environment=${theirs}\nEnvironmentFile={root}/.env`),
    },
    {
      name: "a unit sets another one than the tests have",
      files: { ".env": "A=1\n", ".env.testing": `${ours}\n` },
      host: unit(`Environment=${theirs}`),
    },
    { name: "one that every reader reads alike", files: { ".env": "DB_PASSWORD='a#b c'\n" } },
    { name: "an empty one", files: { ".env": "" } },
    {
      name: "read in two ways, but no credential",
      files: { ".env": "SHOP_COLOUR=a#b\n", "composer.json": "{}" },
    },
  ],
  fails: [
    {
      name: "PHP and a unit read it, and a # ends the value to one of them",
      files: { ".env": "DB_PASSWORD=alpha#beta\n", "composer.json": "{}" },
      host: unit("EnvironmentFile={root}/.env"),
      findings: [twoWays("systemd and php read different values")],
    },
    {
      name: "code, compose and a unit read it: the first two agree",
      files: {
        ".env": "DB_PASSWORD=alpha;beta\\\\gamma\n",
        "compose.yaml": "services:\n  app:\n    env_file: .env\n",
      },
      host: unit("EnvironmentFile={root}/.env"),
      findings: [twoWays("systemd and dotenv read different values")],
    },
    {
      name: "PHP and compose read it, and one of them keeps the # of a value",
      files: {
        ".env": "DB_PASSWORD=alpha#beta\n",
        "composer.json": "{}",
        "compose.yaml": "services:\n  app:\n    env_file: .env\n",
      },
      findings: [twoWays("compose and php read different values")],
    },
    {
      name: "a unit does not take for a setting what code does",
      files: { ".env": "export DB_PASSWORD=alphabetagamma\n" },
      host: unit("EnvironmentFile={root}/.env"),
      findings: [
        {
          message: ".env does not parse: no name that can be read before the value",
          at: ".env:1",
        },
      ],
    },
    {
      name: "PHP stops at a line that a unit reads",
      files: { ".env": "SHOP_NAME=My Shop\n", "composer.json": "{}" },
      host: unit("EnvironmentFile={root}/.env"),
      findings: [
        { message: ".env does not parse: a blank in a value without quotes, to php", at: ".env:1" },
      ],
    },
    ...(
      [
        ["/etc/systemd/system/shop.service", unit(`Environment=${theirs}`), 3],
        ["/etc/cron.d/shop", { "/etc/cron.d/shop": `${theirs}\n* * * * * root php {root}/x\n` }, 1],
        ["/etc/php/8.2/fpm/pool.d/shop.conf", { "/etc/php/8.2/fpm/pool.d/shop.conf": pool }, 4],
      ] as const
    ).map(([path, host, line]) => ({
      name: `another value in ${path}`,
      files: { ".env": `${ours}\n` },
      host,
      findings: [
        {
          message: `STRIPE_SECRET_KEY has another value in ${path} than in .env`,
          at: `${path}:${line} STRIPE_SECRET_KEY`,
          also: [".env:1 STRIPE_SECRET_KEY"],
        },
      ],
    })),
    {
      name: "another value in a compose file",
      files: {
        ".env": `${ours}\n`,
        "compose.yaml": `services:\n  app:\n    env_file: .env\n    environment: [${theirs}]\n`,
      },
      findings: [
        {
          message: "STRIPE_SECRET_KEY has another value in compose.yaml than in .env",
          at: "compose.yaml:4 STRIPE_SECRET_KEY",
          also: [".env:1 STRIPE_SECRET_KEY"],
        },
      ],
    },
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
