import type { EnvEntry, Install } from "./install.ts";

/** One assignment anywhere in the install's configuration. */
export interface PlacedEntry {
  readonly entry: EnvEntry;
  readonly path: string;
}

/** Every assignment of the env files and the host configuration that could be read. */
export function allEnvEntries(install: Install): readonly PlacedEntry[] {
  const inFiles = install.envFiles.flatMap(({ path, content }) =>
    content.kind === "found" ? content.value.entries.map((entry) => ({ entry, path })) : [],
  );
  const inHost = install.hostConfigs.flatMap(({ path, values }) =>
    values.kind === "found" ? values.value.map((entry) => ({ entry, path })) : [],
  );
  return [...inFiles, ...inHost];
}
