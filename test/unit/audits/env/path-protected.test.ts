import { pathProtected } from "../../../../src/audits/env/path-protected.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { foreignCompose } from "../../../support/foreign-compose.ts";
import { hiddenEnvNames } from "../../../support/hidden-env-names.ts";

const env = { ".env": { content: "A=1\n", mode: 0o600 } };
const nested = (folder: { mode: number; owner?: string; acl?: string }) => ({
  "package.json": "{}",
  "config/": folder,
  "config/shop.env": { content: "A=1\n", mode: 0o600 },
});
const config = "install:\n  env: [config/shop.env]\n";

auditCases(pathProtected, {
  passes: [
    { name: "closed folders", files: env },
    {
      name: "a link that stays in the install",
      files: { ".env": { link: "shared.env" }, "shared.env": { content: "A=1\n", mode: 0o600 } },
    },
    {
      name: "folders of the account that reads it",
      files: { ".env": { mode: 0o600, owner: "33:33" } },
      root: { owner: "33:33", mode: 0o755 },
    },
    {
      name: "the deployer's root, writable for the deployer's own group",
      files: { ".env": { mode: 0o600, owner: "33:33" } },
      root: { owner: "1001:1001", mode: 0o775 },
    },
    { name: "an open folder with the sticky bit", files: nested({ mode: 0o1777 }), config },
    {
      name: "an access list that may not write",
      files: nested({ mode: 0o755, owner: "0:0", acl: "u:1002:rx" }),
      config,
    },
  ],
  fails: [
    {
      name: "a folder that everybody may write to",
      files: env,
      root: { mode: 0o777 },
      findings: [{ message: "every account can swap .env: {root} is 0777", at: "." }],
    },
    {
      name: "a folder that another group may write to",
      files: env,
      root: { mode: 0o775, owner: "0:50" },
      findings: [{ message: "group staff can swap .env: {root} is 0775", at: "." }],
    },
    {
      name: "somebody else's folder",
      files: nested({ mode: 0o755, owner: "1002:1002" }),
      config,
      findings: [{ message: "bob can swap config/shop.env: config is 0755", at: "config" }],
    },
    {
      name: "somebody else's folder, sticky or not",
      files: nested({ mode: 0o1755, owner: "1002:1002" }),
      config,
      findings: [{ message: "bob can swap config/shop.env: config is 1755", at: "config" }],
    },
    {
      name: "an access list lets one account write",
      files: nested({ mode: 0o755, owner: "0:0", acl: "u:1002:rwx" }),
      config,
      findings: [{ message: "bob can swap config/shop.env: config is 0775", at: "config" }],
    },
    {
      name: "one open folder above several files: one finding",
      files: { ...env, ".env.local": { mode: 0o600 } },
      root: { mode: 0o777 },
      findings: [{ message: "every account can swap .env: {root} is 0777", at: "." }],
    },
    {
      name: "a link that leads out",
      files: { ".env": { link: "/etc/hostname" } },
      findings: [{ message: ".env is a link to /etc/hostname, which is not followed", at: ".env" }],
    },
    {
      name: "a link in a folder that is open to others",
      files: {
        ".env": { link: "links/env" },
        "links/": { mode: 0o777 },
        "links/env": { link: "../shop.env" },
        "shop.env": { content: "A=1\n", mode: 0o600 },
      },
      findings: [{ message: "every account can swap shop.env: links is 0777", at: "links" }],
    },
    {
      name: "somebody else's link in a sticky folder",
      files: {
        ".env": { link: "links/env" },
        "links/": { mode: 0o1777 },
        "links/env": { link: "../shop.env", owner: "1002:1002" },
        "shop.env": { content: "A=1\n", mode: 0o600 },
      },
      findings: [
        { message: "bob can lead links/env elsewhere: the link is theirs", at: "links/env" },
      ],
    },
    {
      name: "a second name",
      files: { ...env, "public/settings.txt": { sameAs: ".env" } },
      findings: [{ message: ".env has 2 names: one of them may be open to others", at: ".env" }],
    },
  ],
  unknowns: [
    foreignCompose,
    ...hiddenEnvNames,
    {
      name: "a folder that we may not list may hold any env file",
      files: env,
      root: { mode: 0o711 },
      asOther: true,
      code: "permission",
    },
    {
      name: "a folder shared between releases that we may not list",
      files: {
        current: { link: "releases/5" },
        "releases/5/.env": { link: ["../..", "shared", ".env"].join("/") },
        "shared/": { mode: 0o711 },
        "shared/.env": { content: "A=1\n", mode: 0o600 },
      },
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
      files: env,
      expected: { unreadable: "pass", "link-loop": "fail" },
    },
  ],
});
