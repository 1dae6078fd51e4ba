import { logsExist } from "../../../../src/audits/monitoring/logs-exist.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import type { DetailedSpec, Files } from "../../../support/install-builder.ts";

const files = { ".env": "A=1\n" };
const access = "/var/log/nginx/access.log";
const error = "/var/log/nginx/error.log";
const fresh = (content = "1\n", more: Partial<DetailedSpec> = {}): DetailedSpec => ({
  content,
  mode: 0o640,
  changed: "2026-11-24T08:00:00Z",
  ...more,
});
const nginx = "server_name shop.example;\nroot {root};";
const site = (host: Files = {}, more = "") => ({
  files,
  nginx: nginx + more,
  host: { [access]: fresh(), [error]: fresh(), ...host },
});
const old = (content = "1\n") => fresh(content, { changed: "2026-11-10T08:00:00Z" });
const inTree = {
  files: { ...files, "logs/access.log": fresh(), "logs/error.log": fresh() },
  config:
    'install:\n  logs: { access: ["{root}/logs/access.log*"], error: ["{root}/logs/error.log*"] }\n',
};

auditCases(logsExist, {
  passes: [
    { name: "where nginx logs when nothing is said", ...site() },
    { name: "a quiet error log", ...site({ [error]: old("") }) },
    {
      name: "fresh and empty after a rotation, with yesterday's beside it",
      ...site({ [access]: fresh(""), [`${access}.1`]: fresh("1\n") }),
    },
    {
      name: "7 days without a visit",
      ...site({ [access]: fresh("1\n", { changed: "2026-11-17T08:00:00Z" }) }),
    },
    { name: "in the tree, as guard.yaml says", ...inTree },
    {
      name: "guard.yaml names the logs of a server that we cannot read",
      ...inTree,
      host: { "/etc/apache2/sites-enabled/shop.conf": "DocumentRoot {root}\n" },
    },
  ],
  fails: [
    {
      name: "access logging is off",
      ...site({}, "\naccess_log off;"),
      findings: [{ message: "the access log is off", at: "/etc/nginx/nginx.conf:5" }],
    },
    {
      name: "error logging goes nowhere",
      ...site({}, "\nerror_log /dev/null crit;"),
      findings: [{ message: "the error log is off", at: "/etc/nginx/nginx.conf:5" }],
    },
    {
      name: "neither file exists",
      files,
      nginx,
      host: { "/var/log/nginx/other.log": fresh() },
      findings: [
        {
          message: "the access log does not exist",
          at: access,
          evidence: "nginx default for nginx/nginx.conf:2",
        },
        { message: "the error log does not exist", at: error },
      ],
    },
    {
      name: "the access log stopped",
      ...site({ [access]: old() }),
      findings: [{ message: "the access log was last written 14 days ago", at: access }],
    },
    {
      name: "the access log and all its rotated siblings are empty",
      ...site({ [access]: fresh(""), [`${access}.1`]: fresh("") }),
      findings: [{ message: "the access log and all its rotated files are empty", at: access }],
    },
    {
      name: "readable by everybody: medium",
      ...site({ [access]: fresh("1\n", { mode: 0o644 }) }),
      findings: [
        {
          message: "every account can read the access log",
          at: access,
          severity: "medium",
        },
      ],
    },
    {
      name: "in the tree, readable by everybody: medium, and the mode can be changed",
      ...inTree,
      files: { ...inTree.files, "logs/access.log": fresh("1\n", { mode: 0o644 }) },
      findings: [
        {
          message: "every account can read the access log",
          at: "logs/access.log",
          severity: "medium",
          fix: "review",
        },
      ],
    },
    {
      name: "a rotated one is readable by everybody: medium",
      ...site({ [`${error}.1`]: fresh("1\n", { mode: 0o644 }) }),
      findings: [
        {
          message: "every account can read the error log",
          at: `${error}.1`,
          severity: "medium",
        },
      ],
    },
    {
      name: "named by guard.yaml, and nothing is there",
      files,
      config:
        "install:\n  logs: { access: [/var/log/shop/access.log*], error: [/var/log/shop/error.log] }\n",
      findings: [
        {
          message: "the access log does not exist",
          at: "/var/log/shop/access.log",
          evidence: "guard.yaml",
        },
        { message: "the error log does not exist", at: "/var/log/shop/error.log" },
      ],
    },
  ],
  unknowns: [
    {
      name: "Apache serves it, and its main file is not there",
      files,
      host: { "/etc/apache2/sites-enabled/shop.conf": "DocumentRoot {root}\n" },
      code: "parse",
      text: "Apache serves it",
    },
    {
      name: "a folder that we may not enter",
      ...site({ "/var/log/nginx/": { mode: 0o700 } }),
      asOther: true,
      code: "permission",
    },
    {
      name: "stopped, and the siblings cannot be listed",
      ...site({ [access]: old(), "/var/log/nginx/": { mode: 0o711 } }),
      asOther: true,
      code: "permission",
      text: "/var/log/nginx",
    },
  ],
  skips: [
    {
      name: "no web server, no guard.yaml",
      files,
      needs: ["guard.yaml: install.logs.access", "guard.yaml: install.logs.error"],
    },
    {
      name: "only the access log is known",
      files: inTree.files,
      config: 'install:\n  logs: { access: ["{root}/logs/access.log"] }\n',
      needs: ["guard.yaml: install.logs.error"],
    },
  ],
  obstacles: [
    { name: "size and time are enough", at: access, ...site(), expected: { unreadable: "pass" } },
    { name: "in the tree", at: "logs/access.log", ...inTree, expected: { unreadable: "pass" } },
  ],
});
