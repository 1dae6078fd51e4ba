import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Edit } from "../../../src/core/fix.ts";
import { decodePath, encodePath, joinPath, parentOf } from "../../../src/core/text/path-text.ts";
import { applyTransaction } from "../../../src/fixes/apply-transaction.ts";
import { readCurrent } from "../../../src/fixes/change-file.ts";
import { renderFixScript } from "../../../src/fixes/fix-script.ts";
import { noFile } from "../../../src/fixes/image.ts";
import type { PlannedFix } from "../../../src/fixes/planned-fix.ts";
import { shellWord } from "../../../src/fixes/shell-word.ts";
import { type FixBench, contentChecks, fixBench, fixesFor } from "../../support/fix-bench.ts";
import { treeSnapshot } from "../../support/tree-snapshot.ts";

const hostileNames = [
  "plain",
  "with space",
  "-rf",
  "line\nend",
  "ends with line\n",
  "quote'd",
  '"; touch pwned; "',
  "$(touch pwned)",
  "`touch pwned`",
  "back\\slash",
  "100%d\\n",
  "tab\tand\u001b[31mred",
  "ünï",
  decodePath(Uint8Array.from([0xff, 0x27, 0x0a, 0xfe])),
];

const system = (path: string) => Buffer.from(encodePath(path));

function write(path: string, text: string): string {
  fs.writeFileSync(system(path), text);
  fs.chmodSync(system(path), 0o644);
  return path;
}

function scriptOf({ deps }: FixBench, fixes: readonly PlannedFix[]): string {
  return renderFixScript(
    fixes.map((fix) => ({
      fix,
      files: fix.changes.map((change) => {
        const current = readCurrent(deps.writer, change.path);
        const folder = deps.writer.folder(parentOf(change.path));
        return {
          change,
          image: current.kind === "found" ? current.value.image : noFile,
          tools: {
            setEnvLine: deps.setEnvLine,
            folder: folder.kind === "found" ? folder.value : { uid: 0, gid: 0 },
            ownerText: () => "",
          },
        };
      }),
    })),
  );
}

function runScript(script: string, home: string) {
  return spawnSync("sh", [], {
    input: script,
    encoding: "utf8",
    cwd: home,
    env: { PATH: process.env["PATH"], HOME: home, LC_ALL: "C" },
  });
}

const withoutTimes = (root: string) =>
  treeSnapshot(root).map((line) => line.replace(/ \d+ (?=\w*$)/, " "));

/** Each name with one kind of edit; another turn gives it another kind. */
function editsOf(root: string, turn: number): readonly Edit[] {
  const env = "A=1\nAPP_DEBUG=true\nB='two words'\n";
  const names = [...hostileNames.slice(turn), ...hostileNames.slice(0, turn)];
  return names.flatMap((name, index): readonly Edit[] => {
    const path = write(joinPath(root, `${name}${index}`), env);
    const kinds: readonly (readonly Edit[])[] = [
      [{ kind: "mode", path, from: 0o644, to: 0o600 }],
      [{ kind: "move-away", path }],
      [{ kind: "ignore-lines", path, add: ["it's", "$HOME", "*.sql", "ünï"] }],
      [
        { kind: "set-env", path, key: "APP_DEBUG", value: "false" },
        { kind: "mode", path, from: 0o644, to: 0o640 },
      ],
      [{ kind: "set-env", path, key: "NEW", value: "it's" }],
      [{ kind: "ignore-lines", path: `${path}.new`, add: [".env*"] }],
    ];
    return kinds[index % kinds.length] ?? [];
  });
}

test.each([0, 1, 2, 3, 4, 5])(
  "does by hand what fix does, on names of all kinds (%i)",
  async (turn) => {
    const [byHand, byFix] = [fixBench(), fixBench()];
    const script = scriptOf(byHand, fixesFor(editsOf(byHand.root, turn)));
    const ran = runScript(script, byHand.state);
    expect(ran.stderr).toBe("");
    expect(ran.status).toBe(0);

    const fixes = fixesFor(editsOf(byFix.root, turn));
    const result = await applyTransaction(byFix.deps, byFix.root, fixes, contentChecks);
    expect(result.status).toBe("committed");
    expect(withoutTimes(byHand.root)).toEqual(withoutTimes(byFix.root));

    const [kept] = fs.readdirSync(byHand.state);
    expect(fs.readdirSync(join(byHand.state, kept ?? ""))).not.toEqual([]);
    expect(script).toMatch(/^[\n -~]*$/);
    expect(script).not.toContain("two words");
  },
);

test("stops at a file that is not as the audit saw it", () => {
  const bench = fixBench();
  const env = write(join(bench.root, ".env"), "A=1\n");
  const other = write(join(bench.root, ".env.bak"), "A=1\n");
  const script = scriptOf(
    bench,
    fixesFor([
      { kind: "mode", path: env, from: 0o644, to: 0o600 },
      { kind: "move-away", path: other },
    ]),
  );
  fs.chmodSync(env, 0o640);
  const ran = runScript(script, bench.state);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toBe("file of step 1 changed since the audit; stopped\n");
  expect(fs.statSync(env).mode & 0o777).toBe(0o640);
  expect(fs.existsSync(other)).toBe(true);
});

test("review and refused fixes are comments", () => {
  const bench = fixBench();
  const env = write(join(bench.root, ".env"), "A=1\n");
  const [fix] = fixesFor([{ kind: "move-away", path: env }], "review");
  if (!fix) throw new Error("no fix");
  const script = scriptOf(bench, [
    { ...fix, caution: "line\nbreak" },
    { ...fix, safety: "safe", refused: "it is gone" },
  ]);
  expect(script).toContain("# left out: line\\x0abreak\n");
  expect(script).toContain("# left out: it is gone\n");
  expect(runScript(script, bench.state).status).toBe(0);
  expect(fs.existsSync(env)).toBe(true);
  expect(fs.readdirSync(bench.state)).toEqual([]);
});

test("a change that would need other values in the script is left to a person", () => {
  const bench = fixBench();
  const env = write(join(bench.root, ".env"), 'APP_DEBUG="one\ntwo"\nB=hidden\n');
  const edit: Edit = { kind: "set-env", path: env, key: "APP_DEBUG", value: "false" };
  const script = scriptOf(bench, fixesFor([edit]));
  expect(script).not.toContain("hidden");
  const ran = runScript(script, bench.state);
  expect(ran.stderr).toBe("set APP_DEBUG=false by hand\n");
  expect(fs.readFileSync(env, "utf8")).toContain("one\ntwo");
});

describe("shellWord", () => {
  test.each(hostileNames)("gives %j back", (name) => {
    const script = `w=${shellWord(name)}; ${/^[ -~]*$/.test(name) ? "" : "w=${w%.};"} printf %s "$w"`;
    expect(spawnSync("sh", ["-c", script]).stdout).toEqual(system(name));
  });
});
