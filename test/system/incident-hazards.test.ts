import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { addNote } from "../../src/app/incident/change-incident.ts";
import { readIncident } from "../../src/app/incident/incident-desk.ts";
import { chooseStart, openIncident } from "../../src/app/incident/start-incident.ts";
import { verifyIncident } from "../../src/app/incident/verify-incident.ts";
import { isRoot, otherUser } from "../support/as-user.ts";
import { incidentDesk, incidentShop } from "../support/incident-desk.ts";
import { guardBin, runGuard } from "../support/run-guard.ts";

const mounted: string[] = [];

afterEach(() => {
  for (const folder of mounted.splice(0)) spawnSync("umount", [folder]);
});

/** A small disk of its own for our records; undefined where none can be made. */
function smallDisk(state: string): boolean {
  fs.mkdirSync(state);
  const options = ["-t", "tmpfs", "-o", "size=256k,mode=0700", "tmpfs", state];
  if (spawnSync("mount", options).status !== 0) return false;
  mounted.push(state);
  return true;
}

function skipOrFail(skip: (note: string) => void, note: string): void {
  if (process.env["GUARD_TEST_ALL"] === "1") throw new Error(note);
  skip(note);
}

async function openedOn(shop: ReturnType<typeof incidentShop>) {
  const desk = incidentDesk(shop);
  const chosen = await chooseStart(desk, { playbook: "stripe-key" }, async ([led]) => led!);
  return { desk, id: openIncident(desk, chosen, "used").id };
}

describe("a full disk", () => {
  test("is said, nothing that was recorded is lost, and it goes on when there is room", async ({
    skip,
  }) => {
    const shop = incidentShop();
    if (!isRoot || !smallDisk(shop.state)) skipOrFail(skip, "needs root and mount(8) for a tmpfs");
    const { desk, id } = await openedOn(shop);
    const before = readIncident(desk, id).records;
    const filler = path.join(shop.state, "filler");
    const file = fs.openSync(filler, "w");
    // The last page that is there may have room for the line: fill until nothing is left for a note.
    try {
      for (;;) fs.writeSync(file, Buffer.alloc(1024, 120));
    } catch {
      fs.closeSync(file);
    }
    const long = "x y ".repeat(900);
    let kept = before.length;
    const full = () => {
      for (let round = 0; round < 20; round += 1) {
        addNote(desk, id, { text: long, aware: false });
        kept += 1;
      }
    };
    expect(full).toThrow(expect.objectContaining({ code: "ENOSPC" }));
    const after = readIncident(desk, id);
    expect(after.records.length).toBe(kept);
    expect(after.journal.tornBytes).toBe(0);
    expect(after.records.slice(0, before.length)).toEqual(before);
    fs.rmSync(filler);
    addNote(desk, id, { text: "room again", aware: false });
    expect(verifyIncident(desk, id, []).journal?.whole).toBe(true);
  });
});

describe("a state that cannot be written", () => {
  test("on a read-only disk: reading works, writing says why, nothing is changed", async ({
    skip,
  }) => {
    const shop = incidentShop();
    if (!isRoot || !smallDisk(shop.state)) skipOrFail(skip, "needs root and mount(8) for a tmpfs");
    const { desk, id } = await openedOn(shop);
    spawnSync("mount", ["-o", "remount,ro", shop.state]);
    const options = ["--state-dir", shop.state, "--id", id];
    const inShop = { cwd: shop.root };
    for (const command of [["status"], ["export"], ["verify"]]) {
      const run = await runGuard(["incident", ...command, ...options], inShop);
      expect([0, 3], run.stderr).toContain(run.status);
    }
    const note = await runGuard(["incident", "note", "x", ...options], inShop);
    expect(note.status).toBe(2);
    expect(note.stderr).toMatch(/read-only|EROFS/);
    spawnSync("mount", ["-o", "remount,rw", shop.state]);
    expect(readIncident(desk, id).records.length).toBe(2);
  });

  test("by another account: it is said, and nothing is shown of it", async ({ skip }) => {
    if (!isRoot) skipOrFail(skip, "needs root to become another account");
    const shop = incidentShop();
    const { desk, id } = await openedOn(shop);
    fs.chmodSync(path.dirname(shop.root), 0o755);
    const args = ["incident", "note", "x", "--state-dir", shop.state, "--id", id];
    const run = await runGuard(args, { cwd: shop.root, ...otherUser });
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/permission denied|cannot be|no incident/);
    expect(readIncident(desk, id).records.length).toBe(2);
  });
});

test("two programs that write notes at once lose none", async () => {
  const shop = incidentShop();
  const { desk, id } = await openedOn(shop);
  const writer = (name: string) =>
    new Promise<number | null>((resolve) => {
      const script = Array.from(
        { length: 5 },
        (_, index) =>
          `"$0" "$1" incident note ${name}${index} --quiet --state-dir "$2" --id "$3" || exit 1`,
      ).join("\n");
      const args = ["-c", script, process.execPath, guardBin, shop.state, id];
      spawn("sh", args, { cwd: shop.root, stdio: "ignore" }).on("close", resolve);
    });
  expect(await Promise.all([writer("a"), writer("b"), writer("c")])).toEqual([0, 0, 0]);
  const { records } = readIncident(desk, id);
  expect(records.length).toBe(2 + 15);
  expect(verifyIncident(desk, id, []).journal?.whole).toBe(true);
});

test("an interruption while it waits ends it and leaves the journal whole", async () => {
  const shop = incidentShop();
  const { desk, id } = await openedOn(shop);
  const status = await new Promise<number | null>((resolve) => {
    const args = [guardBin, "incident", "start", "env-exposed", "--mode", "used"];
    const running = spawn(process.execPath, [...args, "--state-dir", shop.state], {
      cwd: shop.root,
      stdio: "ignore",
    });
    setTimeout(() => running.kill("SIGINT"), 450);
    running.on("close", resolve);
  });
  expect([0, 130]).toContain(status);
  for (const each of desk.store.ids()) {
    expect(verifyIncident(desk, each, []).journal?.whole).toBe(true);
  }
  expect(desk.store.ids()).toContain(id);
});
