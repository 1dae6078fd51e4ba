/** How an age is known, strongest first; `git` and `file-time` are lower bounds. */
export type AgeEvidence = "recorded" | "observed" | "git" | "file-time" | "none";

export interface CredentialAge {
  /** Credential id. */
  readonly credentialId: string;
  /** Milliseconds since 1970 at which the value is known to have existed; absent with `none`. */
  readonly sinceMs?: number;
  /** True when the value may be older than `sinceMs`. */
  readonly atLeast: boolean;
  readonly evidence: AgeEvidence;
  /** For people: `git 9c41e7b`, `.env mtime`, `recorded by jo`. */
  readonly source: string;
}
