import { mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expandGlob, namePattern } from "../../../src/install/glob.ts";
import { hostInFolder } from "../../support/host-in-folder.ts";

describe("namePattern", () => {
  it.each([
    ["*.log", "a.log", true],
    ["*.log", ".log", false],
    [".*", ".env", true],
    ["?.log", "a.log", true],
    ["?.log", "ab.log", false],
    ["[ab].log", "b.log", true],
    ["[!ab].log", "b.log", false],
    ["[^ab].log", "c.log", true],
    ["[a-c].log", "b.log", true],
    ["[]].log", "].log", true],
    ["[z-a].log", "b.log", false],
    ["[.log", "[.log", true],
    ["a+(b).{c}", "a+(b).{c}", true],
    ["[\\w]", "\\", true],
    ["[\\w]", "x", false],
    ["*", ".hidden", false],
    ["**", "deep", true],
  ])("%s and %s: %s", (glob, name, expected) => {
    expect(namePattern(glob).test(name)).toBe(expected);
  });
});

describe("expandGlob", () => {
  it("walks names in byte order, through links of folders", () => {
    const host = hostInFolder({ "a/x/1.log": "", "a/Y/2.log": "", "a/y/.log": "", "a/note": "" });
    symlinkSync("x", host.real("/a/z"));
    const { paths, gaps } = expandGlob(host.ports.host, "/a/*/*.log");
    expect(paths).toEqual(["/a/Y/2.log", "/a/x/1.log", "/a/z/1.log"]);
    expect(gaps).toEqual([]);
  });

  it("keeps a plain name only when something is there", () => {
    const host = hostInFolder({ "a/x": "" });
    mkdirSync(host.real("/a/folder"));
    expect(expandGlob(host.ports.host, "/a/x").paths).toEqual(["/a/x"]);
    expect(expandGlob(host.ports.host, "/a/y").paths).toEqual([]);
  });

  it("reports a folder that it could not list", () => {
    const host = hostInFolder({});
    symlinkSync("loop", host.real("/loop"));
    expect(expandGlob(host.ports.host, "/loop/*").gaps.map(({ what }) => what)).toEqual(["/loop"]);
  });
});
