import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];

// rm instead of rmSync, which fails on names that are not UTF-8.
afterAll(() => {
  if (made.length > 0) spawnSync("rm", ["-rf", "--", ...made.splice(0)]);
});

/** A new empty folder, links resolved, mode 0755, removed when the test file ends. */
export function tempFolder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "guard-test-")));
  chmodSync(path, 0o755);
  made.push(path);
  return path;
}

/** Writes files below `folder`, with the folders they need; returns `folder`. */
export function populate(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}
