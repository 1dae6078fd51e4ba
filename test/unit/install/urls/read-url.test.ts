import { describe, expect, it } from "vitest";
import { readUrl } from "../../../../src/install/urls/read-url.ts";

describe("readUrl", () => {
  it.each([
    ["https://shop.example", "https://shop.example", "https", "shop.example", false],
    ["https://shop.example/", "https://shop.example/", "https", "shop.example", false],
    [
      "HTTP://Panel.Example:25500/c",
      "http://panel.example:25500/c",
      "http",
      "panel.example",
      false,
    ],
    ["https://user:word@a.example/x", "https://a.example/x", "https", "a.example", true],
    ["https://user@a.example/x", "https://a.example/x", "https", "a.example", true],
    [
      "http://a.example/get.php?username=x&password=y",
      "http://a.example/get.php?username=...&password=...",
      "http",
      "a.example",
      true,
    ],
    ["https://a.example/?page=2", "https://a.example/?page=...", "https", "a.example", false],
    ["https://a.example/?token=", "https://a.example/?token=...", "https", "a.example", false],
    ["panel.example:25500", "panel.example:25500", "", "panel.example", false],
    ["panel.example", "panel.example", "", "panel.example", false],
    ["localhost:3000", "localhost:3000", "", "localhost", false],
    ["http://[::1]:80/x", "http://[::1]/x", "http", "[::1]", false],
    ["some words", "(no URL)", "", "", false],
    ["", "(no URL)", "", "", false],
  ])("%s", (text, display, scheme, host, hasCredentials) => {
    expect(readUrl(text)).toEqual({ display, scheme, host, hasCredentials });
  });

  it("never shows a secret of any part", () => {
    const secret = "S3cr3t".repeat(6);
    const texts = [
      `https://u:${secret}@a.example/x`,
      `https://${secret}@a.example/x`,
      `https://a.example/?k=${secret}`,
      `https://a.example/#${secret}`,
      `https://a.example/hooks/${secret}`,
      `postgres://u:${secret}@db/x?password=${secret}`,
      `u:${secret}@a.example`,
      secret,
    ];
    for (const text of texts) expect(readUrl(text).display).not.toContain("S3cr3t");
  });
});
