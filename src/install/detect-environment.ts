import type { EnvFile, Install } from "../core/install/install.ts";
import { baseName } from "../core/text/path-text.ts";
import type { GuardConfig } from "./config/guard-config.ts";

const names = ["APP_ENV", "NODE_ENV", "ENVIRONMENT"];
const spellings: Readonly<Record<string, string>> = {
  prod: "production",
  live: "production",
  dev: "development",
  stage: "staging",
  test: "testing",
};

/** guard.yaml, else what the env files say, else production. */
export function detectEnvironment(
  config: GuardConfig | undefined,
  envFiles: readonly EnvFile[],
): Install["environment"] {
  const configured = config?.install.environment;
  if (configured !== undefined) return { value: spelled(configured), source: "guard.yaml" };
  for (const name of names) {
    // The main file first: `.env.testing` does not make a shop a test shop.
    for (const { path, content } of envFiles.filter(({ isUnlisted }) => !isUnlisted)) {
      const entry =
        content.kind === "found"
          ? content.value.entries.findLast(({ key }) => key === name)
          : undefined;
      const value = entry?.value.reveal().trim() ?? "";
      if (!entry || value === "" || value.includes("$")) continue;
      return { value: spelled(value), source: `${name} at ${baseName(path)}:${entry.line}` };
    }
  }
  return { value: "production", source: "the default" };
}

function spelled(text: string): string {
  const lower = text.trim().toLowerCase();
  return spellings[lower] ?? lower;
}
