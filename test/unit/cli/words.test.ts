import { describe, expect, test } from "vitest";
import {
  invocationOf,
  quoteWord,
  spelled,
  targetOf,
  typedTarget,
} from "../../../src/cli/invocation.ts";
import { redact } from "../../../src/cli/redact.ts";
import { mint } from "../../support/mint.ts";

describe("how the program was called", () => {
  test.each([
    ["/usr/local/bin/iptvbp-guard", "/root", false, "iptvbp-guard"],
    ["/usr/local/bin/iptvbp-guard", "/root", true, "sudo iptvbp-guard"],
    ["/usr/local/bin/guard", "/root", false, "guard"],
    ["/home/jo/g/bin/iptvbp-guard.js", "/home/jo/g", false, "node bin/iptvbp-guard.js"],
    ["/home/jo/g/bin/iptvbp-guard.js", "/srv", false, "node /home/jo/g/bin/iptvbp-guard.js"],
    [
      "/home/jo doe/bin/iptvbp-guard.js",
      "/srv",
      true,
      "sudo node '/home/jo doe/bin/iptvbp-guard.js'",
    ],
  ])("%s in %s, sudo %s: %s", (script, cwd, underSudo, expected) => {
    expect(invocationOf({ script, cwd, underSudo })).toBe(expected);
  });

  test("what a shell would change is quoted", () => {
    expect(quoteWord("/a/b-c_1.yaml")).toBe("/a/b-c_1.yaml");
    expect(quoteWord("a b")).toBe("'a b'");
    expect(quoteWord("it's")).toBe(String.raw`'it'\''s'`);
    expect(quoteWord("$(x)")).toBe("'$(x)'");
    expect(quoteWord("")).toBe("''");
  });

  test("the next command leads to the same install", () => {
    expect(targetOf({})).toBe("");
    expect(targetOf({ path: "a b", config: "g.yaml", stateDir: "/s" })).toBe(
      "'a b' --config g.yaml --state-dir /s",
    );
  });

  test("commands in hints are spelled as the program was called", () => {
    expect(spelled("list the ids with: rules list", "sudo guard")).toBe(
      "list the ids with: sudo guard rules list",
    );
    expect(spelled("name its folder, as in: audit /x", "g")).toBe(
      "name its folder, as in: g audit /x",
    );
    expect(spelled("/etc/x: scanner is no command", "g")).toBe("/etc/x: scanner is no command");
  });

  test.each([
    ["go on with: rotate resume", "go on with: g rotate resume --config x.yaml"],
    ["first: rotate a --mode breach", "first: g rotate a --mode breach --config x.yaml"],
    ["see: undo --list", "see: g undo --list --config x.yaml"],
    ["name its folder, as in: audit /x", "name its folder, as in: g audit /x"],
    ["list the ids with: rules list", "list the ids with: g rules list"],
    ["there is no incident: rotated files", "there is no incident: rotated files"],
  ])("%j leads to the same install", (hint, expected) => {
    expect(spelled(hint, "g", "--config x.yaml")).toBe(expected);
  });

  test("the options that lead there are taken as they were typed", () => {
    expect(typedTarget(["rotate", "x", "--state-dir=/a b", "--config", "c.yaml"])).toBe(
      "--config c.yaml --state-dir '/a b'",
    );
    expect(typedTarget(["rotate", "--config"])).toBe("");
  });
});

describe("what looks like a key in a message of ours", () => {
  test.each([
    ["stripe.secret-key"],
    ["stripe.webhook-secret"],
    ["nowpayments.api-key"],
    ["iptvbp.encryption-key"],
  ])("%s is hidden", (id) => {
    for (let seed = 0; seed < 20; seed += 1) {
      const secret = mint(id, seed);
      for (const text of [secret, `/tmp/${secret}: no`, `"${secret}"`, `KEY=${secret}`]) {
        expect(redact(text)).not.toContain(secret.slice(-12));
      }
    }
  });

  test.each([
    ["/var/www/iptvbp/storage/logs/laravel-2026-11-24.log: no such folder"],
    ['/etc/iptvbp-guard/guard.yaml:7:5: unknown key "instal"'],
    ["state folder /var/lib/iptvbp-guard/iptvbp-0a1b2c3d4e5f cannot be made (EACCES)"],
    ["the audit secrets/none-in-history has no such option --own-values"],
    ["write it as 2026-11-24T09:31:07Z"],
    ["rotation/within-schedule: STRIPE_WEBHOOK_SECRET is empty"],
  ])("%s stays as it is", (text) => {
    expect(redact(text)).toBe(text);
  });
});
