import type { CredentialSpec } from "../knowledge/provider.ts";
import type { Secret } from "../secrets/secret.ts";

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

/**
 * A credential's name that is present without a usable value: empty, or what an example file or a
 * manual would put there. Seen in env files and host configuration alike.
 */
export interface DeclaredName {
  /** `stripe.webhook-secret`; a second name of the same id within one file is `id@NAME`. */
  readonly id: string;
  readonly spec: CredentialSpec;
  readonly name: string;
  readonly state: "empty" | "placeholder";
  readonly path: string;
  readonly line: number;
  readonly heldBy: Credential["heldBy"];
}
