import type { ApacheDirective } from "./load-apache.ts";
import { wildcards } from "./path-match.ts";

/** The names of a server, without scheme and port. */
export function namesOf(directives: readonly ApacheDirective[]): readonly string[] {
  const own = directives.findLast(({ name }) => name === "servername")?.args[0];
  const aliases = directives
    .filter(({ name }) => name === "serveralias")
    .flatMap(({ args }) => args);
  return [...(own === undefined ? [] : [own]), ...aliases].map((name) =>
    name.replace(/^[a-z]+:\/\//i, "").replace(/:\d+$/, ""),
  );
}

/** The virtual hosts that some request reaches; the others are never asked. */
export function reachedHosts(
  main: readonly ApacheDirective[],
  hosts: readonly ApacheDirective[],
): readonly ApacheDirective[] {
  const ports = listenPorts(main);
  return hosts.filter((host, index) =>
    host.args.some((address) => {
      if (!isListened(address, ports)) return false;
      const same = (other: ApacheDirective) => other.args.some((each) => isSame(each, address));
      const earlier = hosts.slice(0, index).filter(same);
      // The first one of an address takes every name that no other one has.
      if (earlier.length === 0) return true;
      const names = namesOf(host.block ?? []);
      return (
        names.length === 0 || names.some((name) => !earlier.some((each) => claims(each, name)))
      );
    }),
  );
}

/** Whether a request can reach the main server itself. */
export function isMainReached(
  main: readonly ApacheDirective[],
  hosts: readonly ApacheDirective[],
): boolean {
  const covered = hosts.flatMap(({ args }) =>
    args.filter((each) => /^(\*|_default_)(:|$)/i.test(each)),
  );
  const coveredPorts = new Set(covered.map(portOf));
  if (coveredPorts.has("*")) return false;
  const ports = listenPorts(main);
  return ports.length === 0 ? hosts.length === 0 : ports.some((port) => !coveredPorts.has(port));
}

/** Ports that are listened on. */
export function listenPorts(main: readonly ApacheDirective[]): readonly string[] {
  return main
    .filter(({ name }) => name === "listen")
    .map(({ args }) => /(\d+)$/.exec(args[0] ?? "")?.[1] ?? "");
}

/**
 * Whether everybody who reaches these ports comes from this machine, as behind a reverse proxy
 * without mod_remoteip: what is open to local addresses is then open to all.
 */
export function isLocalOnly(
  directives: readonly ApacheDirective[],
  ports: readonly string[],
): boolean {
  if (directives.some(({ name }) => name.startsWith("remoteip"))) return false;
  const addresses = directives
    .filter(({ name }) => name === "listen")
    .map(({ args }) => args[0] ?? "")
    .filter((each) => ports.includes("*") || ports.includes(/(\d+)$/.exec(each)?.[1] ?? ""));
  return (
    addresses.length > 0 && addresses.every((each) => /^(127\.|\[::1\]|localhost:)/.test(each))
  );
}

function isListened(address: string, ports: readonly string[]): boolean {
  const port = portOf(address);
  return ports.length === 0 || port === "*" || ports.includes(port);
}

/** The port of a virtual host's address, or `*`. */
export function portOf(address: string): string {
  return /:(\d+|\*)$/.exec(address)?.[1] ?? "*";
}

function isSame(one: string, other: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/^_default_/, "*");
  return plain(one) === plain(other);
}

function claims(host: ApacheDirective, name: string): boolean {
  const asked = name.toLowerCase().replaceAll(/[*?]/g, "x");
  return namesOf(host.block ?? []).some(
    (own) => typeof wildcards(own.toLowerCase()).match(asked) === "object",
  );
}
