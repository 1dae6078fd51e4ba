import { recogniseCredential } from "../../catalogue/recognise-credential.ts";
import { environmentError } from "../../core/error.ts";
import { ownValueOf } from "../audit/own-value-of.ts";
import type { FileReader } from "../../core/ports/files.ts";
import type { EnvEntry } from "../../core/install/install.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import { isRandomSecret } from "../../core/secrets/randomness.ts";
import type { OwnValue } from "../../detect/compile-matcher.ts";
import { parseEnvFile } from "../../install/env/parse-env-file.ts";

/** The rule under which a value is reported whose name no provider knows. */
const unknownRule = "assigned-secret";
const secretName = /PASS|PWD|SECRET|TOKEN|CREDENTIAL|PRIVATE|_KEY$|^KEY$/;
const publicName = /PUBLIC|PUBLISHABLE/;

/**
 * The values of an env file that are worth searching: recognised credentials, and what looks like
 * one by its name or its randomness.
 *
 * @throws GuardError `OWN_VALUES`: searching for nothing would look like finding nothing.
 */
export function readOwnValues(
  path: string,
  files: FileReader,
  catalogue: Catalogue,
): readonly OwnValue[] {
  const content = files.read(path);
  if (content.kind !== "found") {
    const why = content.kind === "absent" ? "there is no such file" : content.reason.text;
    throw environmentError("OWN_VALUES", `cannot read own values from ${path}: ${why}`);
  }
  const { entries } = parseEnvFile(content.value.bytes, "dotenv");
  const values = entries.flatMap((entry) => ownValueOfEntry(entry, catalogue) ?? []);
  if (values.length > 0) return values;
  throw environmentError(
    "OWN_VALUES",
    `${path} holds no credential to search for`,
    "give the env file that the application reads",
  );
}

function ownValueOfEntry({ key, value }: EnvEntry, catalogue: Catalogue): OwnValue | undefined {
  if (value.length === 0) return undefined;
  const known = recogniseCredential(key, value, catalogue);
  if (known) {
    const { spec } = known;
    return spec.public
      ? undefined
      : ownValueOf({ id: spec.id, spec, name: key, value: known.value });
  }
  const name = key.toUpperCase();
  if (publicName.test(name) || !(secretName.test(name) || isRandomSecret(value))) return undefined;
  return { ruleId: unknownRule, title: key, name: key, value, severity: "high", strong: false };
}
