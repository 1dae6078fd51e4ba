import { describe, expect, test } from "vitest";
import { Secret } from "../../../src/core/secrets/secret.ts";
import { newEntryValue } from "../../../src/rotation/new-entry-value.ts";

const rows: readonly (readonly [string, string, string, string, string | undefined])[] = [
  ["the value itself", "oldpass", "oldpass", "n", "n"],
  ["another value", "other", "oldpass", "n", undefined],
  ["a part of it", "oldpass2", "oldpass", "n", undefined],
  ["in a URL", "pgsql://u:oldpass@db:5432/x", "oldpass", "n#1", "pgsql://u:n%231@db:5432/x"],
  ["in a URL without a user", "redis://:oldpass@r/0", "oldpass", "a/b", "redis://:a%2Fb@r/0"],
  ["encoded in a URL", "pgsql://u:a%40b@db/x", "a@b", "n", "pgsql://u:n@db/x"],
  ["another password in a URL", "pgsql://u:p@db/oldpass", "oldpass", "n", undefined],
  ["with a stray percent sign", "redis://:a%b@r/0", "a%b", "n", "redis://:n@r/0"],
  ["an empty old value", "", "oldpass", "n", undefined],
];

describe("what a variable holds after the change", () => {
  test.each(rows)("%s", (_, entry, old, next, expected) => {
    const value = newEntryValue(new Secret(entry), new Secret(old), new Secret(next));
    expect(value?.reveal()).toBe(expected);
  });
});
