import { expect, test } from "vitest";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { holdsValue } from "../../../src/detect/holds-value.ts";
import { mint, seededRandom } from "../../support/mint.ts";
import { spellingsOf } from "../../support/spellings.ts";

const holds = (content: string | Uint8Array, value: string) =>
  holdsValue(Buffer.from(content), new Secret(value));

test("finds a random value in every spelling, also inside something longer", () => {
  const below = seededRandom(7);
  for (let round = 0; round < 20; round += 1) {
    const value = mint("stripe.secret-key", round) + `/+"${below(1000)}`;
    const other = mint("stripe.secret-key", round + 100);
    // Base64 is tried below, with what stands around it.
    for (const spelling of spellingsOf(value).slice(0, 7)) {
      expect(holds(`a=${spelling}\n`, value)).toBe(true);
    }
    for (const filler of ["", "x", "xy"]) {
      const inside = Buffer.from(`${filler}${value}\n`).toString("base64");
      expect(holds(inside, value)).toBe(true);
      expect(holds(inside, other)).toBe(false);
    }
    const wide = Buffer.from(`K=${value}`, "utf16le");
    expect(holds(wide, value)).toBe(true);
    expect(holds(Buffer.from(wide).swap16(), value)).toBe(true);
  }
});

test.each([
  ["PASS=shop\n", "shop", true],
  ["PASS=shop", "shop", true],
  ["vendor/workshop\n", "shop", false],
  ["shopping", "shop", false],
  ["workshop, shop", "shop", true],
  ["c2hvcA==", "shop", false],
  ["anything", "", false],
])("what is a word counts only where it stands alone: %j, %j", (content, value, is) => {
  expect(holds(content, value)).toBe(is);
});
