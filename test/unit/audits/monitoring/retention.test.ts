import { retention } from "../../../../src/audits/monitoring/retention.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import type { DetailedSpec, Files } from "../../../support/install-builder.ts";

const files = { ".env": "A=1\n" };
const access = "/var/log/nginx/access.log";
const error = "/var/log/nginx/error.log";
const log = (changed = "2026-11-24T08:00:00Z"): DetailedSpec => ({
  content: "1\n",
  mode: 0o640,
  changed,
});
const stanza = (body: string, of = "/var/log/nginx/*.log") =>
  `${of} {\n  ${body.replaceAll("\n", "\n  ")}\n}\n`;
const conf = "weekly\nrotate 4\ninclude /etc/logrotate.d\n";
const site = (body: string | undefined, host: Files = {}) => ({
  files,
  nginx: "server_name shop.example;\nroot {root};",
  host: {
    [access]: log(),
    [error]: log(),
    "/etc/logrotate.conf": conf,
    ...(body === undefined ? {} : { "/etc/logrotate.d/nginx": stanza(body) }),
    ...host,
  },
});
const at = "/etc/logrotate.d/nginx:1";
const both = [access, error];
const app = (more: Files, env = "A=1\n") => ({ files: { ".env": env, ...more } });
const daily = {
  "storage/logs/laravel-2026-11-22.log": log("2026-11-22T23:00:00Z"),
  "storage/logs/laravel-2026-11-23.log": log("2026-11-23T23:00:00Z"),
};

auditCases(retention, {
  passes: [
    { name: "90 daily", ...site("daily\nrotate 90") },
    { name: "13 weekly", ...site("rotate 13") },
    { name: "3 monthly", ...site("monthly\nrotate 3") },
    { name: "a year", ...site("yearly\nrotate 1") },
    { name: "all of them", ...site("daily\nrotate -1") },
    { name: "no sooner than it is large", ...site("daily\nrotate 90\nminsize 1M") },
    { name: "by age and number", ...site("daily\nrotate 400\nmaxage 90") },
    {
      name: "from the main file",
      ...site(undefined, {
        "/etc/logrotate.conf": `monthly\nrotate 12\n${access} ${error} {\n}\n`,
      }),
    },
    {
      name: "by size, and yet the oldest is old enough",
      ...site("size 10M\nrotate 9", {
        [`${access}.9`]: log("2026-08-01T08:00:00Z"),
        [`${error}.9`]: log("2026-08-01T08:00:00Z"),
      }),
    },
    { name: "nothing rotates them", ...site(undefined) },
    { name: "no logrotate at all", files, nginx: "root {root};", host: { [access]: log() } },
    { name: "Laravel keeps 90", ...app(daily, "LOG_DAILY_DAYS=90\n") },
    { name: "Laravel keeps all", ...app(daily, "LOG_DAILY_DAYS=0\n") },
    {
      name: "dated ones that reach back far enough",
      ...app({ ...daily, "storage/logs/laravel-2026-08-01.log": log("2026-08-01T23:00:00Z") }),
    },
    { name: "a log of the application that only grows", ...app({ "storage/logs/app.log": log() }) },
    {
      name: "one that nothing is written to is logs-exist's",
      ...site("daily\nrotate 90", { [error]: { is: "directory" } }),
    },
  ],
  fails: [
    {
      name: "14 daily, as Debian has it",
      ...site(
        "daily\nmissingok\nrotate 14\ncompress\npostrotate\n  invoke-rc.d nginx rotate\nendscript",
      ),
      findings: [
        {
          message: "the access and error logs are kept 14 days (14 daily)",
          at,
          also: both,
          occurrences: 1,
        },
      ],
    },
    {
      name: "as the main file has it",
      ...site(undefined, { "/etc/logrotate.d/nginx": `${access}\n{\n}\n` }),
      findings: [
        {
          message: "the access log is kept 28 days (4 weekly)",
          at,
          also: [access],
          occurrences: 1,
        },
      ],
    },
    {
      name: "none at all",
      ...site("daily\nrotate 0"),
      findings: [
        {
          message: "the access and error logs are kept 0 days (0 daily)",
          at,
          also: both,
          occurrences: 1,
        },
      ],
    },
    {
      name: "removed by age",
      ...site("daily\nrotate -1\nmaxage 30"),
      findings: [
        {
          message: "the access and error logs are kept 30 days (all daily, 30 days at most)",
          at,
          also: both,
          occurrences: 1,
        },
      ],
    },
    {
      name: "by size: no promise, and the oldest is young",
      ...site("size 100k\nrotate 200", { [`${access}.2`]: log("2026-11-12T08:00:00Z") }),
      findings: [
        {
          message:
            "the access and error logs are rotated by size (200 by size), which promises no days; the oldest is 12 days old",
          at,
          also: both,
          occurrences: 1,
          confidence: "medium",
        },
      ],
    },
    {
      name: "earlier when large",
      ...site("daily\nrotate 120\nmaxsize 50M"),
      findings: [
        {
          message:
            "the access and error logs are rotated by size (120 by size), which promises no days; the oldest is 0 days old",
          at,
          also: both,
          occurrences: 1,
          confidence: "medium",
        },
      ],
    },
    {
      name: "something else rotates it",
      ...site(undefined, { [`${access}.1`]: log("2026-11-04T09:00:00Z") }),
      findings: [
        {
          message:
            "the access log is kept by something other than logrotate; the oldest is 20 days old",
          at: access,
          confidence: "low",
        },
      ],
    },
    {
      name: "Laravel keeps 14",
      ...app(daily, "A=1\nLOG_DAILY_DAYS=14\n"),
      findings: [
        {
          message: "the app log is kept 14 days",
          at: ".env:2 LOG_DAILY_DAYS",
          also: ["storage/logs/laravel-2026-11-23.log"],
          occurrences: 1,
        },
      ],
    },
    {
      name: "dated ones, and nobody says how many",
      ...app(daily),
      findings: [
        {
          message: "the app log is kept by something other than logrotate; the oldest is 1 day old",
          at: "storage/logs/laravel-2026-11-23.log",
          confidence: "low",
        },
      ],
    },
  ],
  unknowns: [
    {
      name: "logrotate's folder is closed",
      ...site("daily\nrotate 90", { "/etc/logrotate.d/": { mode: 0o700 } }),
      asOther: true,
      code: "permission",
      text: "/etc/logrotate.d",
    },
    {
      name: "a stanza that logrotate refuses",
      ...site("daily\nrotate many"),
      code: "parse",
      text: "line 3: no number",
    },
    {
      name: "siblings that cannot be listed",
      ...site("size 1M\nrotate 9", { "/var/log/nginx/": { mode: 0o711 } }),
      asOther: true,
      code: "permission",
      text: "/var/log/nginx",
    },
  ],
  skips: [{ name: "no log is known", files, needs: ["guard.yaml: install.logs.access"] }],
  notApplicable: [
    {
      name: "no log is written",
      files,
      nginx: "root {root};\naccess_log off;\nerror_log /dev/null;",
      text: "no log is written",
    },
  ],
  obstacles: [
    {
      name: "logrotate's main file",
      at: "/etc/logrotate.conf",
      ...site("daily\nrotate 90"),
    },
    {
      name: "the stanza",
      at: "/etc/logrotate.d/nginx",
      ...site("daily\nrotate 90"),
      // Logrotate passes over what is no file; then nothing rotates these logs.
      expected: { fifo: "pass", directory: "pass" },
    },
  ],
});
