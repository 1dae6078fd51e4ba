import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createAuditContext } from "../../src/app/audit/audit-context.ts";
import { openInstall } from "../../src/app/open-install.ts";
import { envIgnored } from "../../src/audits/gitignore/env-ignored.ts";
import { keysAndDumpsIgnored } from "../../src/audits/gitignore/keys-and-dumps-ignored.ts";
import type { Audit } from "../../src/core/audit.ts";
import type { FileReader } from "../../src/core/ports/files.ts";
import { useGitRepo } from "../support/git-repo.ts";
import { randomIgnoreFile } from "../support/ignore-rules.ts";
import { type BuiltInstall, install } from "../support/install-builder.ts";
import { seededRandom } from "../support/mint.ts";

/** At least 500 rule sets, in three repositories that differ in what is there. */
const setsEach = 180;

const envNames = [".env", ".env.local", ".env.production", ".env.backup"];
const envFiles = [".env", ".env.local", "config/.env", "config/Deep Er/.env.old", "storage/.env~"];
const privateFiles = [
  "backups/shop.sql",
  "backups/2026/DUMP.sql.gz",
  "storage/logs/app.log",
  "storage/logs/a [1].log",
  "keys/id_ed25519",
  "x.bak",
  "ä/dump.sql",
];
/** Where rules may stand; a folder that is itself ignored hides what its file says. */
const folders = ["", "config", "config/Deep Er", "storage", "storage/logs", "backups"];

function build(seed: number): BuiltInstall {
  const chosen = [...envFiles, ...privateFiles].filter((_, index) => (index + seed) % 4 !== 0);
  const files = Object.fromEntries(chosen.map((name) => [name, "A=1\n"]));
  const built = install({ ".env": "APP_ENV=production\n", ...files }, { git: true });
  // One reader for all turns: each keeps folders open.
  const readers = new Map<string, FileReader>();
  const filesOf = (root: string): FileReader => {
    const known = readers.get(root) ?? built.ports.filesOf(root);
    readers.set(root, known);
    return known;
  };
  return { ...built, ports: { ...built.ports, filesOf } };
}

/** What git itself says in that repository. */
function takenByGit({ root }: BuiltInstall, names: readonly string[]): string[] {
  const input = names.map((name) => `${name}\0`).join("");
  // A line that surely matches: without one, check-ignore ends with 1.
  const output = useGitRepo(root).gitBytes(
    [
      "-c",
      "core.excludesFile=/dev/null",
      "check-ignore",
      "--no-index",
      "-v",
      "-n",
      "-z",
      "--stdin",
    ],
    `${input}certainly.ignored\0`,
  );
  const fields = output.toString("utf8").split("\0");
  return names.filter((_name, index) => {
    const pattern = fields[index * 4 + 2] ?? "";
    return pattern === "" || pattern.startsWith("!");
  });
}

/** What the audit says git would take. */
async function takenByAudit(audit: Audit, built: BuiltInstall): Promise<readonly string[]> {
  const { ports, root, now } = built;
  const opened = openInstall(ports, { path: root });
  const outcome = await audit.run(createAuditContext(ports, { ...opened, now, ledger: new Map() }));
  if (outcome.status === "pass") return [];
  if (outcome.status !== "fail") throw new Error(JSON.stringify(outcome));
  // "Ignored here, but not in the last commit" is a finding of its own, and low.
  return outcome.findings
    .filter(({ severity }) => severity !== "low")
    .flatMap(({ alsoAt = [] }) => alsoAt)
    .map((place) => ("path" in place ? path.relative(root, place.path ?? "") : ""))
    .toSorted();
}

function writeRules({ root }: BuiltInstall, rules: Readonly<Record<string, string>>): void {
  for (const folder of folders) {
    const file = path.join(root, folder, ".gitignore");
    fs.rmSync(file, { force: true });
    const text = rules[folder];
    if (text === undefined) continue;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

const present = ({ root }: BuiltInstall, names: readonly string[]) =>
  names.filter((name) => fs.existsSync(path.join(root, name)));

describe.each([1, 2, 3])("ignore rules against git, repository %i", (seed) => {
  test(`${setsEach} random sets of ignore files`, async () => {
    const random = seededRandom(seed * 7919);
    const built = build(seed);
    const excluded = path.join(built.root, ".git/info/exclude");
    fs.mkdirSync(path.dirname(excluded), { recursive: true });
    fs.writeFileSync(excluded, "certainly.ignored\n");
    const verdicts = { taken: 0, ignored: 0 };
    for (let turn = 0; turn < setsEach; turn += 1) {
      const rules = Object.fromEntries(
        folders
          .filter((folder) => folder === "" || random(3) === 0)
          .map((folder) => [folder, randomIgnoreFile(random)]),
      );
      writeRules(built, rules);
      const env = [...new Set([...present(built, envFiles), ...envNames])].toSorted();
      const other = present(built, privateFiles).toSorted();
      const byGit = { env: takenByGit(built, env), other: takenByGit(built, other) };
      const told = `set ${turn}: ${JSON.stringify(rules)}`;
      expect(await takenByAudit(envIgnored, built), told).toEqual(byGit.env);
      expect(await takenByAudit(keysAndDumpsIgnored, built), told).toEqual(byGit.other);
      verdicts.taken += byGit.env.length + byGit.other.length;
      verdicts.ignored += env.length + other.length - byGit.env.length - byGit.other.length;
    }
    // A generator that ignores all or nothing would prove nothing.
    expect(Math.min(verdicts.taken, verdicts.ignored)).toBeGreaterThan(setsEach);
  });
});
