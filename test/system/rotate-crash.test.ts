import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { mint, seededRandom } from "../support/mint.ts";
import { projectRoot } from "../support/run-guard.ts";
import { tempFolder } from "../support/temp-folder.ts";

const dist = process.env["GUARD_DIST"] ?? path.join(projectRoot, "dist");
const child = new URL("../support/rotate-child.js", import.meta.url).pathname;

interface Variant {
  readonly credential: string;
  readonly key: string;
  readonly mode: "planned" | "breach";
  /** Whether the provider lets the old value live beside the new one. */
  readonly overlap: boolean;
  /** The old value is put back in the end; `edited`: in a file that somebody changed meanwhile. */
  readonly backOut?: "plain" | "edited";
}

const stripe = {
  credential: "stripe.secret-key",
  key: "STRIPE_SECRET_KEY",
  mode: "planned",
  overlap: true,
} as const;

const variants: readonly Variant[] = [
  stripe,
  { ...stripe, mode: "breach" },
  { ...stripe, backOut: "plain" },
  { ...stripe, backOut: "edited" },
  { credential: "discord.bot-token", key: "DISCORD_BOT_TOKEN", mode: "planned", overlap: false },
  { credential: "discord.bot-token", key: "DISCORD_BOT_TOKEN", mode: "breach", overlap: false },
];

interface Shop {
  readonly variant: Variant;
  readonly top: string;
  readonly root: string;
  readonly state: string;
  readonly log: string;
  readonly old: string;
  readonly newValue: string;
}

/** Two files hold the value; the rest of them must come through unchanged. */
const files = [".env", ".env.local"];
const textWith = (key: string, value: string) => `# shop\nNAME=1\n${key}=${value}\nLAST="a # b"\n`;
const ends = ["done", "backed-out"];
const shopsInAll = 168;
/** What somebody wrote behind it meanwhile. */
const edit = "MORE=3\n";

function makeShop(variant: Variant, seed: number): Shop {
  const top = tempFolder();
  const shop = {
    variant,
    top,
    root: path.join(top, "www"),
    state: path.join(top, "state"),
    log: path.join(top, "log"),
    old: mint(variant.credential, seed),
    newValue: mint(variant.credential, seed + 1000),
  };
  fs.mkdirSync(shop.root);
  for (const name of files) {
    fs.writeFileSync(path.join(shop.root, name), textWith(variant.key, shop.old), { mode: 0o600 });
  }
  fs.writeFileSync(shop.log, "");
  return shop;
}

function jobOf(shop: Shop, action: "start" | "resume", crashAt: number): object {
  const { variant, root, state, log, newValue } = shop;
  return { ...variant, root, state, log, newValue, action, crashAt };
}

function jobFile(shop: Shop, jobs: readonly object[]): string {
  const file = path.join(shop.top, "job.json");
  fs.writeFileSync(file, JSON.stringify(jobs));
  return file;
}

/** Ends with SIGKILL at the given step, unless there are fewer. */
function killAt(shop: Shop, action: "start" | "resume", crashAt: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = [child, dist, jobFile(shop, [jobOf(shop, action, crashAt)])];
    execFile(process.execPath, args, (error, _, stderr) => {
      if (error && error.signal !== "SIGKILL") reject(new Error(`child failed: ${stderr}`));
      else resolve();
    });
  });
}

function runWhole(shop: Shop, jobs: readonly object[]): string {
  const ran = spawnSync(process.execPath, [child, dist, jobFile(shop, jobs)], { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`child failed: ${ran.stderr}`);
  return ran.stdout;
}

interface LedgerEvent {
  readonly kind: string;
  readonly event?: { readonly step: string };
}

function linesOf(shop: Shop): readonly string[] {
  return fs.readFileSync(shop.log, "utf8").split("\n").filter(Boolean);
}

function acknowledged(shop: Shop): readonly string[] {
  return linesOf(shop).flatMap((line) => (line.startsWith("ack ") ? [line.slice(4)] : []));
}

function ledgerLines(shop: Shop): readonly string[] {
  if (!fs.existsSync(shop.state)) return [];
  const [folder = ""] = fs.readdirSync(shop.state);
  const file = path.join(shop.state, folder, "ledger");
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
}

function stepsIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    try {
      return (JSON.parse(line) as LedgerEvent).event?.step ?? [];
    } catch {
      return [];
    }
  });
}

/** Values that the provider takes, by what happened there. */
function validAt(shop: Shop): ReadonlySet<string> {
  const lines = linesOf(shop);
  const valid = new Set([shop.old]);
  if (lines.includes("minted")) {
    valid.add(shop.newValue);
    if (!shop.variant.overlap) valid.delete(shop.old);
  }
  if (lines.includes("revoked")) valid.delete(shop.old);
  return valid;
}

/** What must hold at every moment, also right after a kill. */
function expectSound(shop: Shop, when: string): void {
  const { variant, root, old, newValue } = shop;
  const wholes = [old, newValue].map((value) => textWith(variant.key, value));
  const contents = files
    .map((name) => fs.readFileSync(path.join(root, name), "utf8"))
    .map((text) =>
      variant.backOut === "edited" && text.endsWith(edit) ? text.slice(0, -edit.length) : text,
    );
  for (const content of contents) expect(wholes.includes(content), `${when}: whole`).toBe(true);
  // A name below the install that is ours is a temporary file of a moment, and private.
  const lines = ledgerLines(shop);
  for (const line of acknowledged(shop)) {
    expect(lines.includes(line), `${when}: an acknowledged event is in the ledger`).toBe(true);
  }
  if (variant.mode === "planned" && variant.overlap) {
    const valid = validAt(shop);
    for (const content of contents) {
      const works = [...valid].some((value) => content === textWith(variant.key, value));
      expect(works, `${when}: the value in the file works`).toBe(true);
    }
  }
  expectNoSecret(shop, when);
}

/** Outside `transactions/<n>/before/` our state holds neither value. */
function expectNoSecret({ state, old, newValue }: Shop, when: string): void {
  if (!fs.existsSync(state)) return;
  for (const entry of fs.readdirSync(state, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.parentPath.endsWith("/before")) continue;
    const text = fs.readFileSync(path.join(entry.parentPath, entry.name), "utf8");
    expect(text.includes(old) || text.includes(newValue), `${when}: ${entry.name}`).toBe(false);
  }
}

function expectDone(shop: Shop, when: string): void {
  const { variant, root, state, newValue, old } = shop;
  const last = variant.backOut === undefined ? newValue : old;
  for (const name of files) {
    const content = fs.readFileSync(path.join(root, name), "utf8");
    const more = variant.backOut === "edited" && name === ".env" ? edit : "";
    const whole = textWith(variant.key, last) + more;
    expect(content === whole, `${when}: ${name} has the right value`).toBe(true);
  }
  expect(fs.readdirSync(root).toSorted(), `${when}: nothing is left behind`).toEqual(files);
  const steps = stepsIn(ledgerLines(shop));
  expect(
    steps.filter((step) => ends.includes(step)),
    when,
  ).toEqual([variant.backOut === undefined ? "done" : "backed-out"]);
  // Nothing that was acknowledged is done again; only a cut over may begin twice.
  for (const step of ["start", "minted", "cut-over", "reloaded", "tested", "revoked"]) {
    expect(steps.filter((each) => each === step).length, `${when}: ${step}`).toBeLessThan(2);
  }
  const kept = fs
    .readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.endsWith("/before"));
  expect(kept, `${when}: the old content is gone`).toEqual([]);
}

function hasEnded(shop: Shop): boolean {
  return stepsIn(ledgerLines(shop)).some((step) => ends.includes(step));
}

function nameOf({ variant: { credential, mode, backOut } }: Shop): string {
  return `${credential} ${mode}${backOut === undefined ? "" : ` backed out (${backOut})`}`;
}

function begins(shop: Shop): "start" | "resume" {
  return stepsIn(ledgerLines(shop)).includes("start") ? "resume" : "start";
}

async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const one = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all([one(), one(), one()]);
}

describe("a wizard that is killed", () => {
  test("200 times: loses nothing, leaves whole files, goes on where it was", async () => {
    const below = seededRandom(20_261_124);
    const ranges = variants.map((variant, index) => {
      const shop = makeShop(variant, index);
      const out = runWhole(shop, [jobOf(shop, "start", 0)]);
      expectDone(shop, "without a kill");
      const from = Number(/backing out at (\d+)/.exec(out)?.[1] ?? 0);
      return { variant, from, count: Number(/steps (\d+)/.exec(out)?.[1]) - from };
    });
    const shops: { readonly shop: Shop; readonly at: number; readonly again: number }[] = [];
    const each = shopsInAll / ranges.length;
    for (const { variant, from, count } of ranges) {
      for (let index = 0; index < each; index += 1) {
        // All over the steps, each stretch of them once; what leads to a back-out is killed above.
        const at =
          from + 1 + Math.min(count - 1, Math.floor(((index + below(100) / 100) * count) / each));
        // Some are killed a second time while they go on.
        const again = index % 4 === 3 ? 1 + below(from + count) : 0;
        shops.push({ shop: makeShop(variant, 10 + shops.length), at, again });
      }
    }
    await inPairs(shops, async ({ shop, at, again }) => {
      const when = `${nameOf(shop)} at ${at}`;
      await killAt(shop, "start", at);
      expectSound(shop, when);
      if (again === 0 || hasEnded(shop)) return;
      await killAt(shop, begins(shop), again);
      expectSound(shop, `${when}, then at ${again}`);
    });
    const unfinished = shops.filter(({ shop }) => !hasEnded(shop));
    const [first] = unfinished;
    if (!first) throw new Error("some were killed before their end");
    runWhole(
      first.shop,
      unfinished.map(({ shop }) => jobOf(shop, begins(shop), 0)),
    );
    for (const { shop, at, again } of shops) {
      const when = `${nameOf(shop)} at ${at}, ${again}`;
      expectSound(shop, when);
      expectDone(shop, when);
    }
    expect(shops.length + shops.filter(({ again }) => again > 0).length).toBeGreaterThanOrEqual(
      200,
    );
    const counts = ranges.map(({ count }) => count);
    console.info(`steps: ${counts.join(", ")}; ${unfinished.length} of ${shops.length} went on`);
  }, 900_000);
});
