import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { audits } from "../../src/audits/index.ts";
import { markdownBlocks } from "../support/markdown-blocks.ts";
import { auditsTable, withTable } from "../support/readme-table.ts";
import { shippedCatalogue } from "../support/shipped-catalogue.ts";

const root = path.resolve(import.meta.dirname, "../..");
const readmePath = path.join(root, "README.md");
const readme = fs.readFileSync(readmePath, "utf8");

const pages = [
  "README.md",
  ...fs.readdirSync(path.join(root, "docs")).map((name) => `docs/${name}`),
];
const textOf = (page: string) => fs.readFileSync(path.join(root, page), "utf8");

/** Links that stay in the project, as `[page, target]`. */
function ownLinks(page: string): readonly (readonly [page: string, target: string])[] {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return links.filter((target) => !/^[a-z]+:/.test(target)).map((target) => [page, target]);
}

/** As the sites that show Markdown make them. */
function anchors(text: string): readonly string[] {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
  return headings.map((each) =>
    each
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replace(/\s/g, "-"),
  );
}

describe("the pages", () => {
  test("every link leads to a file, and to a heading in it", () => {
    const links = pages.flatMap(ownLinks);
    expect(links.length).toBeGreaterThanOrEqual(2);
    for (const [page, target] of links) {
      const [file = "", anchor] = target.split("#");
      const name = path.join(path.dirname(page), file === "" ? path.basename(page) : file);
      expect(fs.existsSync(path.join(root, name)), `${page}: ${target}`).toBe(true);
      if (anchor !== undefined)
        expect(anchors(textOf(name)), `${page}: ${target}`).toContain(anchor);
    }
  });

  test("every page is linked from the README", () => {
    const linked = ownLinks("README.md").map(([, target]) => target);
    expect(pages.slice(1).filter((page) => !linked.includes(page))).toEqual([]);
  });

  test("every block to paste is one that bash can read", () => {
    const blocks = pages.flatMap((page) => markdownBlocks(textOf(page), "bash"));
    expect(blocks.length).toBeGreaterThanOrEqual(8);
    for (const block of blocks) {
      const { status, stderr } = spawnSync("bash", ["-n"], { input: block, encoding: "utf8" });
      expect(status, `${stderr}${block}`).toBe(0);
    }
  });

  test("a page is short enough to be read, and names only audits and credentials that exist", () => {
    const ids = new Set(audits.map(({ meta }) => meta.id));
    const specs = shippedCatalogue().providers.flatMap(({ credentials }) => credentials);
    const known = new Set(specs.map(({ id }) => id));
    for (const page of pages.slice(1)) {
      const text = textOf(page);
      expect(text.trimEnd().split("\n").length, page).toBeLessThanOrEqual(180);
      const stated = [...text.matchAll(/\battest ([\w/-]+)/g)].map(([, id = ""]) => id);
      expect(
        stated.filter((id) => !ids.has(id)),
        page,
      ).toEqual([]);
      const [, recorded = ""] = /for id in ([^;]+);/.exec(text) ?? [];
      expect(
        recorded.split(/[\s\\]+/).filter((id) => id !== "" && !known.has(id)),
        page,
      ).toEqual([]);
    }
  });
});

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
