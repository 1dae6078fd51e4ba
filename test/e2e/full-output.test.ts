import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { guardBin } from "../support/run-guard.ts";
import { populate, tempFolder } from "../support/temp-folder.ts";

describe("an output that cannot be written", () => {
  test.each([[["scan", "."]], [["scan", ".", "--format", "json"]], [["--help"]]])(
    "%j ends with 2 and says so, whatever it found",
    (args) => {
      const folder = populate(tempFolder(), { "a.txt": "nothing\n" });
      const command = [process.execPath, guardBin, ...args].map((word) => `'${word}'`).join(" ");
      const run = spawnSync("sh", ["-c", `${command} > /dev/full`], {
        cwd: folder,
        encoding: "utf8",
      });
      expect(run.stderr).toContain("iptvbp-guard: error: the output cannot be written (ENOSPC)");
      expect(run.stderr).not.toContain(".js:");
      expect(run.status).toBe(2);
    },
  );
});
