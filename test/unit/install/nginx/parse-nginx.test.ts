import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadNginx } from "../../../../src/install/nginx/load-nginx.ts";
import { type NginxDirective, parseNginx } from "../../../../src/install/nginx/parse-nginx.ts";
import { parsePcre } from "../../../../src/install/web-server/pcre.ts";
import { createLinkView } from "../../../../src/install/web-server/link-view.ts";
import { webSites } from "../../../../src/install/nginx/web-sites.ts";
import { hostInFolder } from "../../../support/host-in-folder.ts";

/** `name:line args { … }` on one line. */
function outline(directives: readonly NginxDirective[]): string {
  return directives
    .map(({ name, args, line, block }) => {
      const head = [`${name}:${line}`, ...args].join(" ");
      return block ? `${head} {${outline(block)}}` : head;
    })
    .join("; ");
}

describe("parseNginx", () => {
  it.each([
    ["a b;", "a:1 b"],
    ['a \'b c\' "d\\"e";', 'a:1 b c d"e'],
    ["a b # comment ; {\n c;", "a:1 b c"],
    ["a b#c;", "a:1 b#c"],
    ["a { b 1; c; }\nd;", "a:1 {b:1 1; c:1}; d:2"],
    ['map $a $b {\n default 1;\n ~*x "";\n}', "map:1 $a $b {default:2 1; ~*x:3 }"],
    ["root /srv/${name}/x;", "root:1 /srv/${name}/x"],
    [String.raw`location ~ "\.x{2,3}$" { }`, String.raw`location:1 ~ \.x{2,3}$ {}`],
    ['a_by_lua_block {\n if x then y = "}" end -- }\n}\nb;', "a_by_lua_block:1 {}; b:4"],
    ["a\n b\n c;\nd;", "a:1 b c; d:4"],
    ["log_format x '$a '\n '$b';", "log_format:1 x $a  $b"],
    ["", ""],
  ])("%j", (text, expected) => {
    const { directives } = parseNginx(text, "/f");
    expect(outline(directives)).toBe(expected);
  });

  it.each([
    ["a b", /";" is missing/],
    // nginx refuses it as well: a brace in an expression needs quotes.
    [String.raw`location ~ x{2,3}$ { }`, /never closed/],
    ["a { b;", /never closed/],
    ["a; }", /unexpected "}"/],
    ["a 'b;", /quote is never closed/],
    ["a_by_lua_block { x", /never closed/],
    ["{ }", /unexpected/],
    ["a { b } c;", /";" is missing/],
    ["x { ".repeat(100), /nested too deep/],
  ])("%j is wrong", (text, problem) => {
    expect(parseNginx(text, "/f").problem).toMatch(problem);
  });

  it("ends on anything", () => {
    const signs = ["{", "}", ";", '"', "'", "\\", "$", "#", "\n", " ", "a", "_by_lua_block"];
    for (let seed = 0; seed < 2000; seed += 1) {
      let state = seed * 2654435761;
      const text = Array.from({ length: 24 }, () => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return signs[Math.floor(state / 65536) % signs.length];
      }).join("");
      expect(parseNginx(text, "/f").directives).toBeInstanceOf(Array);
    }
  });
});

describe("parsePcre", () => {
  it.each([
    [String.raw`\.php$`, false, "/x.php", true],
    ["(?i)\\.SQL$", false, "/x.sql", true],
    ["^/(?<name>a+)$", false, "/aa", true],
    ["(?P<name>a)", false, "a", true],
    [String.raw`\Aa\z`, false, "a", true],
    ["ABC", true, "abc", true],
  ])("%s", (source, ignoreCase, text, expected) => {
    expect(parsePcre(source, ignoreCase).match(text) !== "none").toBe(expected);
  });

  it.each(["(?>a)", "[[:alpha:]]", "(?s)a", "a++", String.raw`\Ka`, "(?|a|b)", "("])(
    "%s is left alone",
    (source) => {
      expect(parsePcre(source, false).match("a")).toBe("undecided");
    },
  );
});

describe("loadNginx", () => {
  it("puts includes in place, relative to the main file, with their own lines", () => {
    const host = hostInFolder({
      "etc/nginx/nginx.conf": "http {\n include conf.d/*.conf;\n include /opt/x.conf;\n}\n",
      "etc/nginx/conf.d/b.conf": "b 1;\ninclude snippets/s.conf;\n",
      "etc/nginx/conf.d/a.conf": "a 1;\n",
      "etc/nginx/snippets/s.conf": "\ns 1;\n",
      "opt/x.conf": "x 1;\n",
    });
    const loaded = loadNginx(host.ports.host, "/etc/nginx/nginx.conf");
    expect(loaded.kind === "found" && outline(loaded.value.directives)).toBe(
      "http:1 {a:1 1; b:1 1; s:2 1; x:1 1}",
    );
  });

  it("notices a file that includes itself", () => {
    const host = hostInFolder({ "etc/nginx/nginx.conf": "include nginx.conf;\na 1;\n" });
    const loaded = loadNginx(host.ports.host, "/etc/nginx/nginx.conf");
    expect(loaded.kind === "found" && loaded.value.gaps.map(({ what }) => what)).toEqual([
      "/etc/nginx/nginx.conf",
    ]);
  });

  it.each([
    ["a link loop", "loop"],
    ["a folder", "/etc"],
  ])("does not decide about sites when an include is %s", (_, target) => {
    const host = hostInFolder({
      "etc/nginx/nginx.conf": "http { server { root /srv/shop/public; include extra; } }\n",
      "srv/shop/.env": "A=1\n",
    });
    symlinkSync(target === "loop" ? "extra" : "..", host.real("/etc/nginx/extra"));
    const loaded = loadNginx(host.ports.host, "/etc/nginx/nginx.conf");
    if (loaded.kind !== "found") throw new Error(loaded.kind);
    expect(loaded.value.gaps).toHaveLength(1);
    const [site] = webSites(loaded.value.directives, createLinkView(host.ports.host));
    expect(site?.urlOf("/srv/shop/.env").kind).toBe("blocked");
  });

  it("tells a broken file from none", () => {
    const host = hostInFolder({ "etc/nginx/nginx.conf": "http {" });
    expect(loadNginx(host.ports.host, "/etc/nginx/nginx.conf").kind).toBe("blocked");
    expect(loadNginx(host.ports.host, "/etc/nginx/none.conf").kind).toBe("absent");
  });
});
