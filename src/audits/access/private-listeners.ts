import type { Audit } from "../../core/audit.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { type Reach, reachOf, reaches } from "../../core/install/address-reach.ts";
import { findDockerProxyOff } from "../../core/install/docker-proxy.ts";
import type { PrivateService } from "../../core/knowledge/host-knowledge.ts";
import type { Listener } from "../../core/ports/listener.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude, unknown } from "../../core/outcome.ts";

export const privateListeners: Audit = {
  meta: {
    id: "access/private-listeners",
    title: "No database, cache or panel-internal port listens on a public address",
    rule: 6,
    severity: "high",
    why: "A database or cache that listens to the world is found within hours: its password is all that is left, and caches often have none. A firewall in front of it helps until its rules are reset, or until Docker puts its own before them.",
    remedy:
      "Bind the service to 127.0.0.1 (`bind`, `bind-address`, `listen_addresses`) and restart it; in docker compose publish the port as `127.0.0.1:5432:5432` or not at all. `ss -ltnp` shows what listens where.",
    needs: ["linux"],
    references: [
      "https://man7.org/linux/man-pages/man8/ss.8.html",
      "https://docs.docker.com/engine/network/port-publishing/",
      "https://cheatsheetseries.owasp.org/cheatsheets/Database_Security_Cheat_Sheet.html",
    ],
  },
  run(context) {
    const look = context.listeners();
    if (look.kind === "blocked") return unknown(look.reason, "listening sockets");
    const services = context.knowledge.privateServices();
    const known = (look.kind === "found" ? look.value : []).flatMap((listener) => {
      const service = serviceOf(listener, services);
      return service ? [{ listener, service, reach: reachOfListener(listener) }] : [];
    });
    const open = known.filter(({ reach }) => reach === "neighbours" || reach === "everywhere");
    const isContained = known.some(({ listener }) => listener.network !== undefined);
    const gaps = [
      ...known.flatMap(unseenAddresses),
      ...(isContained ? findDockerProxyOff(context.host) : []),
    ];
    return conclude({ findings: groupBySocket(open).map(findingOf), gaps });
  },
};

interface Open {
  readonly listener: Listener;
  readonly service: PrivateService;
  readonly reach: Reach;
}

/** By its program where that is known, else by its port. */
function serviceOf(
  { port, process }: Listener,
  services: readonly PrivateService[],
): PrivateService | undefined {
  const byProgram = services.find((service) => isOneOf(process?.program, service));
  return byProgram ?? services.find(({ ports }) => ports.includes(port));
}

function isOneOf(program: string | undefined, { programs }: PrivateService): boolean {
  return programs.some((each) =>
    each.endsWith("*") ? program?.startsWith(each.slice(0, -1)) : program === each,
  );
}

/**
 * In a container's network `0.0.0.0` means the addresses it has there. Private ones belong to a
 * bridge of this machine; what is published from it listens here, as docker-proxy.
 */
function reachOfListener({ address, network }: Listener): Reach {
  if (!network) return reachOf(address);
  const isAny = address === "0.0.0.0" || address === "::";
  const all = isAny ? network.addresses : [address];
  return all.some((each) => reachOf(each) === "everywhere") ? "everywhere" : "machine";
}

/** Every network has a loopback address at least, unless it could not be read. */
function unseenAddresses({ listener }: Open): readonly Gap[] {
  if (listener.network?.addresses.length !== 0) return [];
  const reason = { code: "io", text: "the addresses of its network cannot be read" } as const;
  return [gap(`tcp ${socketText(listener)} of process ${listener.network.pid}`, reason)];
}

/** One finding for a port of a service, on however many addresses; the worst address first. */
function groupBySocket(open: readonly Open[]): readonly (readonly Open[])[] {
  const groups = new Map<string, Open[]>();
  const rank = ({ reach }: Open) => -reaches.indexOf(reach);
  for (const each of open.toSorted((a, b) => rank(a) - rank(b))) {
    const key = `${each.service.id} ${each.listener.port} ${each.listener.network?.pid ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

function findingOf(group: readonly Open[]): FindingDraft {
  const [first, ...others] = group;
  if (!first) throw new TypeError("a group has a first entry");
  const { listener, service, reach } = first;
  const { port, process } = listener;
  const isSure = isOneOf(process?.program, service);
  const who = process?.program ?? "a program";
  const where = listener.network ? ` in the container of process ${listener.network.pid}` : "";
  const what = isSure ? service.title : `the port of ${service.title}`;
  return {
    ...(reach === "everywhere" ? {} : { severity: "low" as const }),
    ...(isSure || process?.program === proxy ? {} : { confidence: "medium" as const }),
    message: `${who} listens on ${socketText(listener)}${where}: ${what}`,
    location: { kind: "host", what: `tcp ${socketText(listener)}` },
    alsoAt: others.map((each) => ({ kind: "host", what: `tcp ${socketText(each.listener)}` })),
    remedy:
      process?.program === proxy
        ? `publish it as 127.0.0.1:${port}:… in docker compose, or not at all`
        : `keep it on this machine: ${service.bind}`,
  };
}

const proxy = "docker-proxy";

function socketText({ address, port }: Listener): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
