import { GuardError } from "../../core/error.ts";
import type { EnvDialect } from "../../core/install/install.ts";
import { parseEnvFile } from "./parse-env-file.ts";
import { setEnvLine } from "./set-env-line.ts";

/** A file with one variable of the given one, and nothing else; undefined when it has none. */
export function envLine(
  bytes: Uint8Array,
  key: string,
  dialect: EnvDialect,
): Uint8Array | undefined {
  const entry = parseEnvFile(bytes, dialect, []).entries.find((each) => each.key === key);
  if (!entry) return undefined;
  try {
    return Buffer.from(setEnvLine("", key, entry.value.reveal(), dialect), "utf8");
  } catch (error) {
    if (error instanceof GuardError) return undefined;
    throw error;
  }
}
