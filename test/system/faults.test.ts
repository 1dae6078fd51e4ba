import { afterEach, describe, expect, test } from "vitest";
import { debugOff } from "../../src/audits/env/debug-off.ts";
import { strongValues } from "../../src/audits/env/strong-values.ts";
import { audits } from "../../src/audits/index.ts";
import type { Audit } from "../../src/core/audit.ts";
import { isRoot } from "../support/as-user.ts";
import { faultCases } from "../support/fault-cases.ts";
import { judgeRun } from "../support/fault-judge.ts";
import { makeFault } from "../support/fault-kinds.ts";
import { portsWithout } from "../support/fault-ports.ts";
import { runShop } from "../support/fault-run.ts";
import { namedScene } from "../support/fault-shop-named.ts";
import { healthyShop } from "../support/fault-shop.ts";
import { type ShopName, asideOf, faultSpots, realSpot } from "../support/fault-spots.ts";
import { faultTable } from "../support/fault-table.ts";
import type { BuiltInstall } from "../support/install-builder.ts";
import { treeSnapshot } from "../support/tree-snapshot.ts";

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

  /** The same registry with one audit that is not honest. */
  const withOne = (id: string, run: Audit["run"]) =>
    audits.map((audit) => (audit.meta.id === id ? { ...audit, run } : audit));

  const judgeHidden = async (registry: readonly Audit[], limitMs = 60_000) => {
    if (!hidden) throw new Error("no such case");
    undo = makeFault(hidden.fault, realSpot(shop, env), asideOf(shop, env));
    const run = await runShop(shop, shop.ports, { audits: registry, limitMs });
    return judgeRun(run, hidden.expected);
  };

  test("is content with the audits as they are", async () => {
    expect(await judgeHidden(audits)).toEqual([]);
  });

  test("tells of an audit that swallows what it could not see", async () => {
    const swallow: Audit["run"] = async (context) => {
      const outcome = await debugOff.run(context);
      return outcome.status === "unknown" ? { status: "pass" } : outcome;
    };
    expect(await judgeHidden(withOne("env/debug-off", swallow))).toEqual([
      "env/debug-off says pass; right is unknown: it could not look",
    ]);
  });

  test("tells of an audit that takes what is hidden for absent", async () => {
    const blind: Audit["run"] = (context) => {
      const envFiles = context.install.envFiles.filter(({ content }) => content.kind === "found");
      return strongValues.run({ ...context, install: { ...context.install, envFiles } });
    };
    expect(await judgeHidden(withOne("env/strong-values", blind))).toEqual([
      "env/strong-values says not-applicable (no password is kept here); right is unknown: it could not look",
    ]);
  });

  test("tells of one that crashes, and of one that never ends", async () => {
    const crash = () => {
      throw new TypeError("undefined is not a function");
    };
    expect(await judgeHidden(withOne("env/mode", crash))).toEqual([
      "env/mode crashed (the audit crashed (TypeError); --debug shows where)",
    ]);
    undo();
    const hang = () => new Promise<never>(() => {});
    expect(await judgeHidden(withOne("env/mode", hang), 2000)).toEqual(["the audit did not end"]);
  });
});

test.each(Object.keys(shops) as ShopName[])(
  "without a fault every audit passes: %s",
  async (of) => {
    const expected = Object.keys(faultTable).map((audit) => ({
      audit,
      status: "pass" as const,
      why: "the shop is in order",
    }));
    expect(judgeRun(await runShop(shops[of], shops[of].ports), expected)).toEqual([]);
  },
);

describe.each(faultSpots.map(({ at, of }) => [at, of] as const))("at %s", (at, of) => {
  const { [of]: shop } = shops;
  for (const { fault, expected, concerned } of cases.filter(({ spot }) => spot.at === at)) {
    test(`${fault.name}: ${concerned} audits`, async ({ skip }) => {
      if (fault.root && !isRoot) skip("takes root: mknod");
      const path = realSpot(shop, at);
      undo = makeFault(fault, path, asideOf(shop, at));
      const ports = fault.closed ? portsWithout(shop.ports, at, path) : shop.ports;
      expect(judgeRun(await runShop(shop, ports), expected)).toEqual([]);
    });
  }
});

test("the shop is as it was before", () => {
  expect(contents()).toEqual(before);
});
