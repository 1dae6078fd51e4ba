import type { AuditContext } from "../core/audit-context.ts";
import type { FindingDraft } from "../core/finding.ts";
import { reachOf } from "../core/install/address-reach.ts";
import { findDockerProxyOff } from "../core/install/docker-proxy.ts";
import type { ListenAssertion } from "../core/knowledge/local-audit.ts";
import { type Outcome, conclude, notApplicable, unknown } from "../core/outcome.ts";
import type { Listener } from "../core/ports/listener.ts";

/** Whether a TCP port of this host is listened on; ports inside containers are not this host's. */
export function judgeListen({ port, on }: ListenAssertion, context: AuditContext): Outcome {
  const look = context.listeners();
  if (look.kind === "blocked") return unknown(look.reason, "listening sockets");
  const all = look.kind === "found" ? look.value : [];
  const isContained = all.some(({ network }) => network !== undefined);
  // What Docker publishes without a process of its own is in no table.
  const gaps = isContained ? findDockerProxyOff(context.host) : [];
  const sockets = all.filter((each) => each.port === port && each.network === undefined);
  if (sockets.length === 0 && gaps.length === 0) {
    if (on === "nowhere") return conclude({});
    if (on === "loopback") return notApplicable(`nothing listens on port ${port}`);
    const message = `nothing listens on port ${port}`;
    return conclude({ findings: [{ message, location: { kind: "host", what: `tcp *:${port}` } }] });
  }
  if (on === "somewhere") return conclude(sockets.length > 0 ? {} : { gaps });
  const open = sockets.filter(({ address }) => on === "nowhere" || reachOf(address) !== "machine");
  return conclude({ findings: findingOf(open), gaps });
}

function findingOf(sockets: readonly Listener[]): readonly FindingDraft[] {
  const [first, ...others] = sockets;
  if (!first) return [];
  const who = first.process?.program ?? "a program";
  return [
    {
      message: `${who} listens on ${socketText(first)}`,
      location: { kind: "host", what: `tcp ${socketText(first)}` },
      alsoAt: others.map((each) => ({ kind: "host", what: `tcp ${socketText(each)}` })),
    },
  ];
}

function socketText({ address, port }: Listener): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
