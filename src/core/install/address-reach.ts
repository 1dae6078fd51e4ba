/** From where an address can be reached, the nearest first. */
export const reaches = ["machine", "link", "neighbours", "everywhere"] as const;

export type Reach = (typeof reaches)[number];

/**
 * Who may reach a socket at an address: `neighbours` share a private network with the machine,
 * which other customers of a provider may be in; `0.0.0.0` and `::` are every address there is or
 * will be. https://www.iana.org/assignments/iana-ipv4-special-registry/
 */
export function reachOf(address: string): Reach {
  return address.includes(":") ? reachOfSix(address) : reachOfFour(address);
}

function reachOfFour(address: string): Reach {
  const [a = 0, b = 0] = address.split(".").map(Number);
  if (a === 127) return "machine";
  if (a === 169 && b === 254) return "link";
  const isPrivate =
    a === 10 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128);
  return isPrivate ? "neighbours" : "everywhere";
}

/** https://www.iana.org/assignments/iana-ipv6-special-registry/ */
function reachOfSix(address: string): Reach {
  if (address === "::1") return "machine";
  const first = Number.parseInt(address.split(":")[0] || "0", 16);
  if ((first & 0xffc0) === 0xfe80) return "link";
  return (first & 0xfe00) === 0xfc00 ? "neighbours" : "everywhere";
}
