import fs from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { openFaultBench } from "../support/fault-bench.ts";
import { happenings } from "../support/fault-races.ts";
import { healthyShop } from "../support/fault-shop.ts";
import { type SpotName, realSpot } from "../support/fault-spots.ts";

const audit = openFaultBench();
const shop = healthyShop();
let undo = () => {};

afterEach(() => undo());

/** Keeps the file as it is; the answer puts it back. */
function keep(path: string): () => void {
  const kept = join(shop.top, "kept");
  fs.cpSync(path, kept, { preserveTimestamps: true });
  const { uid, gid, mode } = fs.statSync(path);
  return () => {
    fs.rmSync(path, { recursive: true, force: true });
    fs.renameSync(kept, path);
    fs.chmodSync(path, mode & 0o7777);
    fs.chownSync(path, uid, gid);
    undo = () => {};
  };
}

const spots: readonly SpotName[] = [
  "{root}/.env",
  "{root}/.env.bak",
  "{root}/.gitignore",
  "{root}/.git/HEAD",
  "{root}/.git/index",
  "{root}/config/app.php",
  "{root}/docker-compose.yml",
  "/etc/nginx/sites-enabled/shop",
  "/etc/php/8.2/fpm/pool.d/shop.conf",
  "/etc/systemd/system/shop.service",
  "/etc/nginx/tls/shop.crt",
  "/srv/backups/shop.sql.age",
  "/var/log/nginx/access.log",
];

/**
 * Which of two states an audit sees is chance, so its status is not fixed. What is: none crashes,
 * none hangs, none passes with gaps; and of a file that nobody got to read before it was gone,
 * something is said by those that cannot do without its content.
 */
describe.each(spots)("%s, between two questions,", (at) => {
  for (const happening of happenings) {
    test.each([1, 2, 3, 4])(`${happening} after %i`, async (after) => {
      const path = realSpot(shop, at);
      undo = keep(path);
      const disturbance = { kind: "race", path, asked: [path, at], after, happening } as const;
      const { run, told } = await audit(shop, { disturbance });
      if (run.kind !== "report") throw new Error(`${run.kind}: ${JSON.stringify(run)}`);
      const rows = [...run.rows.values()];
      expect(rows.filter(({ reason }) => reason?.code === "crash")).toEqual([]);
      expect(rows.filter(({ status, gaps }) => status === "pass" && gaps.length > 0)).toEqual([]);
      if (at !== "{root}/.env" || happening !== "vanishes") return;
      if (!told.includes("happened") || told.includes("read")) return;
      expect(["unknown", "fail"]).toContain(run.rows.get("env/present")?.status);
    });
  }
});

/** Here each moment has one right status: the names are listed once, and each journal is read once. */
describe.each([
  ["the open one", "2026-11-24-stripe-key"],
  ["the closed one", "2026-10-12-stripe-key"],
])("the journal of an incident, %s,", (_which, incident) => {
  const path = join(shop.top, "state/incidents", incident, "journal.jsonl");
  const afterList = ["was listed", "unknown"] as const;
  const afterRead = ["was read", "pass"] as const;

  for (const happening of happenings) {
    test.each([afterList, afterRead])(`${happening} after it %s: %s`, async (moment, status) => {
      undo = keep(path);
      const disturbance = { kind: "journal race", path, incident, moment, happening } as const;
      const { run, told } = await audit(shop, { disturbance });
      if (run.kind !== "report") throw new Error(`${run.kind}: ${JSON.stringify(run)}`);
      expect(told).toEqual(["was listed", "was read"]);
      expect(run.rows.get("incident/none-open")?.status).toBe(status);
    });
  }
});
