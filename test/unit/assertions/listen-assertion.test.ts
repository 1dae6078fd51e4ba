import { blocked, found } from "../../../src/core/look.ts";
import type { Listener } from "../../../src/core/ports/listener.ts";
import { localAuditCases } from "../../support/local-audit-cases.ts";

const listener = (address: string, port: number, more: Partial<Listener> = {}): Listener => ({
  address,
  port,
  uid: 0,
  takesIpv4: address === "::",
  ...more,
});
const program = (name: string) => ({ process: { pid: 812, program: name } });
const contained = { network: { pid: 900, addresses: ["127.0.0.1", "172.18.0.3"] } };
const listens = (...listeners: readonly Listener[]) => ({ listeners: found(listeners) });
const proxyOff = { host: { "/etc/docker/daemon.json": '{ "userland-proxy": false }' } };
const unknowns = [
  {
    name: "the table cannot be read",
    listeners: blocked("permission", "permission denied"),
    code: "permission" as const,
  },
];

localAuditCases("listen: { port: 6379, on: loopback }", {
  passes: [
    {
      name: "it is",
      ...listens(listener("127.0.0.1", 6379), listener("::1", 6379), listener("0.0.0.0", 80)),
    },
    {
      name: "a container has one of its own",
      ...listens(listener("127.0.0.1", 6379), listener("0.0.0.0", 6379, contained)),
    },
  ],
  fails: [
    {
      name: "on every address, of both families: one finding",
      ...listens(
        listener("127.0.0.1", 6379),
        listener("0.0.0.0", 6379, program("redis-server")),
        listener("::", 6379, program("redis-server")),
      ),
      findings: [
        {
          message: "redis-server listens on 0.0.0.0:6379",
          at: "tcp 0.0.0.0:6379",
          also: ["tcp [::]:6379"],
        },
      ],
    },
    {
      name: "on the link and in the private network",
      ...listens(listener("fe80::1", 6379), listener("10.0.0.2", 6379)),
      findings: [
        {
          message: "a program listens on [fe80::1]:6379",
          at: "tcp [fe80::1]:6379",
          also: ["tcp 10.0.0.2:6379"],
        },
      ],
    },
  ],
  unknowns: [
    ...unknowns,
    {
      name: "Docker publishes without a process of its own",
      ...listens(listener("0.0.0.0", 6379, contained)),
      ...proxyOff,
      code: "parse",
      text: "userland-proxy is off",
    },
  ],
  notApplicable: [
    { name: "nothing listens", ...listens(), text: "nothing listens on port 6379" },
    {
      name: "only a container's own",
      ...listens(listener("0.0.0.0", 6379, contained)),
      text: "nothing listens on port 6379",
    },
  ],
});

localAuditCases("listen: { port: 21, on: nowhere }", {
  passes: [{ name: "nothing does", ...listens(listener("0.0.0.0", 2121)) }],
  fails: [
    {
      name: "on loopback too",
      ...listens(listener("127.0.0.1", 21, program("vsftpd"))),
      findings: [{ message: "vsftpd listens on 127.0.0.1:21", at: "tcp 127.0.0.1:21" }],
    },
  ],
  unknowns,
});

localAuditCases("listen: { port: 443, on: somewhere }", {
  passes: [
    { name: "it is", ...listens(listener("::", 443)) },
    {
      name: "whatever Docker does",
      ...listens(listener("::", 443), listener("::", 1, contained)),
      ...proxyOff,
    },
  ],
  fails: [
    {
      name: "nothing does",
      ...listens(listener("::", 80)),
      findings: [{ message: "nothing listens on port 443", at: "tcp *:443" }],
    },
  ],
  unknowns: [
    ...unknowns,
    {
      name: "Docker may publish it",
      ...listens(listener("::", 80, contained)),
      ...proxyOff,
      code: "parse",
    },
  ],
});
