import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadUnits, unitOf } from "../../../../src/install/systemd/load-units.ts";
import { parseUnit, unitWords } from "../../../../src/install/systemd/parse-unit.ts";
import { unitEnvironment } from "../../../../src/install/systemd/unit-environment.ts";
import { absolutePathsOf } from "../../../../src/install/systemd/unit-paths.ts";
import { hostInFolder } from "../../../support/host-in-folder.ts";

const unit = (text: string, name = "shop.service") => unitOf(name, ["/u"], parseUnit(text, "/u"));

describe("parseUnit", () => {
  it("joins lines, skips comments between them, keeps the first line's number", () => {
    const text = "[Service]\nExecStart=/bin/a \\\n# not this\n  --b \\\n  --c\nUser=x\n";
    expect(parseUnit(text, "/u").map(({ key, value, line }) => [key, value, line])).toEqual([
      ["ExecStart", "/bin/a --b --c", 2],
      ["User", "x", 6],
    ]);
  });

  it.each([
    ["; comment\n# comment\n\n[Service]\nUser = x ", [["User", "x"]]],
    [
      "[Unit]\nUser=x\n[Service]\r\nUser=y\r\n",
      [
        ["User", "x"],
        ["User", "y"],
      ],
    ],
    ["no section\n=x\n", []],
  ])("%j", (text, expected) => {
    expect(parseUnit(text, "/u").map(({ key, value }) => [key, value])).toEqual(expected);
  });
});

describe("unitWords", () => {
  it.each([
    ["A=1 B=2", ["A=1", "B=2"]],
    ['"A=b c" D=e', ["A=b c", "D=e"]],
    ["'A=b \"c\"'", ['A=b "c"']],
    ['A="b c"', ['A="b', 'c"']],
    [String.raw`"A=b\"c"`, ['A=b"c']],
    [String.raw`A=\x41\101\u00e9`, ["A=AAé"]],
    [String.raw`"A=a\sb\tc"`, ["A=a b\tc"]],
    ["", []],
  ])("%j", (value, expected) => {
    expect(unitWords(value)).toEqual(expected);
  });
});

describe("unitOf", () => {
  it("forgets what stands before an empty assignment", () => {
    const text = "[Service]\nEnvironment=A=1\nEnvironment=\nEnvironment=B=2\nUser=x\nUser=\n";
    const found = unit(text);
    expect(found.user).toBeUndefined();
    expect(
      unitEnvironment(found)
        .get("/u")
        ?.map(({ key, line }) => [key, line]),
    ).toEqual([["B", 4]]);
  });

  it("reads env files with minus, quotes and specifiers", () => {
    const text =
      '[Service]\nEnvironmentFile=-/etc/%p/%i.env\nEnvironmentFile="/etc/a b.env"\nEnvironmentFile=/etc/100%%\n';
    expect(unit(text, "shop@one.service").environmentFiles.map(({ path }) => path)).toEqual([
      "/etc/shop/one.env",
      "/etc/a b.env",
      "/etc/100%",
    ]);
  });

  it("ignores settings of other sections", () => {
    expect(unit("[Unit]\nUser=x\n[Install]\nUser=y\n").user).toBeUndefined();
  });

  it("keeps only paths of the install", () => {
    const text =
      "[Service]\nWorkingDirectory=-/srv/a\nExecStart=@-/usr/bin/node /srv/a/server.js --dir=/srv/a/data /dev/null\n";
    expect(absolutePathsOf(unit(text)).map(({ path }) => path)).toEqual([
      "/srv/a",
      "/srv/a/server.js",
      "/srv/a/data",
    ]);
  });
});

describe("loadUnits", () => {
  it("prefers /etc, merges drop-ins in order of their names, skips masked units", () => {
    const host = hostInFolder({
      "lib/systemd/system/a.service": "[Service]\nUser=old\n",
      "etc/systemd/system/a.service": "[Service]\nUser=one\n",
      "etc/systemd/system/a.service.d/20.conf": "[Service]\nUser=three\n",
      "lib/systemd/system/a.service.d/10.conf": "[Service]\nUser=two\nGroup=g\n",
      "lib/systemd/system/a.service.d/20.conf": "[Service]\nUser=hidden\n",
      "lib/systemd/system/b.service": "[Service]\nUser=b\n",
    });
    symlinkSync("/dev/null", host.real("/etc/systemd/system/b.service"));
    const { units, gaps } = loadUnits(host.ports.host);
    expect(units.map(({ name, user, group }) => [name, user, group])).toEqual([
      ["a.service", "three", "g"],
    ]);
    expect(units[0]?.files).toEqual([
      "/etc/systemd/system/a.service",
      "/lib/systemd/system/a.service.d/10.conf",
      "/etc/systemd/system/a.service.d/20.conf",
    ]);
    expect(gaps).toEqual([]);
  });

  it("goes on to the next folder past what is no file, and says so", () => {
    const host = hostInFolder({
      "lib/systemd/system/a.service": "[Service]\nUser=a\n",
      "etc/systemd/system/a.service/x": "",
      "etc/systemd/system/b.service": "[Service]\nUser=b\n",
      "etc/systemd/system/b.service.d/10.conf/x": "",
    });
    spawnSync("mkfifo", [host.real("/etc/systemd/system/c.service")]);
    symlinkSync("a.service", host.real("/etc/systemd/system/d.service"));
    const { units, gaps } = loadUnits(host.ports.host);
    expect(units.map(({ name, user }) => [name, user])).toEqual([
      ["a.service", "a"],
      ["b.service", "b"],
    ]);
    expect(gaps.map(({ what, reason }) => [what, reason.code])).toEqual([
      ["/etc/systemd/system/a.service", "not-a-file"],
      ["/etc/systemd/system/c.service", "not-a-file"],
      ["/etc/systemd/system/b.service.d/10.conf", "not-a-file"],
      ["/etc/systemd/system/d.service", "not-a-file"],
    ]);
  });

  it("reads a template as the instances that a target starts", () => {
    const system = "etc/systemd/system";
    const host = hostInFolder({
      [`${system}/app@.service`]: "[Service]\nUser=%i\nWorkingDirectory=/opt/%i\n",
      [`${system}/app@.service.d/10.conf`]: "[Service]\nGroup=all\n",
      [`${system}/app@b.service.d/20.conf`]: "[Service]\nUser=bob\n",
      [`${system}/idle@.service`]: "[Service]\nUser=x\n",
      [`${system}/multi-user.target.wants/x`]: "",
    });
    for (const name of ["a", "b"]) {
      const link = host.real(`/${system}/multi-user.target.wants/app@${name}.service`);
      symlinkSync("../app@.service", link);
    }
    const { units } = loadUnits(host.ports.host);
    expect(
      units.map(({ name, user, group, workingDirectory }) => [name, user, group, workingDirectory]),
    ).toEqual([
      ["app@a.service", "a", "all", "/opt/a"],
      ["app@b.service", "bob", "all", "/opt/b"],
      ["idle@.service", "x", undefined, undefined],
    ]);
  });

  it("reports what it could not read", () => {
    const host = hostInFolder({ "etc/systemd/system/x": "" });
    symlinkSync("a.service", host.real("/etc/systemd/system/a.service"));
    const { units, gaps } = loadUnits(host.ports.host);
    expect(units).toEqual([]);
    expect(gaps.map(({ what }) => what)).toEqual(["/etc/systemd/system/a.service"]);
  });
});
