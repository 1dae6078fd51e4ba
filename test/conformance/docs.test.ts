import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { audits } from "../../src/audits/index.ts";
import { auditsTable, withTable } from "../support/readme-table.ts";

const root = path.resolve(import.meta.dirname, "../..");
const readmePath = path.join(root, "README.md");
const readme = fs.readFileSync(readmePath, "utf8");

describe("README", () => {
  test("its audits table is what the audits say (npm run docs writes it)", () => {
    const wanted = withTable(readme, auditsTable(audits));
    if (process.env["GUARD_WRITE_DOCS"] === "1") fs.writeFileSync(readmePath, wanted);
    else expect(readme).toBe(wanted);
  });

  test("is under 250 lines: shorten something when a row is one too many", () => {
    expect(readme.trimEnd().split("\n").length).toBeLessThan(250);
  });

  test("never tells anybody to run another package of the same name", () => {
    expect(readme).not.toMatch(/npx (guard|iptvbp-guard)/);
  });

  test("shows an audit and a rule that are really there", () => {
    const blocks = [...readme.matchAll(/```(?:ts|yaml)\n(?:\/\/|#) (\S+)\n([\s\S]*?)```/g)];
    expect(blocks.length).toBeGreaterThanOrEqual(2);
    for (const [, file = "", text = ""] of blocks) {
      const real = fs.readFileSync(path.join(root, file), "utf8");
      expect(real, file).toContain(text.trim());
    }
  });
});
