import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createAuditContext } from "../../src/app/audit/audit-context.ts";
import { openInstall } from "../../src/app/open-install.ts";
import { mode } from "../../src/audits/env/mode.ts";
import { type Look, absent } from "../../src/core/look.ts";
import type { FileStat } from "../../src/core/ports/files.ts";
import { isRoot } from "../support/as-user.ts";
import { install } from "../support/install-builder.ts";
import { needProgram } from "../support/need-program.ts";
import { tempFolder } from "../support/temp-folder.ts";

/** Who tries: a member of each owning group, those that access lists name, and two strangers. */
const accounts = [
  { uid: 33, gid: 33, groups: [33] },
  { uid: 1001, gid: 1001, groups: [1001, 33, 1005] },
  { uid: 1002, gid: 1002, groups: [1002] },
  { uid: 1003, gid: 1003, groups: [1003, 50] },
  { uid: 1004, gid: 1004, groups: [1004, 1001, 1005] },
  { uid: 65534, gid: 65534, groups: [65534] },
] as const;

const owners = [
  [33, 1005],
  [0, 33],
  [1001, 1001],
] as const;

/** Entries of access lists; the mode that follows sets their mask. */
const lists = ["", "u:1002:r", "u:1002:-,g:50:rw", "g::-,u:33:rw", "g::-,g:50:-,u:1002:-"] as const;

const modes = Array.from({ length: 0o10000 }, (_, bits) => bits);

function layOut(folder: string, [uid, gid]: readonly [number, number], list: string): string[] {
  const paths = modes.map((bits) => path.join(folder, bits.toString(8).padStart(4, "0")));
  for (const file of paths) {
    fs.writeFileSync(file, "");
    fs.chownSync(file, uid, gid);
  }
  if (list !== "") {
    execFileSync("xargs", ["-d", "\n", "setfacl", "-m", list, "--"], { input: paths.join("\n") });
  }
  for (const [index, file] of paths.entries()) fs.chmodSync(file, modes[index] ?? 0);
  return paths;
}

const child = new URL("../support/try-access.js", import.meta.url).pathname;

/** For each path what the kernel lets the account do, 0 to 7. */
function tried({ uid, gid, groups }: (typeof accounts)[number], paths: readonly string[]): string {
  const ran = spawnSync(process.execPath, [child, String(uid), String(gid), groups.join(",")], {
    input: `${paths.join("\n")}\n`,
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return ran.stdout;
}

/** The audit of an install whose env file has this metadata. */
function auditor(): (stat: Look<FileStat>) => string {
  const { ports, root, now } = install({ ".env": "APP_ENV=production\n" });
  const opened = openInstall(ports, { path: root });
  const context = createAuditContext(ports, { ...opened, now, ledger: new Map() });
  const [file] = opened.install.envFiles;
  if (!file) throw new Error("no env file");
  // Names in the message come from the access list, the verdict does not.
  const files = { ...context.files, accessList: () => absent };
  return (stat) => {
    const envFiles = [{ ...file, stat }];
    const outcome = mode.run({ ...context, files, install: { ...opened.install, envFiles } });
    if (outcome instanceof Promise) throw new Error("a promise");
    return outcome.status;
  };
}

describe.each(owners)("owner %i, group %i", (uid, gid) => {
  test.for(lists)("access list %j: all 4,096 modes as the kernel has them", (list, { skip }) => {
    if (!isRoot) skip("takes root: other accounts");
    needProgram(skip, "setfacl");
    const folder = tempFolder();
    const paths = layOut(folder, [uid, gid], list);
    const allowed = accounts
      .filter((account) => account.uid !== uid)
      .map((account) => ({ account, digits: tried(account, paths) }));
    const verdictOf = auditor();
    const wrong: string[] = [];
    const counts = { open: 0, closed: 0, masked: 0 };
    for (const [index, file] of paths.entries()) {
      const stats = fs.statSync(file);
      const stat = {
        kind: "file",
        mode: stats.mode & 0o7777,
        uid,
        gid,
        size: 0,
        mtimeMs: 0,
        ctimeMs: 0,
        nlink: 1,
        dev: 1,
        ino: 1,
      } as const;
      const verdict = verdictOf({ kind: "found", value: stat });
      const isOpen = allowed.some(({ digits }) => digits[index] !== "0");
      // Bits that are a mask over entries which grant nothing: open on paper, and one setfacl away.
      const isMask = list !== "" && !isOpen && (stat.mode & 0o070) !== 0;
      if (isOpen) counts.open += 1;
      else if (isMask) counts.masked += 1;
      else counts.closed += 1;
      const expected = isOpen || isMask ? "fail" : "pass";
      if (verdict !== expected) wrong.push(`${path.basename(file)}: ${verdict}`);
    }
    execFileSync("rm", ["-r", folder]);
    expect(wrong).toEqual([]);
    expect(counts.closed).toBe(64);
    expect(counts.open).toBeGreaterThan(3000);
  });
});
