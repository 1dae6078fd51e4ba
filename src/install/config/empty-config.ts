import type { InstallConfig } from "../../core/install/install.ts";

/** What holds without guard.yaml. */
export const emptyFacts: InstallConfig = {
  stored: new Map(),
  rotationEvery: new Map(),
  incident: { contacts: [], owners: {} },
};
