import { chmodSync, chownSync, mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Account } from "../../../src/core/install/install.ts";
import { decodePath } from "../../../src/core/text/path-text.ts";
import { createAccounts } from "../../../src/platform/host/accounts.ts";
import { isRoot } from "../../support/as-user.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

const passwd = `root:x:0:0:root:/root:/bin/sh
www-data:x:33:33::/var/www:/usr/sbin/nologin
twice:x:33:34::/:
# comment:x:5:5::/:
broken:x:many:5::/:
+nis
`;
const group = `root:x:0:
www-data:x:33:
adm:x:4:syslog,www-data
shop:x:900:www-data
`;
const accountsOf = (files: Readonly<Record<string, string>>) =>
  createAccounts({ folder: populate(tempFolder(), files) });
const www: Account = { name: "www-data", uid: 33, gid: 33, groups: [33, 4, 900] };

describe("accounts by the files", () => {
  test("have names, and numbers where there is none", () => {
    const accounts = accountsOf({ passwd, group });
    expect([accounts.userName(33), accounts.userName(5), accounts.userName(4711)]).toEqual([
      "www-data",
      "5",
      "4711",
    ]);
    expect([accounts.groupName(4), accounts.groupName(77)]).toEqual(["adm", "77"]);
  });

  test("come with all their groups", () => {
    const accounts = accountsOf({ passwd, group });
    expect(accounts.byName("www-data")).toEqual({ kind: "found", value: www });
    expect(accounts.byUid(33)).toEqual({ kind: "found", value: www });
    expect(accounts.groupByName("shop")).toEqual({ kind: "found", value: 900 });
  });

  test("that are not listed are absent when the files are all there is", () => {
    for (const nsswitch of ["", "passwd: files systemd\ngroup: compat # ldap\n"]) {
      const accounts = accountsOf({ passwd, group, "nsswitch.conf": nsswitch });
      expect(accounts.byName("nobody-here")).toEqual({ kind: "absent" });
      expect(accounts.byName("broken")).toEqual({ kind: "absent" });
      expect(accounts.byUid(4711)).toEqual({ kind: "absent" });
      expect(accounts.groupByName("nobody-here")).toEqual({ kind: "absent" });
    }
  });

  test("that are not listed are unknown when others are asked too", () => {
    const nsswitch = "passwd: files [NOTFOUND=return] sss\ngroup: files\n";
    const accounts = accountsOf({ passwd, group, "nsswitch.conf": nsswitch });
    expect(accounts.byName("nobody-here")).toMatchObject({ kind: "blocked" });
    expect(accounts.byName("www-data")).toMatchObject({ kind: "found" });
    expect(accounts.groupByName("nobody-here")).toEqual({ kind: "absent" });
  });

  test("are unknown without the files", () => {
    const accounts = accountsOf({});
    expect(accounts.byName("root")).toMatchObject({ kind: "blocked", reason: { code: "io" } });
    expect(accounts.groupByName("root")).toMatchObject({ kind: "blocked" });
    expect(accounts.userName(0)).toBe("0");
  });

  test("of this host know root", () => {
    const accounts = createAccounts();
    expect(accounts.userName(0)).toBe("root");
    expect(accounts.self.uid).toBe(process.getuid?.());
  });
});

describe("what an account can read", () => {
  test("of somebody else is for root to try", async () => {
    const accounts = createAccounts({ self: { uid: 1000, gid: 1000 } });
    expect(await accounts.canRead(www, ["/etc/passwd"])).toMatchObject({
      kind: "blocked",
      reason: { code: "needs-root" },
    });
  });

  test("of our own needs nobody", async () => {
    const root = populate(tempFolder(), { file: "" });
    const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    const account = { name: "self", ...self, groups: process.getgroups?.() ?? [] };
    const accounts = createAccounts();
    expect(await accounts.canRead(account, [`${root}/file`, `${root}/missing`])).toEqual({
      kind: "found",
      value: [true, false],
    });
  });

  test.runIf(isRoot)("follows owner, mode, groups and folders above", async () => {
    const root = populate(tempFolder(), {
      open: "",
      roots: "",
      own: "",
      byGroup: "",
      byOtherGroup: "",
      "closed/open": "",
    });
    const modes: readonly (readonly [string, number, number, number])[] = [
      ["open", 0, 0, 0o644],
      ["roots", 0, 0, 0o600],
      ["own", 33, 0, 0o400],
      ["byGroup", 0, 900, 0o640],
      ["byOtherGroup", 0, 901, 0o640],
    ];
    for (const [name, uid, gid, mode] of modes) {
      chownSync(`${root}/${name}`, uid, gid);
      chmodSync(`${root}/${name}`, mode);
    }
    chmodSync(`${root}/closed`, 0o700);
    const names = [...modes.map(([name]) => name), "closed/open"];
    const answer = await createAccounts().canRead(
      www,
      names.map((name) => `${root}/${name}`),
    );
    expect(answer).toEqual({ kind: "found", value: [true, false, true, true, false, false] });
  });

  test.runIf(isRoot)("of names that are not UTF-8 is found out too", async () => {
    const root = tempFolder();
    const name = decodePath(Buffer.from([0xff, 0x0a]));
    mkdirSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0x0a])]));
    expect(await createAccounts().canRead(www, [`${root}/${name}`])).toMatchObject({
      value: [true],
    });
  });

  test.runIf(isRoot)("through a link is not said", async () => {
    const root = populate(tempFolder(), { file: "" });
    symlinkSync("file", `${root}/link`);
    expect(await createAccounts().canRead(www, [`${root}/link`])).toMatchObject({
      kind: "blocked",
      reason: { code: "link" },
    });
  });
});
