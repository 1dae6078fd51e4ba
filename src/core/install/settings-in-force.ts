import type { EnvDialect, EnvEntry, HostConfigFile, Install } from "./install.ts";
import { environmentOfFile, layerOf } from "./env-environment.ts";

/** One setting as some environment gets it. */
export interface SettingInForce {
  readonly entry: EnvEntry;
  readonly path: string;
  readonly environment: string;
  /** How its env file is read; absent in host configuration. */
  readonly dialect?: EnvDialect;
  readonly heldBy: "env" | HostConfigFile["kind"];
}

/** The last assignment of each name per layer, and everything of the host configuration. */
export function settingsInForce(install: Install): readonly SettingInForce[] {
  const settings = new Map<string, SettingInForce>();
  for (const file of install.envFiles) {
    const { path, content, dialect } = file;
    if (content.kind !== "found") continue;
    const environment = environmentOfFile(install, path);
    for (const entry of content.value.entries) {
      const key = `${layerOf(install, file)}\0${entry.key}`;
      settings.set(key, { entry, path, environment, dialect, heldBy: "env" });
    }
  }
  const ofHost = install.hostConfigs.flatMap(({ path, kind, values }) =>
    values.kind === "found"
      ? values.value.map((entry) => ({
          entry,
          path,
          environment: install.environment.value,
          heldBy: kind,
        }))
      : [],
  );
  return [...settings.values(), ...ofHost];
}
