/** A listening line of /proc/net/tcp or tcp6. */
export interface ListeningSocket {
  readonly address: string;
  readonly port: number;
  readonly uid: number;
  readonly inode: number;
}

const listening = "0A";

/**
 * The listening sockets of a table of /proc/net. Addresses are 32-bit words in the byte order of
 * the machine. https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html
 */
export function parseSockets(text: string, endianness: "LE" | "BE"): readonly ListeningSocket[] {
  return text.split("\n").flatMap((line) => {
    const [, local = "", , state, , , , uid, , inode] = line.trim().split(/\s+/);
    const [, hex, port] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local) ?? [];
    if (state !== listening || hex === undefined || port === undefined) return [];
    const address = addressText(bytesOf(hex, endianness));
    return [{ address, port: Number.parseInt(port, 16), uid: Number(uid), inode: Number(inode) }];
  });
}

/** Addresses of this host in /proc/net/fib_trie: leaves with a `/32 host LOCAL` below. */
export function parseLocalAddresses(fibTrie: string): readonly string[] {
  const leaves = fibTrie.matchAll(/\|-- ([\d.]+)\n\s*\/32 host LOCAL/g);
  return [...new Set([...leaves].map(([, address = ""]) => address))];
}

/** Addresses in /proc/net/if_inet6, which are in network byte order. */
export function parseInet6Addresses(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const hex = /^[0-9a-f]{32}(?= )/.exec(line)?.[0];
    return hex === undefined ? [] : [addressText(bytesOf(hex, "BE"))];
  });
}

function bytesOf(hex: string, endianness: "LE" | "BE"): readonly number[] {
  const words = hex.match(/.{8}/g) ?? [];
  return words.flatMap((word) => {
    const bytes = (word.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
    return endianness === "LE" ? bytes.toReversed() : bytes;
  });
}

function addressText(bytes: readonly number[]): string {
  const isMapped =
    bytes.length === 16 && bytes.slice(0, 12).every((byte, at) => byte === (at < 10 ? 0 : 255));
  if (bytes.length === 4 || isMapped) return bytes.slice(-4).join(".");
  const groups = bytes.flatMap((high, at) =>
    at % 2 === 0 ? [((high << 8) | (bytes[at + 1] ?? 0)).toString(16)] : [],
  );
  // The URL parser writes addresses as RFC 5952 wants them.
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}
