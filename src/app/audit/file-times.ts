import type { Install } from "../../core/install/install.ts";
import { contentTime } from "../../rotation/content-time.ts";

/** Since when each env file has its content, by path, milliseconds since 1970. */
export function fileTimesOf({ envFiles }: Pick<Install, "envFiles">): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { path, stat } of envFiles) {
    if (stat.kind === "found") times.set(path, contentTime(stat.value));
  }
  return times;
}
