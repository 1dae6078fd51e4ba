import type { CredentialSpec } from "./provider.ts";
import type { Secret } from "./secret.ts";

/** A recognised credential value of the install: in an env file, a unit, a pool, a compose file. */
export interface Credential {
  /** `stripe.secret-key`; a second name for the same id is `stripe.secret-key@NAME`. */
  readonly id: string;
  readonly spec: CredentialSpec;
  /** Environment name. */
  readonly name: string;
  readonly value: Secret;
  /** Absolute path of the file that holds it. */
  readonly path: string;
  readonly line: number;
  /** `env` for env files, else the kind of host configuration. */
  readonly heldBy: "env" | "unit" | "php-fpm" | "compose" | "crontab" | "web-server";
}
