/** A certificate or private key found in a file. */
export interface KeyBlock {
  readonly kind: "certificate" | "private-key";
  /** 1-based; 1 in a binary file. */
  readonly line: number;
  /** SHA-256 of the DER form of its SubjectPublicKeyInfo, in hex; absent with a `problem`. */
  readonly spki?: string;
  readonly problem?: "encrypted" | "unreadable";
}
