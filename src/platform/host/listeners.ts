import { readFileSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { endianness } from "node:os";
import { type Look, blocked, found } from "../../core/look.ts";
import type { ForeignNetwork, Listener } from "../../core/ports/listener.ts";
import { baseName, decodePath, joinPath, parentOf } from "../../core/text/path-text.ts";
import { looking } from "../files/errno.ts";
import {
  type ListeningSocket,
  parseInet6Addresses,
  parseLocalAddresses,
  parseSockets,
} from "./parse-sockets.ts";

interface Network {
  /** Folder of its tables: `/proc/net`, `/proc/812/net`. */
  readonly tables: string;
  /** A process that lives in it; ours has none. */
  readonly pid?: number;
}

/**
 * Every listening TCP socket: those of our own network first, then those of the other networks
 * that processes live in; by port within each.
 */
export function listListeners(proc = "/proc"): Look<readonly Listener[]> {
  const networks = listNetworks(proc);
  if (networks.kind !== "found") return networks;
  const sockets: { readonly network: Network; readonly socket: ListeningSocket }[] = [];
  for (const network of networks.value) {
    const read = readSockets(network.tables);
    // A container that ended meanwhile listens no more.
    if (read.kind === "absent" && network.pid !== undefined) continue;
    if (read.kind !== "found") return read.kind === "absent" ? noTables() : read;
    sockets.push(...read.value.map((socket) => ({ network, socket })));
  }
  const holders = socketHolders(proc, new Set(sockets.map(({ socket }) => socket.inode)));
  const v6Only = textOf(`${proc}/sys/net/ipv6/bindv6only`)?.trim() === "1";
  const foreign = foreignNetworks();
  return found(
    sockets.map(({ network, socket: { address, port, uid, inode } }) => {
      const process = processOf(proc, holders.get(inode));
      return {
        address,
        port,
        uid,
        takesIpv4: address === "::" && !v6Only,
        ...(process === undefined ? {} : { process }),
        ...(network.pid === undefined ? {} : { network: foreign(network, network.pid) }),
      };
    }),
  );
}

/**
 * Ours and those of other processes. What each process sees of its network is open to all, unlike
 * the name of it (`ns/net`), and the table of another network is another file.
 */
function listNetworks(proc: string): Look<readonly Network[]> {
  const own = tableOf(`${proc}/net`);
  if (own.kind !== "found") return own.kind === "absent" ? noTables() : own;
  const names = looking(() => found(readdirSync(proc)));
  if (names.kind !== "found") return names;
  const pids = names.value.filter((name) => /^\d+$/.test(name)).map(Number);
  if (!pids.includes(1)) {
    return blocked(
      "permission",
      "processes of other users are hidden, and with them their networks",
    );
  }
  const seen = new Set([own.value]);
  const networks: Network[] = [{ tables: `${proc}/net` }];
  for (const pid of pids.toSorted((a, b) => a - b)) {
    const tables = `${proc}/${pid}/net`;
    const table = tableOf(tables);
    if (table.kind === "blocked" && table.reason.code === "permission") return table;
    if (table.kind !== "found" || seen.has(table.value)) continue;
    seen.add(table.value);
    networks.push({ tables, pid });
  }
  return found(networks);
}

function tableOf(tables: string): Look<number> {
  return looking(() => found(statSync(`${tables}/tcp`).ino));
}

function noTables(): Look<never> {
  return blocked("io", "there is no /proc/net/tcp");
}

/** `absent` when there is no such network; a kernel without IPv6 has one table only. */
function readSockets(tables: string): Look<readonly ListeningSocket[]> {
  const read = (name: string) => looking(() => found(readFileSync(`${tables}/${name}`, "latin1")));
  const four = read("tcp");
  if (four.kind !== "found") return four;
  const six = read("tcp6");
  if (six.kind === "blocked") return six;
  const text = four.value + (six.kind === "found" ? six.value : "");
  return found(parseSockets(text, endianness()).toSorted((a, b) => a.port - b.port));
}

/** Processes by the inode of these sockets, the first one of each; no more are looked at than needed. */
function socketHolders(proc: string, wanted: Set<number>): ReadonlyMap<number, number> {
  const holders = new Map<number, number>();
  const pids = readdirSync(proc).filter((name) => /^\d+$/.test(name));
  for (const pid of pids.map(Number).toSorted((a, b) => a - b)) {
    if (wanted.size === 0) break;
    for (const inode of socketsOf(`${proc}/${pid}/fd`)) {
      if (wanted.delete(inode)) holders.set(inode, pid);
    }
  }
  return holders;
}

function socketsOf(folder: string): readonly number[] {
  const names = looking(() => found(readdirSync(folder)));
  return (names.kind === "found" ? names.value : []).flatMap((name) => {
    const link = looking(() => found(readlinkSync(`${folder}/${name}`)));
    const inode = link.kind === "found" ? /^socket:\[(\d+)\]$/.exec(link.value)?.[1] : undefined;
    return inode === undefined ? [] : [Number(inode)];
  });
}

function processOf(proc: string, pid: number | undefined): Listener["process"] {
  if (pid === undefined) return undefined;
  const link = looking(() => found(readlinkSync(`${proc}/${pid}/exe`, { encoding: "buffer" })));
  const path = link.kind === "found" ? decodePath(link.value).replace(/ \(deleted\)$/, "") : "";
  const name = textOf(`${proc}/${pid}/comm`)?.trim() ?? "";
  const program = (isOtherName(path, name) ? "" : baseName(path)) || name;
  return program ? { pid, program } : undefined;
}

/** One file may be several programs, as Debian's `redis-server` is a link to `redis-check-rdb`. */
function isOtherName(path: string, name: string): boolean {
  if (path === "" || name === "" || name.includes("/")) return false;
  const real = looking(() => found(realpathSync(joinPath(parentOf(path), name))));
  return real.kind === "found" && real.value === path;
}

/** Reads the addresses of each network once. */
function foreignNetworks(): (network: Network, pid: number) => ForeignNetwork {
  const known = new Map<string, ForeignNetwork>();
  return ({ tables }, pid) => {
    const before = known.get(tables);
    if (before) return before;
    const addresses = [
      ...parseLocalAddresses(textOf(`${tables}/fib_trie`) ?? ""),
      ...parseInet6Addresses(textOf(`${tables}/if_inet6`) ?? ""),
    ];
    const network = { pid, addresses };
    known.set(tables, network);
    return network;
  };
}

function textOf(path: string): string | undefined {
  const text = looking(() => found(readFileSync(path, "latin1")));
  return text.kind === "found" ? text.value : undefined;
}
