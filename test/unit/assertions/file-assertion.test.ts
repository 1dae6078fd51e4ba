import type { AuditContext } from "../../../src/core/audit-context.ts";
import { blocked, found } from "../../../src/core/look.ts";
import { localAuditCases } from "../../support/local-audit-cases.ts";

const onNfs = (context: AuditContext): AuditContext => ({
  ...context,
  modeDecides: () => blocked("filesystem", "the mode is approximate on NFS"),
});

/** It is asked about real paths, which those of the table's host are not. */
const onHost = (context: AuditContext): AuditContext => ({
  ...context,
  modeDecides: () => found(true),
});

localAuditCases("file: { path: config/app.php, exists: true }", {
  passes: [
    { name: "a file", files: { "config/app.php": "" } },
    { name: "a folder", files: { "config/app.php/": { mode: 0o700 } } },
    { name: "one that cannot be read", files: { "config/app.php": { mode: 0 } }, asOther: true },
  ],
  fails: [
    {
      name: "nothing there",
      files: { "config/": { mode: 0o755 } },
      findings: [{ message: "there is no config/app.php", at: "config/app.php" }],
    },
  ],
  unknowns: [
    {
      name: "below a link",
      files: { "real/app.php": "", config: { link: "real" } },
      code: "link",
    },
    {
      name: "a link",
      files: { "real.php": "", "config/app.php": { link: "../real.php" } },
      code: "link",
    },
    {
      name: "its folder is closed",
      files: { "config/app.php": "", "config/": { mode: 0o700 } },
      asOther: true,
      code: "permission",
    },
  ],
  obstacles: [
    {
      name: "existence",
      at: "config/app.php",
      expected: { unreadable: "pass", directory: "pass" },
    },
  ],
});

localAuditCases("file: { path: 'certs/*.pem', exists: true }", {
  passes: [{ name: "one is enough", files: { "certs/a.pem": "", "certs/b.pem": { is: "fifo" } } }],
  fails: [
    {
      name: "hidden ones do not count",
      files: { "certs/.a.pem": "", "certs/a.txt": "" },
      findings: [{ message: "there is no certs/*.pem", at: "certs/*.pem" }],
    },
  ],
  unknowns: [
    {
      name: "a folder that cannot be listed",
      files: { "certs/a.pem": "", "certs/": { mode: 0o711 } },
      asOther: true,
      code: "permission",
    },
  ],
});

localAuditCases("file: { path: '*.sql', exists: false }", {
  passes: [{ name: "none", files: { "a.txt": "" } }],
  fails: [
    {
      name: "each is a finding, whatever it is",
      files: {
        "a.sql": "",
        "b.sql": { is: "fifo" },
        "c.sql": { link: "/etc/passwd" },
        "d.sql/": { mode: 0o755 },
      },
      findings: ["a.sql", "b.sql", "c.sql", "d.sql"].map((name) => ({
        message: `${name} is there`,
        at: name,
      })),
    },
  ],
  unknowns: [
    {
      name: "a root that cannot be listed",
      root: { mode: 0o711 },
      files: { ".env": "", "a.sql": "" },
      asOther: true,
      code: "permission",
    },
  ],
  obstacles: [
    {
      name: "absence",
      at: "a.sql",
      expected: { unreadable: "fail", "link-loop": "fail", fifo: "fail", directory: "fail" },
    },
  ],
});

localAuditCases('file: { path: keys/*.pem, mode: "0640", owner: "root:adm" }', {
  passes: [
    {
      name: "at most that much",
      files: {
        "keys/a.pem": { mode: 0o640, owner: "0:4" },
        "keys/b.pem": { mode: 0o400, owner: "0:4" },
        "keys/c.pem": { mode: 0, owner: "0:4" },
      },
    },
  ],
  fails: [
    {
      name: "more rights, another owner, another group, both",
      files: {
        "keys/a.pem": { mode: 0o644, owner: "0:4" },
        "keys/b.pem": { mode: 0o640, owner: "33:4" },
        "keys/c.pem": { mode: 0o640, owner: "0:33" },
        "keys/d.pem": { mode: 0o4777, owner: "33:33" },
        "keys/e.pem": { mode: 0o600, owner: "0:4" },
      },
      findings: [
        { message: "keys/a.pem is 0644, more than 0640", at: "keys/a.pem", fix: "review" },
        {
          message: "keys/b.pem belongs to www-data:adm, not root:adm",
          at: "keys/b.pem",
          fix: "review",
        },
        {
          message: "keys/c.pem belongs to root:www-data, not root:adm",
          at: "keys/c.pem",
          fix: "review",
        },
        {
          message:
            "keys/d.pem is 4777, more than 0640, and belongs to www-data:www-data, not root:adm",
          at: "keys/d.pem",
          fix: "review",
        },
      ],
    },
    {
      name: "an access list lets somebody in without another mode",
      files: { "keys/a.pem": { mode: 0o640, owner: "0:4", acl: "u:1002:r" } },
      findings: [
        {
          message: "keys/a.pem has an access list that lets user bob in",
          at: "keys/a.pem",
        },
      ],
    },
    {
      name: "one is wrong, one cannot be judged",
      files: {
        "keys/a.pem": { mode: 0o644, owner: "0:4" },
        "keys/b.pem": { is: "fifo", owner: "0:4" },
      },
      findings: [
        { message: "keys/a.pem is 0644, more than 0640", at: "keys/a.pem", fix: "review" },
      ],
      gaps: ["keys/b.pem"],
      afterFix: [],
    },
  ],
  unknowns: [
    {
      name: "a file system with rules of its own",
      files: { "keys/a.pem": { mode: 0o640, owner: "0:4" } },
      context: onNfs,
      code: "filesystem",
    },
    {
      name: "one of two is a link",
      files: { "keys/a.pem": { mode: 0o640, owner: "0:4" }, "keys/b.pem": { link: "a.pem" } },
      code: "link",
    },
  ],
  notApplicable: [{ name: "none there", files: { ".env": "" }, text: "there is no keys/*.pem" }],
  obstacles: [
    { name: "rights", at: "keys/a.pem", expected: { unreadable: "fail", directory: "fail" } },
  ],
});

localAuditCases('file: { path: storage, mode: "0750" }', {
  passes: [
    { name: "set-group-id of a folder is no right", files: { "storage/": { mode: 0o2750 } } },
  ],
  fails: [
    {
      name: "an open folder has no fix",
      files: { "storage/": { mode: 0o777 } },
      findings: [{ message: "storage is 0777, more than 0750", at: "storage" }],
    },
  ],
});

localAuditCases('file: { path: ., exists: true, mode: "0755" }', {
  passes: [{ name: "the root itself", files: { ".env": "" } }],
  fails: [
    {
      name: "the root itself, open",
      root: { mode: 0o775 },
      files: { ".env": "" },
      findings: [{ message: "{root} is 0775, more than 0755", at: "." }],
    },
  ],
});

localAuditCases('file: { path: a.key, mode: "0600", owner: nobody-here }', {
  fails: [
    {
      name: "an account that is not there hides no open mode",
      files: { "a.key": { mode: 0o644 } },
      findings: [{ message: "a.key is 0644, more than 0600", at: "a.key", fix: "review" }],
      gaps: ["owner nobody-here"],
      afterFix: [],
    },
  ],
});

localAuditCases("file: { path: config, owner: nobody-here }", {
  unknowns: [
    {
      name: "an account that is not there",
      files: { "config/": { mode: 0o755 } },
      code: "parse",
      text: "no such account",
    },
  ],
});

localAuditCases('file: { path: /etc/shop/*.key, exists: true, mode: "0600", owner: "0" }', {
  passes: [
    {
      name: "of the host, through a link",
      files: { ".env": "" },
      context: onHost,
      host: { "/etc/real.key": { mode: 0o600 }, "/etc/shop/a.key": { link: "../real.key" } },
    },
  ],
  fails: [
    {
      name: "none on the host",
      files: { ".env": "" },
      findings: [{ message: "there is no /etc/shop/*.key", at: "/etc/shop/*.key" }],
    },
    {
      name: "an open one on the host",
      files: { ".env": "" },
      host: { "/etc/shop/a.key": { mode: 0o604 } },
      context: onHost,
      findings: [
        {
          message: "/etc/shop/a.key is 0604, more than 0600",
          at: "/etc/shop/a.key",
          fix: "review",
        },
      ],
    },
  ],
  obstacles: [
    {
      name: "of the host",
      context: onHost,
      files: { ".env": "" },
      host: { "/etc/shop/a.key": { mode: 0o600 } },
      at: "/etc/shop/a.key",
      expected: { unreadable: "pass", directory: "fail" },
    },
  ],
});
