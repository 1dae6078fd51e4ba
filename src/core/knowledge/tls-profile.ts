import type { CipherSuite } from "../install/cipher-list.ts";
import type { Version } from "../install/nginx-program.ts";

/** What web servers may offer, from `rules/tls.yaml`. */
export interface TlsProfile {
  readonly protocols: readonly string[];
  /** Suites up to TLS 1.2, by OpenSSL's names. */
  readonly ciphers: { readonly allowed: readonly string[]; readonly tolerated: readonly string[] };
  /** Suites of TLS 1.3. */
  readonly ciphersuites: readonly string[];
  /** What nginx does when it is not told. */
  readonly nginx: {
    /** Newest first. */
    readonly protocols: readonly {
      readonly from: Version;
      readonly value: readonly string[];
    }[];
    readonly ciphers: string;
    readonly ticketKeysChangeFrom: Version;
    readonly noOwnDhparamFrom: Version;
  };
  readonly suites: readonly CipherSuite[];
}
