import { noneInUnits } from "../../../../src/audits/env/none-in-units.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const key = mint("stripe.secret-key");
const masked = `STRIPE_SECRET_KEY sk_live_...${key.slice(-4)}`;
const files = { ".env": { content: "APP_ENV=production\n", mode: 0o600 } };
const unitPath = "/etc/systemd/system/shop.service";
const unit = (lines: string, mode = 0o644) => ({
  [unitPath]: { content: `[Service]\nWorkingDirectory={root}\n${lines}`, mode },
});
const poolPath = "/etc/php/8.2/fpm/pool.d/shop.conf";
const pool = (mode: number, owner?: string) => ({
  [poolPath]: {
    content: `[shop]\nuser = www-data\nlisten = /run/shop.sock\nchdir = {root}\nenv[STRIPE_SECRET_KEY] = ${key}\n`,
    mode,
    ...(owner === undefined ? {} : { owner }),
  },
});
const compose = (mode: number) => ({
  ...files,
  "compose.yaml": {
    content: `services:\n  shop:\n    image: shop\n    environment:\n      STRIPE_SECRET_KEY: ${key}\n`,
    mode,
  },
});

auditCases(noneInUnits, {
  passes: [
    { name: "a unit that names an env file", files, host: unit("EnvironmentFile={root}/.env\n") },
    { name: "a unit with other values", files, host: unit("Environment=APP_ENV=production\n") },
    { name: "a private pool", files, host: pool(0o600) },
    { name: "a private compose file", files: compose(0o600) },
    {
      name: "a compose file in a folder that nobody else may enter",
      files: compose(0o644),
      root: { mode: 0o750 },
    },
    {
      name: "a compose file that takes the value from elsewhere",
      files: {
        ...files,
        "compose.yaml":
          "services:\n  shop:\n    environment:\n      STRIPE_SECRET_KEY: ${STRIPE_SECRET_KEY}\n",
      },
    },
    {
      name: "an example in a unit",
      files,
      host: unit("Environment=STRIPE_SECRET_KEY=your-secret-key-here\n"),
    },
    { name: "a pool that only the service's own group reads", files, host: pool(0o640, "0:33") },
  ],
  fails: [
    {
      name: "a unit, whatever its mode: systemd tells everybody",
      files,
      host: unit(`Environment=STRIPE_SECRET_KEY=${key}\n`, 0o600),
      findings: [
        {
          message: `STRIPE_SECRET_KEY stands in ${unitPath}: every account can ask systemd for it`,
          at: `${unitPath}:3 STRIPE_SECRET_KEY`,
          evidence: masked,
        },
      ],
    },
    {
      name: "an open pool",
      files,
      host: pool(0o644),
      findings: [
        {
          message: `STRIPE_SECRET_KEY stands in ${poolPath}: every account can read it`,
          at: `${poolPath}:5 STRIPE_SECRET_KEY`,
          evidence: masked,
        },
      ],
    },
    {
      name: "a pool that another group reads",
      files,
      host: pool(0o640, "0:4"),
      findings: [
        {
          message: `STRIPE_SECRET_KEY stands in ${poolPath}: group adm can read it`,
          at: `${poolPath}:5 STRIPE_SECRET_KEY`,
        },
      ],
    },
    {
      name: "an open compose file",
      files: compose(0o644),
      findings: [
        {
          message: "STRIPE_SECRET_KEY stands in compose.yaml: every account can read it",
          at: "compose.yaml:5 STRIPE_SECRET_KEY",
        },
      ],
    },
    {
      name: "a crontab of the system",
      files,
      host: {
        "/etc/cron.d/shop": `STRIPE_SECRET_KEY=${key}\n* * * * * www-data {root}/cron.sh\n`,
      },
      findings: [
        {
          message: "STRIPE_SECRET_KEY stands in /etc/cron.d/shop: every account can read it",
          at: "/etc/cron.d/shop:1 STRIPE_SECRET_KEY",
        },
      ],
    },
    {
      name: "a web server's configuration",
      files,
      nginx: `server_name shop.example;\nroot {root}/public;\nlocation / {\n  fastcgi_param STRIPE_SECRET_KEY ${key};\n}`,
      findings: [
        {
          message: "STRIPE_SECRET_KEY stands in /etc/nginx/nginx.conf: every account can read it",
          at: "/etc/nginx/nginx.conf:6 STRIPE_SECRET_KEY",
        },
      ],
    },
    {
      name: "one value in two places: one finding",
      files,
      host: { ...unit(`Environment=STRIPE_SECRET_KEY=${key}\n`), ...pool(0o644) },
      findings: [
        {
          message: `STRIPE_SECRET_KEY stands in ${poolPath}: every account can read it`,
          at: `${poolPath}:5 STRIPE_SECRET_KEY`,
          also: [`${unitPath}:3 STRIPE_SECRET_KEY`],
        },
      ],
    },
  ],
  unknowns: [
    {
      name: "a unit that we may not read",
      files,
      host: unit("", 0o600),
      asOther: true,
      code: "permission",
    },
  ],
  notApplicable: [
    {
      name: "nothing of the host belongs to it",
      files,
      text: "no unit, pool, compose file, crontab or site belongs to it",
    },
  ],
  obstacles: [
    {
      name: "private",
      at: "compose.yaml",
      files: compose(0o600),
    },
  ],
});
