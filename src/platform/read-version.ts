import { readFileSync } from "node:fs";

/** Our own version, from the package's manifest. */
export function readVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
