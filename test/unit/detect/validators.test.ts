import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { findValidator } from "../../../src/detect/validators/find-validator.ts";
import { mintTemplate, seededRandom } from "../../support/mint.ts";

const random = seededRandom(21);
const make = (template: string) => mintTemplate(template, random);
const letters = (count: number) => make(`{alnum:${count}}`);

function check(name: string): (text: string) => boolean {
  const validator = findValidator(name);
  if (!validator) throw new Error(`no validator ${name}`);
  return validator;
}

/** What each accepts, minted anew for every try, and what looks like it. */
const cases: Record<string, { good: (() => string)[]; bad: (() => string)[] }> = {
  "nowpayments-key": {
    good: [() => make("{nowpayments-key}")],
    bad: [
      () => make("{nowpayments-key}").toLowerCase(),
      () => make("{nowpayments-key}").slice(0, 23),
      () => make("{nowpayments-key}-{crockford:7}"),
      () => make("{crockford:7}-{crockford:7}-{crockford:7}-{crockford:7}"),
    ],
  },
  "discord-token": {
    good: [() => make("{discord-token}")],
    bad: [
      () => `${letters(24)}.${letters(6)}.${letters(38)}`,
      () => `${Buffer.from("123").toString("base64url")}.${letters(6)}.${letters(38)}`,
      () => `${Buffer.from("9".repeat(20)).toString("base64url")}.${letters(6)}.${letters(38)}`,
      () => letters(60),
    ],
  },
  "github-crc": {
    good: [() => `ghp_${make("{github-token}")}`, () => `npm_${make("{github-token}")}`],
    bad: [() => swapLast(`ghp_${make("{github-token}")}`), () => `ghp_${letters(35)}`],
  },
  "pem-private-key": {
    good: [
      () => make("{private-key}"),
      () => make("{private-key}").replaceAll("\n", "\\n"),
      () => pem(`Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n${letters(64)}`),
      () => pem(Buffer.from(`openssh-key-v1\0${letters(60)}`).toString("base64")),
    ],
    bad: [() => pem("..."), () => pem(letters(64)), () => pem("")],
  },
  jwt: {
    good: [() => make("{jwt}")],
    bad: [
      () => `${letters(20)}.${letters(20)}.${letters(20)}`,
      () => `${url('{"alg":"HS256"}')}.${url("[1,2]")}.${letters(20)}`,
      () => `${url('{"typ":"JWT"}')}.${url("{}")}.${letters(20)}`,
      () => `${url('{"alg":"HS256"}')}.${url('{"a":1}')}`,
    ],
  },
  "laravel-key": {
    good: [() => make("{laravel-key}"), () => `base64:${bytesOf(16)}`],
    bad: [
      () => `base64:${bytesOf(24)}`,
      () => `base64:${Buffer.alloc(32, "ab").toString("base64")}`,
    ],
  },
  "aws-key-id": {
    good: [() => "AKIA" + make("A{base32:15}"), () => "ASIA" + make("I{base32:15}")],
    bad: [
      () => "AKIA" + "7".repeat(16),
      () => "AKIA" + make("A{base32:14}"),
      () => "AKIA" + make("A{base32:14}1"),
    ],
  },
};

describe.each(Object.keys(cases))("%s", (name) => {
  const { good, bad } = cases[name] ?? { good: [], bad: [] };

  test("accepts what is issued", () => {
    for (const each of good) {
      for (let round = 0; round < 100; round += 1) {
        const text = each();
        expect(check(name)(text), text.length.toString()).toBe(true);
      }
    }
  });

  test("refuses what only looks like it", () => {
    for (const [index, each] of bad.entries()) {
      const hits = Array.from({ length: 100 }, () => check(name)(each())).filter(Boolean).length;
      // A check of three bits per group lets one of many thousands through.
      expect(hits, `case ${index}`).toBeLessThanOrEqual(1);
    }
  });
});

test("any other name is unknown", () => {
  expect(findValidator("no-such")).toBeUndefined();
});

function swapLast(text: string): string {
  return text.slice(0, -1) + (text.endsWith("7") ? "8" : "7");
}

function pem(body: string): string {
  const label = "PRIVATE KEY-----";
  return `-----BEGIN ${label}\n${body}\n-----END ${label}\n`;
}

function url(text: string): string {
  return Buffer.from(text).toString("base64url");
}

function bytesOf(count: number): string {
  return Buffer.from(Array.from({ length: count }, () => random(256))).toString("base64");
}
