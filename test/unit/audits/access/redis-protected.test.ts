import { redisProtected } from "../../../../src/audits/access/redis-protected.ts";
import { blocked, found } from "../../../../src/core/look.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const files = { ".env": "REDIS_HOST=127.0.0.1\n" };
const unused = { ".env": "A=1\n" };
const path = "/etc/redis/redis.conf";
const redis = (conf: string, more: object = {}) => ({
  files,
  host: { [path]: `${conf}\n`, ...more },
});
const password = `requirepass ${mint("redis.password")}`;
const running = (port: number, program: string) =>
  found([{ address: "127.0.0.1", port, uid: 105, takesIpv4: false, process: { pid: 9, program } }]);

auditCases(redisProtected, {
  passes: [
    { name: "a password, protected, on loopback", ...redis(`bind 127.0.0.1 -::1\n${password}`) },
    { name: "a password is enough for the world", ...redis(password) },
    {
      name: "protected mode off where only loopback reaches it",
      ...redis(`bind ::1\n${password}\nprotected-mode no`),
    },
    { name: "a default user with a password", ...redis("user default on >abc ~* +@all") },
    {
      name: "only a socket file for its group",
      ...redis("port 0\nunixsocket /run/r.sock\nunixsocketperm 770"),
    },
    { name: "listens nowhere at all", ...redis("port 0") },
  ],
  fails: [
    {
      name: "not named by the shop, but it runs",
      ...redis("protected-mode no"),
      files: unused,
      listeners: running(6379, "redis-server"),
      findings: [
        {
          message: "/etc/redis/redis.conf: no password, everybody who reaches it can use it",
          at: `${path}:1`,
        },
      ],
    },
    {
      name: "no password, and the world may come in",
      ...redis("# \nprotected-mode no"),
      findings: [
        {
          message: "/etc/redis/redis.conf: no password, everybody who reaches it can use it",
          at: `${path}:2`,
        },
      ],
    },
    {
      name: "the same on a private address",
      ...redis("bind 127.0.0.1 10.0.0.5\nprotected-mode no"),
      findings: [
        {
          message: "/etc/redis/redis.conf: no password, everybody who reaches it can use it",
          at: `${path}:2`,
        },
      ],
    },
    {
      name: "as Debian ships it: medium, for only this machine reaches it",
      ...redis("bind 127.0.0.1 -::1\nprotected-mode yes\nport 6379"),
      findings: [
        {
          message: "/etc/redis/redis.conf: no password, every account of this machine can use it",
          at: `${path}:2`,
          severity: "medium",
        },
      ],
    },
    {
      name: "on all addresses, but protected: medium",
      ...redis(""),
      findings: [
        {
          message: "/etc/redis/redis.conf: no password, every account of this machine can use it",
          at: `${path}:1`,
          severity: "medium",
        },
      ],
    },
    {
      name: "a socket file for all: medium",
      ...redis("port 0\nunixsocket /run/r.sock"),
      findings: [
        {
          message:
            "/etc/redis/redis.conf: no password, every account of this machine can use it, or by its socket file",
          at: `${path}:1`,
          severity: "medium",
        },
      ],
    },
    {
      name: "protected mode off behind a password: low",
      ...redis(`${password}\nprotected-mode no`),
      findings: [
        {
          message:
            "/etc/redis/redis.conf: protected mode is off; only the password is left to keep strangers out",
          at: `${path}:1`,
          severity: "low",
        },
      ],
    },
    {
      name: "a file of users gives the default one everything",
      ...redis("protected-mode no\naclfile /etc/redis/users.acl", {
        "/etc/redis/users.acl": "user shop on >x ~* +@all\nuser default on nopass ~* +@all\n",
      }),
      findings: [
        {
          message: "/etc/redis/redis.conf: no password, everybody who reaches it can use it",
          at: `${path}:2`,
        },
      ],
    },
    {
      name: "one of two, beside one that cannot be read",
      ...redis("protected-mode no", { "/etc/redis/two.conf": { is: "fifo" } }),
      findings: [
        {
          message: "/etc/redis/redis.conf: no password, everybody who reaches it can use it",
          at: `${path}:1`,
        },
      ],
      gaps: ["/etc/redis/two.conf"],
    },
  ],
  unknowns: [
    {
      name: "Debian closes redis.conf to others",
      files,
      host: { [path]: { content: password, mode: 0o640 } },
      asOther: true,
      code: "permission",
      text: path,
    },
    {
      name: "the folder is closed",
      files,
      host: { "/etc/redis/": { mode: 0o700 }, [path]: password },
      asOther: true,
      code: "permission",
    },
    {
      name: "an include that counts from somewhere",
      ...redis(`${password}\ninclude more.conf`),
      code: "parse",
      text: "counts from the folder that Redis was started in",
    },
    {
      name: "no configuration, and what listens is hidden",
      files: unused,
      listeners: blocked("permission", "processes of other users are hidden"),
      code: "permission",
    },
    {
      name: "no configuration, and the env file may name one",
      files: { ".env": { is: "fifo" } },
      code: "not-a-file",
    },
  ],
  skips: [
    {
      name: "the shop uses one that is somewhere else",
      files: { ".env": "REDIS_HOST=cache\n" },
      needs: ["--network"],
    },
    {
      name: "a URL names it",
      files: { ".env": "REDIS_URL=redis://cache:6379/0\n" },
      needs: ["--network"],
    },
    {
      name: "one runs without a configuration that we know",
      files: unused,
      listeners: running(7777, "valkey-server"),
      needs: ["--network"],
    },
  ],
  notApplicable: [
    { name: "no Redis", files: unused, text: "there is no Redis here" },
    {
      name: "installed, but it neither runs nor is used",
      ...redis("protected-mode no"),
      files: unused,
      text: "there is no Redis here",
    },
  ],
  obstacles: [
    { name: "its configuration", at: path, ...redis(password) },
    {
      name: "its list of users",
      at: "/etc/redis/users.acl",
      ...redis("aclfile /etc/redis/users.acl", {
        "/etc/redis/users.acl": "user default on >x ~* +@all\n",
      }),
    },
  ],
});
