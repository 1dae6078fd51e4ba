import type { EnvEntry } from "../../core/install/install.ts";
import { Secret } from "../../core/secrets/secret.ts";
import type { ServiceUnit } from "./load-units.ts";
import { listOf, unitWords } from "./parse-unit.ts";

/** `Environment=` of a unit, per file: which one holds the value matters to the reader. */
export function unitEnvironment(unit: ServiceUnit): ReadonlyMap<string, readonly EnvEntry[]> {
  const entries = new Map<string, EnvEntry[]>(unit.files.map((file) => [file, []]));
  for (const { value, file, line } of listOf(unit.settings, "Environment")) {
    for (const word of unitWords(value)) {
      const cut = word.indexOf("=");
      if (cut <= 0) continue;
      const entry = { key: word.slice(0, cut), value: new Secret(word.slice(cut + 1)), line };
      entries.get(file)?.push(entry);
    }
  }
  return entries;
}
