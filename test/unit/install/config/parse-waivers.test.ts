import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { GuardError } from "../../../../src/core/error.ts";
import { parseWaivers } from "../../../../src/install/config/parse-waivers.ts";

const rules = {
  auditIds: ["env/mode", "env/owner", "secrets/none-in-logs"],
  now: new Date("2026-11-27T23:30:00Z"),
  root: "/var/www/shop",
  secretIn: (text: string) => (text.includes("hush") ? "a hush token" : undefined),
};
const print = "0123456789abcdef0123456789abcdef";
const schemaFile = new URL("../../../../rules/schema/waivers.schema.json", import.meta.url);
const validate = new Ajv2020({ allErrors: true, strictRequired: false }).compile(
  JSON.parse(readFileSync(schemaFile, "utf8")) as object,
);

const read = (text: string) => parseWaivers(text, "/etc/w.yaml", rules);

function refusal(text: string): readonly [message: string, hint: string | undefined] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof GuardError) return [error.message, error.hints[0]];
    throw error;
  }
  throw new Error(`${text} was taken`);
}

/** An entry that is right but for what is given; `undefined` takes a line away. */
function entry(part: Readonly<Record<string, string | undefined>>): string {
  const all = { audit: "env/mode", reason: "r", owner: "jo", expires: "2026-12-01", ...part };
  const lines = Object.entries(all).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  return `- ${lines.join("\n  ")}\n`;
}

describe("a waivers file", () => {
  test("is a list of entries", () => {
    const text =
      entry({ path: "storage/logs/" }) +
      entry({ audit: undefined, fingerprint: `"${print}"`, reason: '" spaced "' }) +
      entry({ path: "/var/www/shop/.env.old", expires: "2026-01-01" });
    const common = { reason: "r", owner: "jo", expires: "2026-12-01" };
    expect(read(text)).toEqual([
      { audit: "env/mode", path: "storage/logs", ...common },
      { fingerprint: print, ...common, reason: "spaced" },
      { audit: "env/mode", path: ".env.old", ...common, expires: "2026-01-01" },
    ]);
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each(["", "# nothing yet\n", "[]\n"])("may be empty: %j", (text) => {
    expect(read(text)).toEqual([]);
    expect(validate(parse(text))).toBe(true);
  });

  test.each<[what: string, text: string, message: string, hint: string | undefined]>([
    [
      "no list",
      "audit: env/mode\n",
      "1:1: the file must be a list",
      "begin each entry with a dash: - audit: env/mode",
    ],
    ["text", "- env/mode\n", "1:3: entry 1 must be a mapping (key: value)", undefined],
    [
      "an unknown key",
      entry({ expire: "2026-12-01" }),
      '5:3: unknown key "expire"',
      'did you mean "expires"?',
    ],
    [
      "nothing named",
      entry({ audit: undefined }),
      "1:3: entry 1 has no audit and no fingerprint",
      "write audit: env/mode, or the fingerprint of a finding",
    ],
    [
      "no reason",
      entry({ reason: undefined }),
      "1:3: entry 1 has no reason",
      "write why it is acceptable",
    ],
    ["an empty reason", entry({ reason: '""' }), "2:11: entry 1.reason must be text", undefined],
    ["an empty path", entry({ path: "" }), "5:9: entry 1.path must be text", undefined],
    [
      "an empty audit",
      entry({ audit: "~", fingerprint: print }),
      "1:10: entry 1.audit must be text",
      undefined,
    ],
    [
      "no owner",
      entry({ owner: undefined }),
      "1:3: entry 1 has no owner",
      "write who answers for it",
    ],
    [
      "no expiry",
      entry({}) + entry({ audit: "env/owner", expires: undefined }),
      "5:3: entry 2 has no expires",
      "write the last day, at most 180 days from now",
    ],
    [
      "an unknown audit",
      entry({ audit: "env/mod" }),
      '1:10: no audit is called "env/mod"',
      'did you mean "env/mode"?',
    ],
    [
      "a pattern of audits",
      entry({ audit: '"env/*"' }),
      '1:10: no audit is called "env/*"',
      "name one audit: a pattern would also waive audits that come later",
    ],
    [
      "a fingerprint that is none",
      entry({ fingerprint: "12" }),
      "5:16: entry 1.fingerprint must be text",
      undefined,
    ],
    [
      "a fingerprint that is cut",
      entry({ fingerprint: "abc" }),
      "5:16: entry 1.fingerprint is no fingerprint",
      "copy it from the JSON report: 32 hex digits, in quotes",
    ],
    [
      "a date that is none",
      entry({ expires: "soon" }),
      "4:12: entry 1.expires is no date",
      "write it as 2026-10-01",
    ],
    [
      "a day that is not there",
      entry({ expires: "2027-02-30" }),
      "4:12: entry 1.expires is no date",
      "write it as 2026-10-01",
    ],
    [
      "an expiry too far away",
      entry({ expires: "2027-05-27" }),
      "4:12: entry 1.expires is more than 180 days away",
      "write 2027-05-26 or earlier, and look again then",
    ],
    [
      "a path that leads out",
      entry({ path: "a/../../b" }),
      "5:9: entry 1.path leads nowhere",
      "leave it out, or name a file",
    ],
    [
      "the whole install",
      entry({ path: "/var/www/shop" }),
      "5:9: entry 1.path is the whole install",
      "leave it out to say that",
    ],
    [
      "a pattern of paths",
      entry({ path: '"*.log"' }),
      "5:9: entry 1.path is a pattern",
      "name the file, or its folder",
    ],
    [
      "one thing twice",
      entry({}) + entry({ reason: "s", expires: "2026-12-02" }),
      "5:3: entry 2 is about the same as entry 1",
      "keep one of them",
    ],
    [
      "a key twice",
      "- { audit: env/mode, audit: env/mode }\n",
      "1:22: no YAML: map keys must be unique",
      undefined,
    ],
    [
      "no YAML",
      "- [\n",
      "2:1: no YAML: Flow sequence in block collection must be sufficiently indented and end with a ]".replace(
        "Flow",
        "flow",
      ),
      undefined,
    ],
    [
      "a secret in the reason",
      entry({ reason: "it is hush-1234" }),
      "2:11: entry 1.reason holds a secret (a hush token), and what it says is printed",
      "write its last four characters only",
    ],
    [
      "a secret in the owner",
      entry({ owner: "hush" }),
      "3:10: entry 1.owner holds a secret (a hush token), and what it says is printed",
      "write its last four characters only",
    ],
    [
      "a secret in the path",
      entry({ path: "hush.txt" }),
      "5:9: entry 1.path holds a secret (a hush token), and what it says is printed",
      "write its last four characters only",
    ],
    [
      "a long reason",
      entry({ reason: "x".repeat(501) }),
      "2:11: entry 1.reason has more than 500 characters",
      "say it shorter",
    ],
  ])("%s is refused", (_what, text, message, hint) => {
    expect(refusal(text)).toEqual([`/etc/w.yaml:${message}`, hint]);
  });

  test.each(["2027-05-26", "2026-11-27", "1970-01-01"])("may end on %s", (expires) => {
    expect(read(entry({ expires }))[0]?.expires).toBe(expires);
  });

  test("the schema refuses what the reader refuses, as far as a schema can", () => {
    for (const text of [
      "audit: env/mode\n",
      entry({ expire: "2026-12-01" }),
      entry({ audit: undefined }),
      entry({ reason: undefined }),
      entry({ owner: undefined }),
      entry({ expires: undefined }),
      entry({ audit: '"env/*"' }),
      entry({ fingerprint: "abc" }),
      entry({ expires: "soon" }),
      entry({ path: '"*.log"' }),
    ]) {
      expect(validate(parse(text)), text).toBe(false);
    }
  });
});
