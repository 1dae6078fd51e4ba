import { gzipSync } from "node:zlib";
import { noneInLogs } from "../../../../src/audits/secrets/none-in-logs.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const key = mint("stripe.secret-key");
const old = mint("stripe.secret-key", 2);
const password = mint("database.password");
const env = { ".env": `STRIPE_SECRET_KEY=${key}\nPANEL_PASSWORD=${password}\n` };
const log = "storage/logs/app.log";
const title = "Stripe secret or restricted key";
const nginx = "server_name shop.example;\nroot {root}/public;\naccess_log {root}/log/access.txt;";

auditCases(noneInLogs, {
  passes: [
    { name: "nothing in it", files: { ...env, [log]: "10:00 paid\n" } },
    {
      name: "at most the last four characters",
      files: { ...env, [log]: `sk_live_...${key.slice(-4)}\n` },
    },
    {
      name: "a masked query",
      files: { ...env, [log]: '"GET /player_api.php?username=jo&password=*** HTTP/1.1" 200\n' },
    },
    {
      name: "the env file and code are for other audits",
      files: { ...env, [log]: "", "a.php": key },
    },
    { name: "empty", files: { ...env, [log]: "" } },
  ],
  fails: [
    {
      name: "a key in use: high, as every leak in a log",
      files: { ...env, [log]: `one\ncharged with ${key}\n` },
      findings: [
        {
          message: `${title} in use is in a log`,
          at: `${log}:2`,
          evidence: `STRIPE_SECRET_KEY ${key.slice(0, 8)}...${key.slice(-4)}`,
        },
      ],
    },
    {
      name: "an old key",
      files: { ...env, [log]: `${old}\n` },
      findings: [{ message: `${title} is in a log`, at: `${log}:1` }],
    },
    {
      name: "an own value in a query, percent-encoded or not",
      files: {
        ...env,
        [log]: `"GET /player_api.php?username=jo&password=${encodeURIComponent(password)} HTTP/1.1" 200\n`,
      },
      findings: [{ message: "Xtream panel password in use is in a log", at: `${log}:1` }],
    },
    {
      name: "a rotated and compressed one",
      files: { ...env, [log]: "", [`${log}.2.gz`]: gzipSync(`a\nb\n${key}\n`) },
      findings: [{ message: `${title} in use is in a log`, at: `${log}.2.gz:3` }],
    },
    {
      name: "the site's own log, whatever its name",
      files: { ...env, "log/access.txt": `${key}\n` },
      nginx,
      findings: [{ message: `${title} in use is in a log`, at: "log/access.txt:1" }],
    },
    {
      name: "a log outside the folders for logs",
      files: { ...env, "public/debug.log": `${key}\n`, [log]: `${key}\n${key}\n` },
      findings: [
        {
          message: `${title} in use is in a log`,
          at: "public/debug.log:1",
          also: [`${log}:1`, `${log}:2`],
        },
      ],
    },
    {
      name: "beside a compressed one that is cut short",
      files: {
        ...env,
        [log]: `${key}\n`,
        [`${log}.1.gz`]: gzipSync("x".repeat(1000)).subarray(0, 20),
      },
      findings: [{ message: `${title} in use is in a log`, at: `${log}:1` }],
      gaps: [`${log}.1.gz`],
    },
  ],
  unknowns: [
    {
      name: "a compressed one is cut short",
      files: { ...env, [`${log}.1.gz`]: gzipSync("x".repeat(1000)).subarray(0, 20) },
      code: "io",
      text: `${log}.1.gz`,
    },
    {
      name: "a folder of the host that we may not list",
      files: env,
      nginx: "server_name shop.example;\nroot {root}/public;",
      host: { "/var/log/nginx/": { mode: 0o700 } },
      asOther: true,
      code: "permission",
      text: "/var/log/nginx",
    },
    {
      name: "the env file is closed: its values were not searched",
      files: { ".env": { content: env[".env"], mode: 0o600 }, [log]: "1\n" },
      asOther: true,
      code: "permission",
      text: ".env",
    },
  ],
  notApplicable: [{ name: "no log", files: env, text: "no log was found" }],
  obstacles: [
    {
      name: "a second one; what is no file holds nothing",
      at: "storage/logs/b.log",
      files: { ...env, [log]: "1\n", "storage/logs/b.log": "1\n" },
      expected: { "link-loop": "pass", fifo: "pass", directory: "pass" },
    },
    {
      name: "the site's log",
      at: "log/access.txt",
      files: { ...env, "log/access.txt": "1\n" },
      nginx,
    },
  ],
});
