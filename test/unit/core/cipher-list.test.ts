import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { loadHostKnowledge } from "../../../src/catalogue/load-host-knowledge.ts";
import { expandCipherList } from "../../../src/core/install/cipher-list.ts";
import { readRuleFiles } from "../../../src/platform/rule-files.ts";
import { seededRandom } from "../../support/mint.ts";
import { needProgram } from "../../support/need-program.ts";

const { suites: known, ciphers } = loadHostKnowledge(readRuleFiles).tlsProfile();
const names = new Set(known.map(({ name }) => name));

const fixed = [
  "HIGH:!aNULL:!MD5",
  "DEFAULT",
  "DEFAULT:!DHE",
  "HIGH:DEFAULT",
  "ALL:!aNULL:!eNULL",
  "ALL:!ADH:!LOW:!EXP:!MD5:@STRENGTH",
  "EECDH+AESGCM:EDH+AESGCM:AES256+EECDH:AES256+EDH",
  "ECDH+AESGCM:ECDH+AES256:ECDH+AES128:DH+3DES:!ADH:!AECDH:!MD5",
  "ECDHE+AESGCM:ECDHE+CHACHA20:!PSK:!aNULL",
  "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:!NOSUCH",
  "TLS_AES_256_GCM_SHA384:ECDHE-RSA-AES128-GCM-SHA256",
  "HIGH:-ALL:RSA+AES:!AES128",
  "!RSA:RSA:ECDHE+AES",
  "HIGH:-ECDHE:ECDHE+AES:+AES256",
  "kRSA+AESGCM kEECDH+SHA384,aECDSA;CAMELLIA",
  "COMPLEMENTOFDEFAULT:!PSK",
  "COMPLEMENTOFALL",
  "eNULL:AECDH",
  ciphers.allowed.join(":"),
  [...ciphers.allowed, ...ciphers.tolerated].join(":"),
];

const words =
  "ALL HIGH DEFAULT COMPLEMENTOFDEFAULT COMPLEMENTOFALL RSA kRSA aRSA DH kDHE kEDH DHE EDH ADH ECDH kECDHE kEECDH ECDHE EECDH AECDH aNULL eNULL NULL aDSS DSS aECDSA ECDSA PSK kPSK kRSAPSK kDHEPSK kECDHEPSK aPSK SRP kSRP aSRP AES AES128 AES256 AESGCM AESCCM AESCCM8 CHACHA20 CAMELLIA CAMELLIA128 CAMELLIA256 ARIA ARIAGCM ARIA128 ARIA256 MD5 SHA SHA1 SHA256 SHA384 SSLv3 TLSv1 TLSv1.0 TLSv1.2".split(
    " ",
  );

/** A few words with signs and sums, of which the first always adds. */
function randomList(seed: number): string {
  const below = seededRandom(seed);
  const word = () => words[below(words.length)] ?? "";
  const part = () => {
    const sign = ["", "", "", "!", "-", "+"][below(6)] ?? "";
    return sign + (below(3) === 0 ? `${word()}+${word()}` : word());
  };
  return [word(), ...Array.from({ length: below(6) }, part)].join(":");
}

function ours(list: string): readonly string[] | string {
  const expanded = expandCipherList(list, known);
  if (expanded.kind === "undecided") return expanded.word;
  return expanded.suites.map(({ name }) => name).toSorted();
}

/** What OpenSSL has of it, as far as its build goes; empty when it refuses the list. */
function openssl(list: string): readonly string[] {
  const run = spawnSync("openssl", ["ciphers", `${list}:@SECLEVEL=0`], { encoding: "utf8" });
  return run.stdout
    .trim()
    .split(":")
    .filter((name) => name !== "" && !name.startsWith("TLS_"))
    .toSorted();
}

function expectSame(lists: readonly string[]): void {
  const there = new Set(openssl("ALL:COMPLEMENTOFALL"));
  expect(there.size).toBeGreaterThan(100);
  expect([...there].filter((name) => !names.has(name))).toEqual([]);
  for (const list of lists) {
    const mine = ours(list);
    const shown = typeof mine === "string" ? mine : mine.filter((name) => there.has(name));
    expect(shown, list).toEqual(openssl(list));
  }
}

describe("cipher lists", () => {
  test("every word, and lists that people write: as openssl has them", ({ skip }) => {
    needProgram(skip, "openssl");
    expectSame([...fixed, ...words]);
  });

  test("200 random ones: as openssl has them", ({ skip }) => {
    needProgram(skip, "openssl");
    expectSame(Array.from({ length: 200 }, (_, index) => randomList(index + 1)));
  });

  test.each([
    ["[ECDHE-RSA-AES128-GCM-SHA256|ECDHE-RSA-CHACHA20-POLY1305]", "BoringSSL's groups"],
    ["HIGH:GOST", "a word of other builds"],
    ["FIPS", "depends on the build"],
  ])("%s is not decided: %s", (list) => {
    expect(expandCipherList(list, known).kind).toBe("undecided");
  });

  test("the level is kept", () => {
    expect(expandCipherList("ALL:@SECLEVEL=0", known)).toMatchObject({ level: 0 });
    expect(expandCipherList("ALL:@STRENGTH", known)).not.toHaveProperty("level");
  });
});
