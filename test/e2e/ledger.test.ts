import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { mint } from "../support/mint.ts";
import { runGuard } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const stripe = "stripe.secret-key";
const [old, next] = [mint(stripe, 1), mint(stripe, 2)];

/** A shop whose rotation is open, so that its old value is still alive. */
async function openRotation() {
  const top = tempFolder();
  const at = (name: string) => path.join(top, name);
  fs.mkdirSync(at("www"));
  fs.writeFileSync(at("www/.env"), `STRIPE_SECRET_KEY=${old}\n`, { mode: 0o600 });
  fs.writeFileSync(at("guard.yaml"), `install: { root: "${at("www")}" }\n`, { mode: 0o600 });
  const options = ["--config", at("guard.yaml"), "--state-dir", at("state")];
  const piped = ["rotate", stripe, "--new-value-stdin", "--yes", ...options];
  const begun = await runGuard(piped, { input: next });
  expect(begun.status, begun.stderr).toBe(0);
  const [folder = ""] = fs.readdirSync(at("state"));
  const ledger = path.join(at("state"), folder, "ledger");
  return { options, ledger };
}

describe("a ledger with damage", () => {
  const damages: readonly (readonly [string, (line: string) => string])[] = [
    ["zeros", () => "\0\0\0"],
    ["half a line", (line) => line.slice(0, 20)],
    ["another word", (line) => line.replace("rotation", "rotatiom")],
  ];
  test.for(damages)("%s in place of its rotations is no pass and no skip", async ([, damage]) => {
    const { options, ledger } = await openRotation();
    const lines = fs.readFileSync(ledger, "utf8").split("\n");
    const damaged = lines.map((line) =>
      line.startsWith('{"kind":"rotation"') ? damage(line) : line,
    );
    expect(damaged).not.toEqual(lines);
    fs.writeFileSync(ledger, damaged.join("\n"));
    const audit = await runGuard([
      "audit",
      "--only",
      "rotation/old-key-dead",
      "--format",
      "json",
      ...options,
    ]);
    const { audits } = JSON.parse(audit.stdout) as { audits: { status: string }[] };
    expect([audit.status, audits.map(({ status }) => status)]).toEqual([3, ["unknown"]]);
    const status = await runGuard(["rotate", "status", ...options]);
    expect(status.stdout + status.stderr).toMatch(
      /\d records? of the ledger: .* a rotation may be missing/,
    );
  });
});

test("keeps no secret that somebody gives as a name", async () => {
  const { options, ledger } = await openRotation();
  for (const secret of [next, mint(stripe, 3)]) {
    const run = await runGuard([
      "rotate",
      "record",
      "stripe.secret-key",
      "--by",
      secret,
      ...options,
    ]);
    expect([run.status, run.stderr]).toEqual([
      2,
      expect.stringContaining("--by: the text holds a secret"),
    ]);
    expect(run.stdout + run.stderr).not.toContain(secret);
  }
  expect(fs.readFileSync(ledger, "utf8")).not.toMatch(/"kind":"recorded"/);
});
