import type { TlsProfile } from "./tls-profile.ts";

/** A service that only the machine itself has to reach, from `rules/private-services.yaml`. */
export interface PrivateService {
  readonly id: string;
  readonly title: string;
  readonly ports: readonly number[];
  /** Names of executables; `*` stands for any run of characters. */
  readonly programs: readonly string[];
  /** The setting that keeps it on the machine, with its file. */
  readonly bind: string;
}

/** A public key whose private key everybody can download, from `rules/published-keys.yaml`. */
export interface PublishedKey {
  /** SHA-256 of the DER form of SubjectPublicKeyInfo, in hex. */
  readonly spki: string;
  /** What it is shipped with. */
  readonly shipped: string;
  readonly url: string;
}

/** What the audits of the machine know about other people's programs; read when first asked for. */
export interface HostKnowledge {
  privateServices(): readonly PrivateService[];
  tlsProfile(): TlsProfile;
  /** By fingerprint. */
  publishedKeys(): ReadonlyMap<string, PublishedKey>;
}
