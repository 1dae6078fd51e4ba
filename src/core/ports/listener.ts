/** A TCP socket of this host that waits for connections. */
export interface Listener {
  /** As text: `127.0.0.1`, `0.0.0.0`, `::1`; an IPv4 address in IPv6 clothes is IPv4. */
  readonly address: string;
  readonly port: number;
  /**
   * Bound to `::` where that takes IPv4 connections as well. A program may have told its socket not
   * to, which the kernel shows to nobody: read it as "probably".
   */
  readonly takesIpv4: boolean;
  /** The account that the socket was made by. */
  readonly uid: number;
  /** Who holds it; absent when not readable, which for other accounts' programs takes root. */
  readonly process?: { readonly pid: number; readonly program: string };
  /** Set when it is in another network than ours, as a container's is. */
  readonly network?: ForeignNetwork;
}

/** A network namespace that other processes of this host live in. */
export interface ForeignNetwork {
  /** One of these processes. */
  readonly pid: number;
  /** Its own addresses, which `0.0.0.0` and `::` stand for there. */
  readonly addresses: readonly string[];
}
