import type { EnvFile, Install } from "./install.ts";
import { baseName } from "../text/path-text.ts";

/** Words after `.env.` that name an environment. `local` does not: it overrides any of them. */
const named: Readonly<Record<string, string>> = {
  production: "production",
  prod: "production",
  live: "production",
  staging: "staging",
  stage: "staging",
  development: "development",
  dev: "development",
  testing: "testing",
  test: "testing",
  sandbox: "sandbox",
};

/** The environment that a file's settings are for: by its own name, else the install's. */
export function environmentOfFile({ environment }: Install, path: string): string {
  const word = /^\.env\.([^.]+)/.exec(baseName(path))?.[1]?.toLowerCase() ?? "";
  return named[word] ?? environment.value;
}

/**
 * Files of one layer are read one after another, and the last assignment of a name counts. Those of
 * different environments are not, and of what guard.yaml does not list nobody says so.
 */
export function layerOf(install: Install, { path, isUnlisted }: EnvFile): string {
  return isUnlisted ? path : environmentOfFile(install, path);
}

export function isProduction(environment: string): boolean {
  return environment === "production";
}
