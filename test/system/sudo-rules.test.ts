import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isRoot } from "../support/as-user.ts";
import { needProgram } from "../support/need-program.ts";
import { sudoCases } from "../support/sudo-cases.ts";
import { tempFolder } from "../support/temp-folder.ts";

/** In a mount namespace: this machine's own /etc stays as it is. */
const script = `set -e
for name in passwd group shadow sudoers; do mount --bind "$0/$name" "/etc/$name"; done
mkdir -p /etc/sudoers.d
mount --bind "$0/sudoers.d" /etc/sudoers.d
for program in true id; do
  if setpriv --reuid 61001 --regid 61001 --groups 61001,61002 sudo -n "/usr/bin/$program" >"$0/out" 2>"$0/error"
  then echo "$program"
  elif ! grep -q "password is required\\|not allowed\\|not in the sudoers\\|may not run" "$0/error"
  then cat "$0/error" >&2; fi
done`;

const accounts = {
  passwd:
    "root:x:0:0:root:/root:/bin/sh\nbob:x:61003:61003::/:/bin/sh\neve:x:61004:61004::/:/bin/sh\nshop:x:61001:61001::/:/bin/sh\n",
  group: "root:x:0:\nshop:x:61001:\nweb:x:61002:shop\n",
  shadow: "root:*:19000:0:99999:7:::\nshop:*:19000:0:99999:7:::\n",
};

function askSudo(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder();
  fs.mkdirSync(path.join(folder, "sudoers.d"));
  const here = hostname().split(".")[0] ?? "";
  for (const [name, text] of Object.entries({ ...accounts, ...files })) {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text.replaceAll("{host}", here));
    fs.chmodSync(file, name.startsWith("sudoers") ? 0o440 : 0o644);
  }
  const run = spawnSync("unshare", ["-m", "sh", "-c", script, folder], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "" },
    timeout: 30_000,
  });
  expect(run.stderr).toBe("");
  const programs = run.stdout.trim().split("\n");
  if (programs.length === 2) return "both";
  return programs[0] === "" ? "nothing" : (programs[0] ?? "");
}

describe("real sudo decides as the table says", () => {
  for (const { name, files, free } of sudoCases) {
    test(`${name}: ${free}`, ({ skip }) => {
      if (!isRoot) skip("takes root: a mount namespace");
      needProgram(skip, "sudo");
      expect(askSudo(files)).toBe(free);
    });
  }
});
