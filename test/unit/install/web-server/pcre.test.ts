import { describe, expect, it } from "vitest";
import { bounded, parsePcre } from "../../../../src/install/web-server/pcre.ts";
import { seeded } from "../../../support/seeded.ts";

const long = "a".repeat(3000);

/** Without a bound each of them runs for longer than anybody waits; the limit of a test ends it. */
const hanging: readonly (readonly [string, string])[] = [
  ["^(a+)+$", `${long}!`],
  ["(a+)+$", `${"a".repeat(40)}!`],
  ["^(a|a)*$", `${long}!`],
  ["^(a|aa)+$", `${long}!`],
  ["^(a*)*$", `${long}!`],
  ["^(a?)+$", `${long}!`],
  ["^(?:a+){5,}$", `${long}!`],
  ["^(.*a){12}$", `${"a".repeat(60)}!`],
  ["^(?:[a-z]+|a)*$", `${long}!`],
  ["^([^/]+/?)+$", `${long}/!/!//`],
  ["^(?=(a+)+$)", `${long}!`],
  ["^(?:(?=.*b)a)*$", `${long}!`],
  [String.raw`^(\w+\d?)+$`, `${long}!`],
  ["(?i)^(a|A)*$", `${long}!`],
  [`^${"a?".repeat(30)}${"a".repeat(30)}$`, "a".repeat(29)],
  [`^${"(a|a)".repeat(40)}$`, `${"a".repeat(39)}!`],
  [`^${".*".repeat(8)}!$`, long],
  ["a*a*a*a*b", long],
  [String.raw`^(a*)\1*b$`, long],
  ["^((a{100}){100}){100}$", long],
  [`${"(".repeat(60)}a${")".repeat(60)}`, "a"],
];

/** Of ordinary configurations; none of them may be refused for a path of a usual length. */
const ordinary = [
  String.raw`\.php$`,
  String.raw`/\.(?!well-known)`,
  String.raw`^/(?:build|tests|config|lib|3rdparty|templates|data)(?:$|/)`,
  String.raw`^/(?:\.|autotest|occ|issue|indie|db_|console)`,
  String.raw`\.php(?:$|/)`,
  String.raw`\.(?:css|js|mjs|svg|gif|ico|jpg|png|webp|wasm|tflite|map|ogg|flac)$`,
  String.raw`^(.+?\.php)(/.*)$`,
  "^(.+)$",
  "^(.*)/(.*)/(.*)$",
  "(.*)/(.*)",
  String.raw`^([_0-9a-zA-Z-]+/)?(wp-(content|admin|includes).*)`,
  String.raw`^([_0-9a-zA-Z-]+/)?(.*\.php)$`,
  String.raw`/(?:uploads|files)/.*\.php$`,
  String.raw`^/static/(version\d*/)?(.*)$`,
  "^/(?:[^/]+/)*backups/",
  "^/([^/]+)/([^/]+)/([^/]+)/([^/]+)/?$",
  String.raw`^/(?:[a-z0-9]+-)+[a-z0-9]+\.sql$`,
  String.raw`(^|/)\.(git|svn|hg|env.*)($|/)`,
  String.raw`\.(engine|inc|install|make|module|profile|po|sh|.*sql|.*theme|twig|tpl(\.php)?|xtmpl|yml)(~|\.sw[op]|\.bak|\.orig|\.save)?$|^(\.(?!well-known).*|Entries.*|Repository|Root|Tag|Template|composer\.(json|lock)|web\.config|yarn\.lock|package\.json)$|^#.*#$|\.php(~|\.sw[op]|\.bak|\.orig|\.save)$`,
  String.raw`^/[A-Za-z0-9]{8}-(?:[A-Za-z0-9]{4}-){3}[A-Za-z0-9]{12}$`,
];

describe("parsePcre", () => {
  it.each(hanging)("%s is not tried", (source, text) => {
    expect(parsePcre(source, false).match(text)).toBe("undecided");
  });

  it.each(ordinary)("%s is answered as JavaScript answers it", (source) => {
    const expression = new RegExp(source);
    // Expressions about names of files are asked for shorter texts.
    const paths = [
      "/index.php",
      "/.git/config",
      "/wp-content/uploads/x.php",
      ...(source.includes("Entries") ? [] : [`/${"folder/".repeat(8)}backups/shop-2026-01-01.sql`]),
      `/${"a".repeat(30)}`,
      "Entries.sql.bak",
    ];
    for (const path of paths) {
      expect(parsePcre(source, false).match(path)).toEqual(expression.exec(path) ?? "none");
    }
  });

  it("does not look at a text that is longer than any path", () => {
    expect(parsePcre("^a", false).match("a".repeat(4096))).not.toBe("undecided");
    expect(parsePcre("^a", false).match("a".repeat(4097))).toBe("undecided");
  });

  it("tries nothing that hangs, of expressions made by chance", { timeout: 60_000 }, () => {
    const random = seeded(20);
    let tried = 0;
    for (let count = 0; count < 1500; count += 1) {
      const source = made(random, 3);
      const pcre = bounded(
        new RegExp(`${random.pick(["^", ""])}${source}${random.pick(["$", "!"])}`),
      );
      for (const text of ["a", "ab", "/a", "aab/"].map((part) => `${part.repeat(250)}#`)) {
        for (const length of [30, 120, 800]) {
          if (pcre.match(text.slice(-length)) !== "undecided") tried += 1;
        }
      }
    }
    expect(tried).toBeGreaterThan(5000);
  });
});

type Random = ReturnType<typeof seeded>;

function made(random: Random, depth: number): string {
  const items = Array.from({ length: 1 + random.below(4) }, () => {
    const body =
      depth > 0 && random.chance(0.4)
        ? `(${random.pick(["", "?:", "?="])}${made(random, depth - 1)}${random.chance(0.4) ? `|${made(random, depth - 1)}` : ""})`
        : random.pick(["a", "b", "/", ".", "[ab]", "[^/]", String.raw`\w`, String.raw`\.`]);
    const isLook = body.startsWith("(?=");
    return body + (isLook ? "" : random.pick(["", "", "", "*", "+", "?", "*?", "{2}", "{1,3}"]));
  });
  return items.join("");
}
