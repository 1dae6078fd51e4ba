import type { FileReader } from "../../core/ports/files.ts";
import { type Gap, gap } from "../../core/look.ts";
import { expandGlob } from "../glob.ts";
import { readText } from "../read-text.ts";
import { type PhpPool, parsePools } from "./parse-pool.ts";

const patterns = [
  "/etc/php/*/fpm/pool.d/*.conf",
  "/etc/php-fpm.d/*.conf",
  "/etc/php*/php-fpm.d/*.conf",
  "/usr/local/etc/php-fpm.d/*.conf",
];

export interface LoadedPools {
  readonly pools: readonly PhpPool[];
  readonly gaps: readonly Gap[];
}

/** Every php-fpm pool of this host. */
export function loadPools(reader: FileReader): LoadedPools {
  const gaps: Gap[] = [];
  const pools = patterns.flatMap((pattern) => {
    const expanded = expandGlob(reader, pattern);
    gaps.push(...expanded.gaps);
    return expanded.paths.flatMap((path) => {
      const content = readText(reader, path);
      if (content.kind === "blocked") gaps.push(gap(path, content.reason));
      return content.kind === "found" ? parsePools(content.value.text, path) : [];
    });
  });
  return { pools, gaps };
}
