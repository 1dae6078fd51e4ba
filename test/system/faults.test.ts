import { afterEach, describe, expect, test } from "vitest";
import { audits } from "../../src/audits/index.ts";
import { isRoot } from "../support/as-user.ts";
import { beyondDefault } from "../support/fault-asked.ts";
import { type BenchOptions, openFaultBench } from "../support/fault-bench.ts";
import { faultCases } from "../support/fault-cases.ts";
import { judgeRun } from "../support/fault-judge.ts";
import { makeFault } from "../support/fault-kinds.ts";
import type { Liar } from "../support/fault-liars.ts";
import { namedScene } from "../support/fault-shop-named.ts";
import { healthyShop } from "../support/fault-shop.ts";
import { faultTable } from "../support/fault-table.ts";
import { type ShopName, asideOf, faultSpots, realSpot } from "../support/fault-spots.ts";
import type { BuiltInstall } from "../support/install-builder.ts";
import { treeSnapshot } from "../support/tree-snapshot.ts";

const audit = openFaultBench();
const cases = faultCases();
const shop = healthyShop();
const shops: Readonly<Record<ShopName, BuiltInstall>> = {
  found: shop,
  named: healthyShop(namedScene),
};
const contents = () =>
  Object.values(shops)
    .flatMap(({ root }) => treeSnapshot(root))
    .filter((line) => !/ 4\d{4} /.test(line));
const before = contents();
let undo = () => {};

afterEach(() => {
  undo();
  undo = () => {};
});

test("there are a thousand cases and more", () => {
  const count = cases.reduce((sum, { concerned }) => sum + concerned, 0);
  expect(count).toBeGreaterThanOrEqual(1000);
});

describe("the judge", () => {
  const env = "{root}/.env";
  const [hidden] = cases.filter(({ spot, fault }) => spot.at === env && fault.name === "FIFO");

  const judgeHidden = async (options: BenchOptions = {}) => {
    if (!hidden) throw new Error("no such case");
    undo = makeFault(hidden.fault, realSpot(shop, env), asideOf(shop, env));
    return judgeRun((await audit(shop, options)).run, hidden.expected);
  };

  test("is content with the audits as they are", async () => {
    expect(await judgeHidden()).toEqual([]);
  });

  test.each<[Liar, string]>([
    [
      "swallows what it could not see",
      "env/debug-off says pass; right is unknown: it could not look",
    ],
    [
      "takes what is hidden for absent",
      "env/strong-values says not-applicable (no password is kept here); right is unknown: it could not look",
    ],
    ["crashes", "env/mode crashed (the audit crashed (TypeError); --debug shows where)"],
    ["ends the whole program", "env/mode ended its process (0)"],
  ])("tells of an audit that %s", async (liar, complaint) => {
    expect(await judgeHidden({ liar })).toEqual([complaint]);
  });

  test.each<[Liar]>([["waits for what never comes"], ["goes round in circles"], ["opens a FIFO"]])(
    "ends an audit that %s, and goes on",
    async (liar) => {
      expect(await judgeHidden({ liar, limitMs: 5000 })).toEqual(["env/mode did not end in 5 s"]);
      undo();
      expect(await judgeHidden()).toEqual([]);
    },
  );
});

test.each(Object.keys(shops) as ShopName[])(
  "without a fault every audit passes: %s",
  async (of) => {
    const expected = audits.map(({ meta }) => ({
      audit: meta.id,
      status: "pass" as const,
      why: "the shop is in order",
    }));
    expect(judgeRun((await audit(shops[of])).run, expected)).toEqual([]);
  },
);

test("whoever asks for more than values has a row of its own in fault-table.ts", async () => {
  const { told } = await audit(shop, { isWatched: true });
  expect(told.length).toBeGreaterThan(audits.length);
  const rowless = audits.filter(({ meta }) => !Object.hasOwn(faultTable, meta.id));
  const beyond = rowless.map(({ meta }) => {
    const own = told.filter((line) => line.startsWith(`${meta.id} `));
    const asked = own.map((line) => line.slice(meta.id.length + 1));
    return [meta.id, beyondDefault(meta, asked)] as const;
  });
  expect(Object.fromEntries(beyond.filter(([, asked]) => asked.length > 0))).toEqual({});
});

describe.each(faultSpots.map(({ at, of }) => [at, of] as const))("at %s", (at, of) => {
  const { [of]: shop } = shops;
  for (const { fault, expected, concerned } of cases.filter(({ spot }) => spot.at === at)) {
    test(`${fault.name}: ${concerned} audits`, async ({ skip }) => {
      if (fault.root && !isRoot) skip("takes root: mknod");
      const path = realSpot(shop, at);
      undo = makeFault(fault, path, asideOf(shop, at));
      const closed = { disturbance: { kind: "closed", at, real: path } } as const;
      const { run } = await audit(shop, fault.closed ? closed : {});
      expect(judgeRun(run, expected), `${fault.name} at ${at}`).toEqual([]);
    });
  }
});

test("the shop is as it was before", () => {
  expect(contents()).toEqual(before);
});
