import { recogniseCredential } from "../../catalogue/recognise-credential.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import type { Edit } from "../../core/fix.ts";
import type { EnvDialect } from "../../core/install/install.ts";
import type { CredentialSpec } from "../../core/knowledge/provider.ts";
import { isPlaceholderSecret } from "../../core/secrets/placeholder.ts";
import type { Secret } from "../../core/secrets/secret.ts";
import type { DeadValue } from "../../fixes/forget-value.ts";
import { holdsValue } from "../../detect/holds-value.ts";
import { compileMatcher } from "../../detect/compile-matcher.ts";
import { parseEnvFile } from "../../install/env/parse-env-file.ts";
import { envLine } from "../../install/env/env-line.ts";
import { valuePrint } from "../../rotation/ledger.ts";
import type { RotationDesk } from "./rotate-desk.ts";

export interface DeadQuestion {
  readonly credential: string;
  readonly spec: CredentialSpec;
  /** Of the dead values; absent where IPTVbp's settings hold it and none was ever seen. */
  readonly prints?: ReadonlySet<string>;
}

const dialects: readonly EnvDialect[] = ["dotenv", "php", "compose", "systemd", "shell"];

/**
 * Learns a credential's dead values, of which only prints are known, from contents that may hold
 * them, and tells which of those do.
 */
export function deadValueIn(
  { opened, ledger }: Pick<RotationDesk, "opened" | "ledger">,
  { credential, spec, prints }: DeadQuestion,
  contents: readonly Uint8Array[],
): DeadValue {
  const { catalogue } = opened;
  const matcher = compileMatcher({ catalogue, own: [] });
  const isDead = (value: Secret) =>
    prints?.has(valuePrint({ id: credential, spec, value }, ledger.hash)) === true;
  const values: Secret[] = [];
  const isKnown = (value: Secret) => values.some((each) => each.equals(value));
  const learn = (value: Secret) => {
    // An empty line or the text of an example is nobody's value, and would be found everywhere.
    const isNone = value.length === 0 || isPlaceholderSecret(value);
    if (!isNone && !isKnown(value)) values.push(value);
  };
  const readings = (bytes: Uint8Array) =>
    dialects.flatMap((dialect) =>
      parseEnvFile(bytes, dialect, []).entries.map(({ key, value }) => {
        const known = recogniseCredential(key, value, catalogue);
        return { values: known ? [value, known.value] : [value], id: known?.spec.id };
      }),
    );
  for (const { value } of opened.credentials) if (isDead(value)) learn(value);
  for (const bytes of contents) {
    for (const { secret } of matcher.match(bytes)) if (isDead(secret)) learn(secret);
    for (const { values: read, id } of readings(bytes)) {
      // Kept before the new value was made: whatever stands under the name is an old one.
      const isOld = prints === undefined && id === baseId(credential);
      for (const value of read) if (isOld || isDead(value)) learn(value);
    }
  }
  const isHeld = (bytes: Uint8Array) =>
    values.some((value) => holdsValue(bytes, value)) ||
    // A file has spellings of its own: a quote or a dollar behind a backslash.
    readings(bytes).some(({ values: read }) => read.some(isKnown));
  return { credential, isHeld, reduced: (bytes, edits) => ownLines(bytes, edits, isHeld) };
}

/** The lines that a rotation wants back, and nothing else of the file. */
function ownLines(
  bytes: Uint8Array,
  edits: readonly Edit[],
  isHeld: (bytes: Uint8Array) => boolean,
): Uint8Array {
  const wanted = edits.flatMap((edit) => (edit.kind === "set-secret" ? [edit] : []));
  const rest = Buffer.concat(
    wanted.map(({ key, dialect }) => envLine(bytes, key, dialect) ?? new Uint8Array()),
  );
  return isHeld(rest) ? new Uint8Array() : rest;
}
