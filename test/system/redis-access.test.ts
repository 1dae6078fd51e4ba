import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { isRoot } from "../support/as-user.ts";
import { needProgram } from "../support/need-program.ts";
import { redisCases } from "../support/redis-cases.ts";
import { tempFolder } from "../support/temp-folder.ts";

const child = new URL("../support/redis-child.js", import.meta.url).pathname;

test("real Redis lets in whom the table says", ({ skip }) => {
  if (!isRoot) skip("takes root: a network namespace");
  needProgram(skip, "redis-server");
  const folders = redisCases.map(({ files }) => {
    const folder = tempFolder();
    for (const [name, text] of Object.entries(files)) {
      fs.writeFileSync(path.join(folder, name), text.replaceAll("{etc}", folder));
    }
    return folder;
  });
  const list = path.join(tempFolder(), "list.json");
  fs.writeFileSync(list, JSON.stringify(folders));
  const run = spawnSync("unshare", ["-n", process.execPath, child, list], {
    encoding: "utf8",
    timeout: 120_000,
  });
  expect(run.stderr).toBe("");
  const seen = JSON.parse(run.stdout) as { open: boolean; outside: boolean }[];
  expect(redisCases.map(({ name }, index) => ({ name, ...seen[index] }))).toEqual(
    redisCases.map(({ name, open, outside }) => ({ name, open, outside })),
  );
});
