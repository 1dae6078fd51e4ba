import { mode } from "../../../../src/audits/env/mode.ts";
import { blocked } from "../../../../src/core/look.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { foreignCompose } from "../../../support/foreign-compose.ts";
import { hiddenEnvNames } from "../../../support/hidden-env-names.ts";
import type { DetailedSpec } from "../../../support/install-builder.ts";

const env = (spec: DetailedSpec) => ({ ".env": { content: "APP_ENV=production\n", ...spec } });
const unit = (user: string) => ({
  "/etc/systemd/system/shop.service": `[Service]\nUser=${user}\nWorkingDirectory={root}\n`,
});

auditCases(mode, {
  passes: [
    { name: "0600", files: env({ mode: 0o600 }) },
    { name: "0400", files: env({ mode: 0o400 }) },
    {
      name: "an access list that the mask makes void",
      files: env({ mode: 0o600, acl: "u:33:r,m::-" }),
    },
    {
      name: "closed to us too: the mode is seen all the same",
      files: env({ mode: 0o600 }),
      asOther: true,
    },
    {
      name: "an env file elsewhere that a unit reads",
      files: env({ mode: 0o600 }),
      host: {
        "/etc/shop.env": { content: "A=1\n", mode: 0o600 },
        "/etc/systemd/system/shop.service":
          "[Service]\nWorkingDirectory={root}\nEnvironmentFile=/etc/shop.env\n",
      },
      // The host's /etc is a folder in these tests, which statfs does not know.
      context: (context) => ({ ...context, modeDecides: () => ({ kind: "found", value: true }) }),
    },
  ],
  fails: [
    {
      name: "readable by all",
      files: env({ mode: 0o644 }),
      findings: [{ message: ".env is 0644: every account can read it", at: ".env", fix: "safe" }],
    },
    {
      name: "one that guard.yaml does not list",
      files: { ...env({ mode: 0o600 }), ".env.production": { content: "A=1\n", mode: 0o644 } },
      config: "install:\n  env: [.env]\n",
      findings: [
        {
          message: ".env.production is 0644: every account can read it",
          at: ".env.production",
          fix: "safe",
        },
      ],
    },
    {
      name: "writable by all",
      files: env({ mode: 0o666 }),
      findings: [
        { message: ".env is 0666: every account can read and write it", at: ".env", fix: "safe" },
      ],
    },
    {
      name: "readable by all, writable by the group",
      files: env({ mode: 0o664, owner: "33:50" }),
      root: { owner: "33:33" },
      findings: [
        {
          message: ".env is 0664: every account can read it, group staff can read and write it",
          at: ".env",
          fix: "safe",
        },
      ],
    },
    {
      name: "guard.yaml names an owner that would lock the service out: no fix",
      files: env({ mode: 0o644, owner: "1001:1001" }),
      host: unit("www-data"),
      config: "install:\n  owner: deploy:deploy\n",
      findings: [
        {
          message: ".env is 0644: every account can read it",
          at: ".env",
          remedy:
            "give it to the account that reads it, www-data (shop.service), then: chmod 600 {root}/.env",
        },
      ],
    },
    {
      name: "readable by the group",
      files: env({ mode: 0o640, owner: "33:33" }),
      host: unit("www-data"),
      findings: [{ message: ".env is 0640: group www-data can read it", at: ".env", fix: "safe" }],
    },
    {
      name: "every single bit of group and others",
      files: {
        ".env": { mode: 0o600 },
        ".env.a": { mode: 0o601 },
        ".env.b": { mode: 0o602 },
        ".env.c": { mode: 0o604 },
        ".env.d": { mode: 0o610, owner: "0:0" },
        ".env.e": { mode: 0o620, owner: "0:0" },
        ".env.f": { mode: 0o640, owner: "0:0" },
        ".env.g": { mode: 0o444 },
      },
      findings: [
        { message: ".env.a is 0601: every account can run it", at: ".env.a", fix: "safe" },
        { message: ".env.b is 0602: every account can write it", at: ".env.b", fix: "safe" },
        { message: ".env.c is 0604: every account can read it", at: ".env.c", fix: "safe" },
        { message: ".env.d is 0610: group root can run it", at: ".env.d", fix: "safe" },
        { message: ".env.e is 0620: group root can write it", at: ".env.e", fix: "safe" },
        { message: ".env.f is 0640: group root can read it", at: ".env.f", fix: "safe" },
        { message: ".env.g is 0444: every account can read it", at: ".env.g", fix: "safe" },
      ],
    },
    {
      name: "an access list opens it for one account: the group bits are its mask",
      files: env({ mode: 0o600, owner: "0:0", acl: "u:33:r" }),
      findings: [
        {
          message: ".env is 0640: user www-data (access list) can read it",
          at: ".env",
          fix: "safe",
        },
      ],
    },
    {
      name: "root's file, which the service reads through its group: low",
      files: env({ mode: 0o640, owner: "0:33" }),
      host: unit("www-data"),
      findings: [
        {
          message: ".env is 0640: group www-data can read it",
          at: ".env",
          severity: "low",
          fix: "review",
        },
      ],
    },
    {
      name: "the same with an access list that names somebody else: high",
      files: env({ mode: 0o640, owner: "0:33", acl: "u:1002:r" }),
      host: unit("www-data"),
      findings: [
        {
          message: ".env is 0640: user bob (access list) can read it",
          at: ".env",
          fix: "review",
        },
      ],
    },
    {
      name: "root's file that a unit's account has to read goes to that account too",
      files: env({ mode: 0o644, owner: "0:0" }),
      host: unit("www-data"),
      findings: [{ message: ".env is 0644: every account can read it", at: ".env", fix: "safe" }],
    },
    {
      name: "the owner of the folder only suggests who reads it: a person decides",
      files: env({ mode: 0o644, owner: "0:0" }),
      root: { owner: "1001:1001" },
      findings: [{ message: ".env is 0644: every account can read it", at: ".env", fix: "review" }],
    },
    {
      name: "beside one that cannot be judged",
      files: { ...env({ mode: 0o644 }), ".env.local": { is: "fifo" } },
      findings: [{ message: ".env is 0644: every account can read it", at: ".env", fix: "safe" }],
      gaps: [".env.local"],
    },
  ],
  unknowns: [
    foreignCompose,
    ...hiddenEnvNames,
    {
      name: "on NFS the mode is approximate",
      files: env({ mode: 0o600 }),
      context: (context) => ({
        ...context,
        modeDecides: () => blocked("filesystem", "the mode is approximate on NFS"),
      }),
      code: "filesystem",
      text: "the mode is approximate on NFS",
    },
    {
      name: "a folder that we may not list may hold any env file",
      files: env({ mode: 0o600 }),
      root: { mode: 0o711 },
      asOther: true,
      code: "permission",
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
      files: env({ mode: 0o600 }),
      expected: { unreadable: "pass" },
    },
  ],
});
