import fs from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hostileRepo } from "../support/hostile-repo.ts";
import { runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const isRoot = self.uid === 0;
const wwwData = { uid: 33, gid: 33 };

interface Who {
  readonly name: string;
  readonly owner: typeof self;
  /** Whom the program runs as. */
  readonly runs: typeof self;
}

const who: readonly Who[] = isRoot
  ? [
      { name: "root on root's", owner: self, runs: self },
      { name: "root on the web server's", owner: wwwData, runs: self },
      { name: "the web server on its own", owner: wwwData, runs: wwwData },
    ]
  : [{ name: "the owner", owner: self, runs: self }];

describe.each(who)("the program as $name hostile repository", ({ owner, runs }) => {
  it("springs no trap", async () => {
    const { repo, sprung } = hostileRepo(owner.uid, owner.gid);
    fs.writeFileSync(join(repo.path, ".env"), "APP_ENV=production\n", { mode: 0o600 });
    fs.chownSync(join(repo.path, ".env"), owner.uid, owner.gid);
    const state = tempFolder();
    fs.chownSync(state, runs.uid, runs.gid);
    sprung();
    for (const command of [
      ["audit", repo.path],
      ["scan", "--history", repo.path],
      ["fix", "--dry-run", repo.path],
    ]) {
      const args = [...command, "--state-dir", join(state, "s"), "--format", "json"];
      const run = await runGuard(args, { ...runs, cwd: repo.path });
      expect(sprung(), command[0]).toEqual([]);
      expect([0, 1, 3], run.stderr).toContain(run.status);
      expect(JSON.parse(run.stdout)).toHaveProperty("schemaVersion", 1);
    }
  });
});
