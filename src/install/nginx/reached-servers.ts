import type { NginxDirective } from "./parse-nginx.ts";

/**
 * Servers that a request can get to. nginx warns of a name that a server of the same address has
 * already ("conflicting server name, ignored") and goes on: a server of which all names are taken
 * so gets none, unless it is the default one of an address.
 * https://nginx.org/en/docs/http/request_processing.html
 */
export function reachedServers(servers: readonly NginxDirective[]): readonly NginxDirective[] {
  const listening = servers.map((server) => ({ server, listens: listensOf(server) }));
  const taken = new Map<string, Set<string>>();
  return listening
    .filter(({ server, listens }) =>
      listens
        .map(({ address, isDefault }) => {
          const names = taken.get(address);
          const isFirst = names === undefined;
          const known = names ?? new Set<string>();
          taken.set(address, known);
          const free = namesOf(server).filter((name) => !known.has(name));
          for (const name of free) known.add(name);
          return isDefault || isFirst || free.length > 0;
        })
        .includes(true),
    )
    .map(({ server }) => server);
}

/** Without a name it answers requests without a host. */
function namesOf({ block = [] }: NginxDirective): readonly string[] {
  const names = block.filter(({ name }) => name === "server_name").flatMap(({ args }) => args);
  // Expressions keep their case.
  const plain = names.map((name) => (name.startsWith("~") ? name : name.toLowerCase()));
  return plain.length > 0 ? plain : [""];
}

function listensOf({ block = [] }: NginxDirective) {
  const own = block.filter(({ name }) => name === "listen").map(({ args }) => args);
  return (own.length > 0 ? own : [["80"]]).map(([address = "", ...more]) => ({
    address: addressOf(address) + (more.includes("quic") ? " quic" : ""),
    isDefault: more.some((word) => word === "default_server" || word === "default"),
  }));
}

/** `80`, `*:80` and `0.0.0.0:80` are the same. */
function addressOf(text: string): string {
  if (text.startsWith("unix:")) return text;
  if (/^\d+$/.test(text)) return `*:${text}`;
  const full = /:\d+$/.test(text.replace(/^\[[^\]]*\]/, "")) ? text : `${text}:80`;
  return full.replace(/^0\.0\.0\.0:/, "*:").toLowerCase();
}
