import { randomBytes } from "node:crypto";
import type { Random } from "../../core/ports/random.ts";

export function createRandom(): Random {
  return { bytes: (count) => randomBytes(count) };
}
