import { serviceUser } from "../../../../src/audits/privilege/service-user.ts";
import type { AuditContext } from "../../../../src/core/audit-context.ts";
import { blocked, found } from "../../../../src/core/look.ts";
import type { RunningProcess } from "../../../../src/core/ports/running-process.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import type { Files } from "../../../support/install-builder.ts";

const files = { ".env": "A=1\n" };
const unit = (user: string, more = "") => ({
  "/etc/systemd/system/shop.service": `[Service]\n${user === "" ? "" : `User=${user}\n`}WorkingDirectory={root}\nExecStart=/usr/bin/node a.js\n${more}`,
});
const sudoers = (text: string) => ({ "/etc/sudoers": `root ALL=(ALL:ALL) ALL\n${text}\n` });
const as = (user: string, host: Files = {}) => ({ files, host: { ...unit(user), ...host } });
const process = (uid: number, ...args: readonly string[]): RunningProcess => ({
  pid: 812,
  uid,
  gid: uid,
  groups: [],
  args,
});
/** Root's, with the root of the install as its working folder. */
const startedInRoot = (title: string) => (context: AuditContext) => ({
  ...context,
  processes: () => found([{ ...process(0, title), cwd: context.install.root }]),
});
const state = "/etc/sudoers:2";

auditCases(serviceUser, {
  passes: [
    { name: "www-data, no sudo on this host", ...as("www-data") },
    {
      name: "www-data, and sudo for others",
      ...as("www-data", sudoers("deploy ALL=NOPASSWD: ALL")),
    },
    { name: "sudo with a password", ...as("www-data", sudoers("www-data ALL=(ALL) ALL")) },
    {
      name: "a php-fpm pool; its master runs as root and serves nothing itself",
      files,
      nginx: "root {root};\nlocation ~ \\.php$ { fastcgi_pass unix:/run/php/s.sock; }",
      host: {
        "/etc/php/8.2/fpm/pool.d/www.conf": "[www]\nuser = www-data\nlisten = /run/php/s.sock\n",
      },
      context: startedInRoot("php-fpm: master process (/etc/php/8.2/fpm/php-fpm.conf)"),
    },
    {
      name: "an account of the system owns the root",
      files,
      root: { owner: "33:33" },
    },
    {
      name: "root's shell in the folder serves nothing",
      ...as("www-data"),
      context: startedInRoot("-bash"),
    },
  ],
  fails: [
    {
      name: "a unit without User=",
      ...as(""),
      findings: [{ message: "the service runs as root", at: "shop.service" }],
    },
    {
      name: "sudo for anything",
      ...as("www-data", sudoers("www-data ALL=(ALL) NOPASSWD: ALL")),
      findings: [{ message: "www-data may run anything as ALL without a password", at: state }],
    },
    {
      name: "sudo for some commands, through its group and a file of its own",
      ...as("www-data", {
        "/etc/sudoers": "@includedir /etc/sudoers.d\n",
        "/etc/sudoers.d/panel":
          "Cmnd_Alias FW = /usr/sbin/iptables\n%www-data ALL=NOPASSWD: FW, /usr/bin/python3\n",
      }),
      findings: [
        {
          message: "www-data may run FW as root without a password (and 1 more)",
          at: "/etc/sudoers.d/panel:2",
        },
      ],
    },
    {
      name: "nobody is asked for a password",
      ...as("www-data", sudoers("www-data ALL=/usr/bin/id\nDefaults !authenticate")),
      findings: [{ message: "www-data may run /usr/bin/id as root without a password", at: state }],
    },
    {
      name: "a login shell",
      ...as("deploy"),
      findings: [{ message: "deploy has the login shell /bin/sh", at: "/etc/passwd" }],
    },
    {
      name: "no shell at all stands for /bin/sh",
      ...as("panel", {
        "/etc/passwd": "root:x:0:0::/root:/bin/sh\npanel:x:900:900::/home/panel:\n",
      }),
      findings: [{ message: "panel has the login shell /bin/sh", at: "/etc/passwd" }],
    },
    {
      name: "whoever guard.yaml says, where only a person owns the files",
      files,
      config: "install:\n  owner: bob:bob\n",
      findings: [{ message: "bob has the login shell /bin/sh", at: "/etc/passwd" }],
    },
    {
      name: "a pool's worker is root's",
      ...as("www-data"),
      context: startedInRoot("php-fpm: pool www"),
      findings: [
        {
          message: "php-fpm serves the install and runs as root",
          at: "process php-fpm",
          evidence: "process 812",
        },
      ],
    },
    {
      name: "something else serves it as root",
      files: { ...files, "server.js": "" },
      host: unit("www-data"),
      context: (context) => ({
        ...context,
        processes: () => found([process(0, "/usr/bin/node", `${context.install.root}/server.js`)]),
      }),
      findings: [
        {
          message: "node serves the install and runs as root",
          at: "process node",
          evidence: "process 812",
        },
      ],
    },
    {
      name: "beside rules that cannot be told",
      ...as("deploy", sudoers("+shops ALL=NOPASSWD: ALL")),
      findings: [{ message: "deploy has the login shell /bin/sh", at: "/etc/passwd" }],
      gaps: ["/etc/sudoers"],
    },
  ],
  unknowns: [
    {
      name: "sudoers is closed to us",
      ...as("www-data", { "/etc/sudoers": { content: "", mode: 0o440 } }),
      asOther: true,
      code: "permission",
      text: "/etc/sudoers",
    },
    {
      name: "who is in a netgroup",
      ...as("www-data", sudoers("+shops ALL=NOPASSWD: ALL")),
      code: "parse",
      text: "line 2: who is in +shops is not known here",
    },
    {
      name: "rules come from elsewhere too",
      ...as("www-data", { ...sudoers(""), "/etc/nsswitch.conf": "sudoers: files ldap\n" }),
      code: "io",
      text: "ldap may hold rules of sudo too",
    },
    {
      name: "the account of the unit does not exist",
      ...as("ghost"),
      code: "io",
      text: "ghost",
    },
    {
      name: "systemd makes the account",
      files,
      host: unit("", "DynamicUser=yes\n"),
      code: "io",
      text: "systemd makes an account for shop.service at each start",
    },
    {
      name: "processes of others are hidden",
      ...as("www-data"),
      processes: blocked("permission", "processes of other users are hidden"),
      code: "permission",
    },
  ],
  skips: [
    {
      name: "a person owns the files, and nothing says who serves them",
      files,
      root: { owner: "1001:1001" },
      needs: ["guard.yaml: install.owner"],
    },
    {
      name: "root owns the files, which is good practice",
      files,
      root: { owner: "0:0" },
      needs: ["guard.yaml: install.owner"],
    },
  ],
  obstacles: [
    { name: "rules of sudo", at: "/etc/sudoers", ...as("www-data", sudoers("")) },
    {
      name: "rules of sudo in a folder",
      at: "/etc/sudoers.d/shop",
      ...as("www-data", {
        "/etc/sudoers": "@includedir /etc/sudoers.d\n",
        "/etc/sudoers.d/shop": "",
      }),
      // sudo leaves folders in its folder out.
      expected: { directory: "pass" },
    },
  ],
});
