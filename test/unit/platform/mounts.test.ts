import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createInstallFiles } from "../../../src/platform/files/file-reader.ts";
import { foreignMounts } from "../../../src/platform/files/mounts.ts";
import { readTree } from "../../../src/platform/files/read-tree.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

/** id, parent, mount point, type. */
type Row = readonly [number, number, string, string?];

const line = ([id, parent, point, type = "ext4"]: Row) =>
  `${id} ${parent} 8:1 / ${point} rw,relatime shared:1 - ${type} /dev/sda1 rw\n`;

function tableOf(rows: readonly Row[]): string {
  const table = join(tempFolder(), "mountinfo");
  writeFileSync(table, Buffer.from(rows.map(line).join(""), "latin1"));
  return table;
}

const top: Row = [20, 1, "/"];

describe("mounts below a root", () => {
  const cases: readonly (readonly [string, readonly Row[], readonly string[]])[] = [
    ["none", [top], []],
    ["the root is one itself", [top, [21, 20, "/srv/shop"]], []],
    ["one above and one beside", [top, [21, 20, "/srv"], [22, 20, "/srv/shop2"]], []],
    ["one inside", [top, [21, 20, "/srv/shop/storage"]], ["/srv/shop/storage"]],
    [
      "one in a root that is one",
      [top, [21, 20, "/srv/shop"], [22, 21, "/srv/shop/a"]],
      ["/srv/shop/a"],
    ],
    [
      "one that the root's own mount hides",
      [top, [21, 20, "/srv/shop/a"], [22, 20, "/srv/shop"]],
      [],
    ],
    ["one that a mount above hides", [top, [21, 20, "/srv/shop/a"], [22, 20, "/srv"]], []],
    [
      "hidden, and made anew in what hides it",
      [top, [21, 20, "/srv/shop/a"], [22, 20, "/srv"], [23, 22, "/srv/shop/a"]],
      ["/srv/shop/a"],
    ],
    ["two on each other", [top, [21, 20, "/srv/shop/a"], [22, 21, "/srv/shop/a"]], ["/srv/shop/a"]],
    [
      "one in another",
      [top, [21, 20, "/srv/shop/a"], [22, 21, "/srv/shop/a/b"]],
      ["/srv/shop/a", "/srv/shop/a/b"],
    ],
    [
      "two roots on each other, as after pivot_root",
      [top, [30, 20, "/"], [31, 30, "/srv/shop/a"]],
      ["/srv/shop/a"],
    ],
    ["in the root that the second hides", [top, [31, 20, "/srv/shop/a"], [30, 20, "/"]], []],
    [
      "blank, line end and backslash",
      [top, [21, 20, "/srv/shop/a\\040b\\012c\\134d"]],
      ["/srv/shop/a b\nc\\d"],
    ],
    ["not UTF-8", [top, [21, 20, "/srv/shop/\xff"]], ["/srv/shop/\udcff"]],
    [
      "what was said to be its own",
      [top, [21, 20, "/srv/shop/own"], [22, 21, "/srv/shop/own/a"]],
      ["/srv/shop/own/a"],
    ],
  ];

  test.each(cases)("%s", (_, rows, expected) => {
    const look = foreignMounts("/srv/shop", ["/srv/shop/own"], tableOf(rows));
    expect(look).toMatchObject({ kind: "found" });
    expect(look.kind === "found" && [...look.value]).toEqual(expected);
  });

  test("an env file alone is the install's, not a folder of that name, not of FUSE", () => {
    const root = populate(tempFolder(), { ".env": "", ".env.local": "", ".env.bak": "" });
    mkdirSync(join(root, ".env.production"));
    const at = (id: number, name: string, type = "ext4"): Row => [id, 20, `${root}/${name}`, type];
    const rows = [top, at(21, ".env"), at(22, ".env.local", "fuse.x"), at(23, ".env.bak")];
    const look = foreignMounts(root, [], tableOf([...rows, at(24, ".env.production")]));
    expect(look.kind === "found" && [...look.value].map((each) => each.slice(root.length))).toEqual(
      ["/.env.local", "/.env.bak", "/.env.production"],
    );
  });
});

describe("a mount from elsewhere", () => {
  const root = () =>
    populate(tempFolder(), { "a/mnt/.env": "A=1", "a/mnt/b/c.txt": "", "a/file": "", z: "" });

  test("is a name of its folder, and nothing else is told", () => {
    const shop = root();
    const files = createInstallFiles(shop, [], tableOf([top, [21, 20, `${shop}/a/mnt`]]));
    const listed = files.list(`${shop}/a`);
    const names = listed.kind === "found" ? listed.value : [];
    expect(names.map(({ name, stat }) => `${stat.kind} ${name}`)).toEqual([
      "file file",
      "mount mnt",
    ]);
    for (const path of [`${shop}/a/mnt`, `${shop}/a/mnt/.env`, `${shop}/a/../a/mnt/b`]) {
      for (const look of [
        "stat",
        "read",
        "chunks",
        "list",
        "readLink",
        "realPath",
        "accessList",
      ] as const) {
        expect(files[look](path), `${look} ${path}`).toMatchObject({
          kind: "blocked",
          reason: { code: "filesystem" },
        });
      }
    }
    const { entries, gaps } = readTree(shop, { files });
    expect(entries.map(({ path }) => path.slice(shop.length))).toEqual([
      "/a",
      "/a/file",
      "/a/mnt",
      "/z",
    ]);
    expect(gaps).toMatchObject([{ what: `${shop}/a/mnt`, reason: { code: "filesystem" } }]);
  });

  const unreadable: readonly (readonly [string, () => string])[] = [
    ["not there", () => "/nonexistent/mountinfo"],
    ["a folder", () => tempFolder()],
    ["empty", () => tableOf([])],
    [
      "cut in the middle",
      () => {
        const table = tableOf([top]);
        writeFileSync(table, `${line(top)}21 20 8:1 / /sr`);
        return table;
      },
    ],
  ];

  test.each(unreadable)("where the table is %s no folder is searched", (_, table) => {
    const shop = root();
    const files = createInstallFiles(shop, [], table());
    expect(files.list(`${shop}/a`)).toMatchObject({ kind: "blocked" });
    expect(readTree(shop, { files })).toMatchObject({ entries: [], gaps: [{ what: shop }] });
    // A name that the operator gave is read all the same.
    expect(files.read(`${shop}/z`)).toMatchObject({ kind: "found" });
    expect(files.list("/etc")).toMatchObject({ kind: "found" });
  });
});
