import { privateListeners } from "../../../../src/audits/access/private-listeners.ts";
import { blocked, found } from "../../../../src/core/look.ts";
import type { Listener } from "../../../../src/core/ports/listener.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const listener = (address: string, port: number, program?: string): Listener => ({
  address,
  port,
  uid: 105,
  takesIpv4: address === "::",
  ...(program === undefined ? {} : { process: { pid: 812, program } }),
});
const files = { ".env": "A=1\n" };
const listens = (...listeners: readonly Listener[]) => ({
  files,
  listeners: found(listeners),
});
const inContainer = (each: Listener, ...addresses: readonly string[]): Listener => ({
  ...each,
  network: { pid: 900, addresses },
});
const keep = "keep it on this machine: ";

auditCases(privateListeners, {
  passes: [
    { name: "nothing listens", files },
    {
      name: "everything on loopback, by whatever name",
      ...listens(
        listener("127.0.0.1", 5432, "postgres"),
        listener("::1", 5432, "postgres"),
        listener("127.8.8.8", 6379),
        listener("169.254.1.1", 3306, "mariadbd"),
        listener("fe80::1", 11211),
      ),
    },
    {
      name: "what is meant for the world",
      ...listens(
        listener("0.0.0.0", 443, "nginx"),
        listener("::", 22, "sshd"),
        listener("0.0.0.0", 9000, "portainer"),
      ),
    },
    {
      name: "a container's, in a bridge of this machine",
      ...listens(
        inContainer(listener("0.0.0.0", 6379, "redis-server"), "127.0.0.1", "172.18.0.3", "::1"),
        inContainer(listener("172.18.0.4", 5432), "127.0.0.1", "172.18.0.4"),
      ),
      host: { "/etc/docker/daemon.json": '{ "log-driver": "local" }' },
    },
  ],
  fails: [
    {
      name: "Redis on every address of both families: one finding",
      ...listens(listener("0.0.0.0", 6379, "redis-server"), listener("::", 6379, "redis-server")),
      findings: [
        {
          message: "redis-server listens on 0.0.0.0:6379: Redis",
          at: "tcp 0.0.0.0:6379",
          also: ["tcp [::]:6379"],
          remedy: `${keep}bind 127.0.0.1 -::1 in redis.conf`,
        },
      ],
    },
    {
      name: "a database on an odd port is known by its program",
      ...listens(listener("203.0.113.9", 5555, "postgres")),
      findings: [
        {
          message: "postgres listens on 203.0.113.9:5555: PostgreSQL",
          at: "tcp 203.0.113.9:5555",
          remedy: `${keep}listen_addresses = 'localhost' in postgresql.conf`,
        },
      ],
    },
    {
      name: "a port whose program is not seen, or is not the usual one: medium confidence",
      ...listens(listener("::", 7999), listener("2001:db8::5", 11211, "node")),
      findings: [
        {
          message:
            "a program listens on [::]:7999: the port of the database of Xtream UI and its derivatives",
          at: "tcp [::]:7999",
          confidence: "medium",
        },
        {
          message: "node listens on [2001:db8::5]:11211: the port of memcached",
          at: "tcp [2001:db8::5]:11211",
          confidence: "medium",
        },
      ],
    },
    {
      name: "PHP-FPM of any version by its name only",
      ...listens(listener("0.0.0.0", 9000, "php-fpm8.2")),
      findings: [
        {
          message: "php-fpm8.2 listens on 0.0.0.0:9000: PHP-FPM",
          at: "tcp 0.0.0.0:9000",
        },
      ],
    },
    {
      name: "Docker publishes it",
      ...listens(listener("0.0.0.0", 3306, "docker-proxy")),
      findings: [
        {
          message: "docker-proxy listens on 0.0.0.0:3306: the port of MySQL or MariaDB",
          at: "tcp 0.0.0.0:3306",
          remedy: "publish it as 127.0.0.1:3306:… in docker compose, or not at all",
        },
      ],
    },
    {
      name: "only neighbours of private networks reach it: low",
      ...listens(
        listener("10.0.0.5", 5432, "postgres"),
        listener("172.31.0.1", 3306, "mysqld"),
        listener("192.168.1.4", 11211, "memcached"),
        listener("100.100.0.1", 27017, "mongod"),
        listener("fd00::5", 6379, "redis-server"),
      ),
      findings: [
        ["postgres listens on 10.0.0.5:5432: PostgreSQL", "10.0.0.5:5432"],
        ["mysqld listens on 172.31.0.1:3306: MySQL or MariaDB", "172.31.0.1:3306"],
        ["memcached listens on 192.168.1.4:11211: memcached", "192.168.1.4:11211"],
        ["mongod listens on 100.100.0.1:27017: MongoDB", "100.100.0.1:27017"],
        ["redis-server listens on [fd00::5]:6379: Redis", "[fd00::5]:6379"],
      ].map(([message = "", at = ""]) => ({ message, at: `tcp ${at}`, severity: "low" as const })),
    },
    {
      name: "just outside of the private ranges",
      ...listens(
        listener("172.32.0.1", 5432, "postgres"),
        listener("100.128.0.1", 3306, "mysqld"),
        listener("fec0::1", 11211, "memcached"),
      ),
      findings: [
        { message: "postgres listens on 172.32.0.1:5432: PostgreSQL", at: "tcp 172.32.0.1:5432" },
        {
          message: "mysqld listens on 100.128.0.1:3306: MySQL or MariaDB",
          at: "tcp 100.128.0.1:3306",
        },
        { message: "memcached listens on [fec0::1]:11211: memcached", at: "tcp [fec0::1]:11211" },
      ],
    },
    {
      name: "the worst address first, the neighbours' beside it",
      ...listens(
        listener("10.0.0.5", 6379, "redis-server"),
        listener("198.51.100.1", 6379, "redis-server"),
      ),
      findings: [
        {
          message: "redis-server listens on 198.51.100.1:6379: Redis",
          at: "tcp 198.51.100.1:6379",
          also: ["tcp 10.0.0.5:6379"],
        },
      ],
    },
    {
      name: "a container with a public address of its own",
      ...listens(
        inContainer(listener("::", 6379, "redis-server"), "127.0.0.1", "172.18.0.3", "2001:db8::7"),
      ),
      findings: [
        {
          message: "redis-server listens on [::]:6379 in the container of process 900: Redis",
          at: "tcp [::]:6379",
        },
      ],
    },
  ],
  unknowns: [
    {
      name: "processes of others are hidden, and with them their networks",
      files,
      listeners: blocked("permission", "processes of other users are hidden"),
      code: "permission",
      text: "processes of other users are hidden",
    },
    {
      name: "the addresses of a container cannot be read",
      ...listens(inContainer(listener("0.0.0.0", 6379, "redis-server"))),
      code: "io",
      text: "tcp 0.0.0.0:6379 of process 900: the addresses of its network cannot be read",
    },
    {
      name: "Docker publishes ports without a proxy: only the packet filter knows",
      ...listens(inContainer(listener("0.0.0.0", 6379, "redis-server"), "172.18.0.3")),
      host: { "/etc/docker/daemon.json": '{\n  "userland-proxy" : false\n}' },
      code: "parse",
      text: "userland-proxy is off",
    },
    {
      name: "Docker's settings cannot be read, and a container listens",
      ...listens(inContainer(listener("0.0.0.0", 6379), "172.18.0.3")),
      host: { "/etc/docker/daemon.json": { is: "fifo" } },
      code: "not-a-file",
      text: "/etc/docker/daemon.json",
    },
  ],
  obstacles: [
    {
      name: "a container listens",
      at: "/etc/docker/daemon.json",
      ...listens(inContainer(listener("0.0.0.0", 6379), "172.18.0.3")),
      host: { "/etc/docker/daemon.json": "{}" },
    },
  ],
});
