import { expect, test } from "vitest";
import { createAuditContext } from "../../../src/app/audit/audit-context.ts";
import { openInstall } from "../../../src/app/open-install.ts";
import { runAudits } from "../../../src/app/audit/run-audits.ts";
import { audits } from "../../../src/audits/index.ts";
import { filesByOwnership } from "../../../src/core/install/install-files.ts";
import { placeOf } from "../../../src/core/location.ts";
import { compareText, relativeTo } from "../../../src/core/text/path-text.ts";
import { install } from "../../support/install-builder.ts";
import { mint } from "../../support/mint.ts";

const key = mint("stripe.secret-key");
const assignment = `STRIPE_SECRET_KEY=${key}\n`;

function contextOf() {
  const { root, ports, now } = install({
    ".env": { content: assignment, mode: 0o600 },
    ".env.bak": assignment,
    "storage/logs/app.log": `charged with ${key}\n`,
    "var/odd.log.1": `charged with ${key}\n`,
    "db/shop.sql": `INSERT INTO settings VALUES ('${key}');\n`,
    "old/index.php.bak": `'${key}'\n`,
    "index.php": `<?php '${key}';\n`,
    "compose.yaml": `services:\n  shop:\n    environment:\n      STRIPE_SECRET_KEY: ${key}\n`,
  });
  const opened = openInstall(ports, { path: root });
  return { root, ports, context: createAuditContext(ports, { ...opened, now, ledger: new Map() }) };
}

/** Audits that report where a value stands; the others judge the value itself. */
const finders = new Set([
  "env/no-copies",
  "env/none-in-units",
  "secrets/none-in-dumps",
  "secrets/none-in-logs",
  "secrets/none-in-worktree",
]);

test("one file, one owner: nothing is reported twice", async () => {
  const { root, ports, context } = contextOf();
  const chosen = audits.filter(({ meta }) => finders.has(meta.id));
  const results = await runAudits(chosen, context, ports.clock, undefined, (_id, error) => {
    throw error;
  });
  const seen = results.flatMap(({ meta, outcome }) =>
    outcome.status === "fail"
      ? outcome.findings.flatMap(({ location, alsoAt = [] }) =>
          [location, ...alsoAt].map((place) => {
            const path = placeOf(place).split("\0")[0] ?? "";
            return `${relativeTo(root, path)}: ${meta.id}`;
          }),
        )
      : [],
  );
  // Dumps and backups are searched when that audit is there; no other audit takes its place.
  expect(seen.filter((line) => !line.endsWith("none-in-dumps")).toSorted(compareText)).toEqual([
    ".env.bak: env/no-copies",
    "compose.yaml: env/none-in-units",
    "index.php: secrets/none-in-worktree",
    "storage/logs/app.log: secrets/none-in-logs",
    "var/odd.log.1: secrets/none-in-logs",
  ]);
});

test("each file of the tree has exactly one owner, found once per run", () => {
  const { root, context } = contextOf();
  const files = filesByOwnership(context.tree(), context.install);
  const names = (paths: readonly string[]) => paths.map((path) => relativeTo(root, path));
  expect(
    Object.fromEntries(Object.entries(files).map(([owner, paths]) => [owner, names(paths)])),
  ).toEqual({
    env: [".env"],
    "env-copy": [".env.bak"],
    log: ["storage/logs/app.log", "var/odd.log.1"],
    dump: ["db/shop.sql", "old/index.php.bak"],
    rest: ["compose.yaml", "index.php"],
  });
  expect(filesByOwnership(context.tree(), context.install)).toBe(files);
});
