import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const zones = ["UTC", "America/St_Johns", "Asia/Kathmandu"];
const locales = ["C", "de_DE.UTF-8", "tr_TR.UTF-8"];
const now = "2026-11-24T09:31:07Z";

let folder = "";

beforeAll(async () => {
  folder = path.join(tempFolder(), "shop");
  const run = await runGuard(["demo", "--keep", folder, "--state-dir", path.join(folder, "state")]);
  expect(run.status, run.stderr).toBe(0);
});

describe("the same install, the same clock", () => {
  test.each([["json"], ["human"], ["junit"], ["markdown"], ["sarif"]])(
    "20 runs in 3 time zones and 3 locales give the same %s, byte for byte",
    async (format) => {
      const seen = new Set<string>();
      for (let run = 0; run < 20; run += 1) {
        const locale = locales[Math.floor(run / 3) % 3] ?? "C";
        const env = { TZ: zones[run % 3] ?? "UTC", LANG: locale, LC_ALL: locale };
        const args = ["audit", "--config", path.join(folder, "guard.yaml"), "--now", now];
        const state = ["--state-dir", path.join(folder, "state"), "--format", format];
        const { status, stdout, stderr } = await runGuard([...args, ...state], { env });
        expect(status, stderr).toBe(1);
        seen.add(stdout);
      }
      expect(seen.size).toBe(1);
      expect([...seen][0]?.length).toBeGreaterThan(1000);
    },
  );

  test("another clock gives another report, so the comparison can fail", async () => {
    const args = ["audit", "--config", path.join(folder, "guard.yaml"), "--format", "json"];
    const state = ["--state-dir", path.join(folder, "state")];
    const one = await runGuard([...args, ...state, "--now", now]);
    const two = await runGuard([...args, ...state, "--now", "2027-11-24T09:31:07Z"]);
    expect(one.stdout).not.toBe(two.stdout);
  });
});
