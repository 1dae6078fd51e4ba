import { describe, expect, it } from "vitest";
import { parseCrontab } from "../../../../src/install/cron/parse-crontab.ts";

describe("parseCrontab", () => {
  it.each([
    ["KEY=value", [["KEY", "value", 1]]],
    [' KEY = "a b" ', [["KEY", "a b", 1]]],
    ["'KEY'='a'", [["KEY", "a", 1]]],
    ["# KEY=value", []],
    ["* * * * * root STRIPE_KEY=abc php a", [["STRIPE_KEY", "abc", 1]]],
    ["@daily env TOKEN='x y' node a", [["TOKEN", "x y", 1]]],
    ["0 3 * * * mysqldump --password=$PASS x", []],
    ["0 3 * * * curl http://a/?key=value", []],
  ])("%s", (text, expected) => {
    expect(
      parseCrontab(text).env.map(({ key, value, line }) => [key, value.reveal(), line]),
    ).toEqual(expected);
  });

  it("keeps commands apart", () => {
    expect(parseCrontab("A=1\n\n* * * * * x\n").commands).toEqual(["* * * * * x"]);
  });
});
