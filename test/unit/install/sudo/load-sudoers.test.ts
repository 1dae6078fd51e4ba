import { describe, expect, test } from "vitest";
import { freeRules } from "../../../../src/core/install/sudoers.ts";
import { loadSudoers } from "../../../../src/install/sudo/load-sudoers.ts";
import { hostInFolder } from "../../../support/host-in-folder.ts";
import { sudoCases } from "../../../support/sudo-cases.ts";

const user = {
  name: "shop",
  uid: 61_001,
  groups: [
    { name: "shop", gid: 61_001 },
    { name: "web", gid: 61_002 },
  ],
};

function load(files: Readonly<Record<string, string>>) {
  const entries = Object.entries(files).map(([path, text]) => [
    `etc/${path}`,
    text.replaceAll("{host}", "shop1"),
  ]);
  return loadSudoers(hostInFolder(Object.fromEntries(entries)).ports.host, "shop1.example");
}

describe("free of passwords", () => {
  test.each(sudoCases)("$name: $free", ({ files, free }) => {
    const look = load(files);
    if (look.kind !== "found") throw new Error("not found");
    expect(look.value.gaps).toEqual([]);
    // A rule for one command that a later one takes back stays: it gives all the others.
    expect(freeRules(look.value, user, "shop1.example").length > 0).toBe(free !== "nothing");
  });
});

test("each rule keeps its file and line", () => {
  const look = load({
    sudoers: "# a\n@includedir /etc/sudoers.d\nshop ALL=NOPASSWD: /bin/c\n",
    "sudoers.d/1": "\nshop ALL=(bob) NOPASSWD: \\\n /bin/a, /bin/b\n",
  });
  const rules = look.kind === "found" ? freeRules(look.value, user, "shop1") : [];
  expect(rules.map(({ file, line, runas, command }) => [file, line, runas, command])).toEqual([
    ["/etc/sudoers.d/1", 2, "bob", "/bin/a"],
    ["/etc/sudoers.d/1", 2, "bob", "/bin/b"],
    ["/etc/sudoers", 3, "root", "/bin/c"],
  ]);
});

describe("not known", () => {
  test.each([
    ["a netgroup", "+admins ALL=(ALL) NOPASSWD: ALL", "who is in +admins is not known here"],
    [
      "a group of another system",
      "%:wheel ALL=NOPASSWD: ALL",
      "who is in %:wheel is not known here",
    ],
    ["no rule at all", "shop NOPASSWD ALL", "is no rule"],
  ])("%s", (_, text, problem) => {
    const look = load({ sudoers: `${text}\n` });
    const gaps = look.kind === "found" ? look.value.gaps : [];
    expect(gaps.map(({ what, reason }) => [what, reason.text])).toEqual([
      ["/etc/sudoers", `line 1: ${problem}`],
    ]);
  });

  test("the same without NOPASSWD lets nobody in", () => {
    const look = load({ sudoers: "+admins ALL=(ALL) ALL\nwhatever\n" });
    expect(look.kind === "found" ? look.value.gaps : []).toEqual([]);
  });

  test("other sources of rules", () => {
    const look = load({ sudoers: "", "nsswitch.conf": "passwd: files\nsudoers: files sss\n" });
    const gaps = look.kind === "found" ? look.value.gaps : [];
    expect(gaps.map(({ reason }) => reason.text)).toEqual([
      "sss may hold rules of sudo too, and is not asked",
    ]);
  });

  test("a file that includes itself", () => {
    const look = load({ sudoers: "@include /etc/sudoers\n" });
    expect(look.kind === "found" ? look.value.gaps.length : 0).toBe(1);
  });
});
