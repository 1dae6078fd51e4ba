import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { mint } from "../support/mint.ts";
import { runGuard } from "../support/run-guard.ts";
import { findSpelling } from "../support/spellings.ts";
import { tempFolder } from "../support/temp-folder.ts";

const secret = mint("stripe.secret-key");

/** An install in which everything that has a name is called like a key. */
function namedAfterTheKey(): string {
  const folder = tempFolder();
  const write = (name: string, text: string | Buffer) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };
  write(".env", `STRIPE_SECRET_KEY=${secret}\n${secret}=x\nX_${secret}='open ${secret}\n`);
  write(`.env.${secret}`, `A=${secret}\n`);
  write(`d-${secret}/a-${secret}.txt`, `k=${secret}\n`);
  write(`${secret}.zip`, "PK\x03\x04");
  write(`${secret}.log`, `k=${secret}\n`);
  fs.symlinkSync(`/etc/${secret}`, path.join(folder, `link-${secret}`));
  return folder;
}

describe("a secret in a name", () => {
  test.each([
    ["scan"],
    ["scan", "--format", "json"],
    ["scan", "--format", "sarif"],
    ["scan", "--debug", "--verbose"],
    ["audit"],
    ["audit", "--format", "json"],
    ["audit", "--format", "sarif"],
    ["audit", "--debug", "--verbose"],
    ["fix", "--dry-run"],
    ["fix", "--dry-run", "--format", "json"],
    ["fix", "--yes"],
    ["fix", "--yes", "--format", "json"],
  ])("%s %s %s %s", async (command = "", ...more) => {
    const folder = namedAfterTheKey();
    const state = command === "scan" ? [] : ["--state-dir", path.join(tempFolder(), "state")];
    const run = await runGuard([command, folder, ...more, ...state]);
    expect(findSpelling(run.stdout, secret)).toBeUndefined();
    expect(findSpelling(run.stderr, secret)).toBeUndefined();
    expect(run.status, run.stderr).toBeLessThan(4);
    expect(run.stdout).not.toBe("");
  });
});

describe("what comes through a pipe", () => {
  test.each([
    ["gzip", gzipSync(`k=${secret}\n`)],
    ["zip", Buffer.from("PK\x03\x04rest")],
  ])("%s is not clean", async (_name, input) => {
    const run = await runGuard(["scan", "--stdin"], { input });
    expect(run.status).toBe(3);
  });
});
