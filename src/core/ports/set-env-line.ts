import type { EnvDialect } from "../install/install.ts";

/**
 * Sets one variable in the text of an env file, everything else unchanged to the byte. The same
 * arguments always give the same text: undo relies on it.
 *
 * @throws GuardError when the dialect has no way to write that value there.
 */
export type SetEnvLine = (text: string, key: string, value: string, dialect?: EnvDialect) => string;
