import { recogniseCredential } from "../../catalogue/recognise-credential.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { isPlaceholderSecret } from "../../core/secrets/placeholder.ts";
import type { Secret } from "../../core/secrets/secret.ts";
import { compareText, publishPath, relativeTo } from "../../core/text/path-text.ts";
import type { OpenedInstall } from "../open-install.ts";
import { placesOf } from "./rotate-desk.ts";

/** A place that holds a credential, with another value than the one in force. */
export interface OtherPlace {
  readonly path: string;
  readonly name: string;
  readonly line: number;
  readonly value: Secret;
}

/**
 * Where the same credential has another value: an env file that a later one overrides, or host
 * configuration. A rotation touches none of them, and revoking its old value ends none.
 */
export function placesWithOther(
  opened: OpenedInstall,
  inForce: Pick<Credential, "id" | "value">,
): readonly OtherPlace[] {
  const { install, catalogue } = opened;
  const held = placesOf(opened, inForce.id);
  const names = new Set(held.map(({ name }) => name));
  const inEnvFiles = install.envFiles.flatMap(({ path, content }): readonly OtherPlace[] =>
    content.kind !== "found"
      ? []
      : content.value.entries.flatMap(({ key, value, line }) => {
          if (!names.has(key)) return [];
          const own = recogniseCredential(key, value, catalogue)?.value ?? value;
          return [{ path, name: key, line, value: own }];
        }),
  );
  const inHost = held.filter(({ heldBy }) => heldBy !== "env");
  return [...inEnvFiles, ...inHost]
    .filter(
      ({ value }) =>
        value.length > 0 && !isPlaceholderSecret(value) && !value.equals(inForce.value),
    )
    .toSorted((a, b) => compareText(a.path, b.path) || a.line - b.line);
}

/** What the places of another value mean for a rotation. */
export function otherText(root: string, { path, line }: Credential): string {
  const winner = `${publishPath(relativeTo(root, path))}:${line}`;
  return `${winner} wins, as far as the files tell: its value is the one that is rotated. The other places hold another value, which is neither replaced nor revoked here`;
}
