import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ApacheDirective, loadApache } from "../../../../src/install/apache/load-apache.ts";
import { parseApache } from "../../../../src/install/apache/parse-apache.ts";
import {
  splitArguments,
  splitRewriteArguments,
} from "../../../../src/install/apache/split-arguments.ts";
import { hostInFolder } from "../../../support/host-in-folder.ts";

/** `name:line args { … }` on one line. */
function outline(directives: readonly ApacheDirective[]): string {
  return directives
    .map(({ name, args, line, block }) => {
      const head = [`${name}:${line}`, ...args].join(" ");
      return block ? `${head} {${outline(block)}}` : head;
    })
    .join("; ");
}

function load(main: string, more: Readonly<Record<string, string>> = {}) {
  const host = hostInFolder({ "etc/apache2/apache2.conf": main, ...more });
  const loaded = loadApache(host.ports.host, "/etc/apache2/apache2.conf");
  if (loaded.kind !== "found") throw new Error(JSON.stringify(loaded));
  return { ...loaded.value, text: outline(loaded.value.directives) };
}

describe("splitArguments", () => {
  it.each<[string, readonly string[]]>([
    ["a b  c", ["a", "b", "c"]],
    ['"a b" c', ["a b", "c"]],
    ["'a \"b' c", ['a "b', "c"]],
    [String.raw`"a \"b\" \. \\"`, [String.raw`a "b" \. ` + "\\"]],
    [String.raw`a\.b \\.c`, [String.raw`a\.b`, String.raw`\.c`]],
    ['a"b c', ['a"b', "c"]],
    ['"never closed', ["never closed"]],
    ["", []],
  ])("%s", (text, expected) => {
    expect(splitArguments(text)).toEqual(expected);
  });
});

describe("splitRewriteArguments", () => {
  it.each<[string, readonly string[]]>([
    [String.raw`^/a\ b$ "/x y" [L,R]`, [String.raw`^/a\ b$`, "/x y", "[L,R]"]],
    [String.raw`%{THE_REQUEST} "\s/\.git" [NC]`, ["%{THE_REQUEST}", String.raw`\s/\.git`, "[NC]"]],
    [String.raw`^\\. -`, [String.raw`^\\.`, "-"]],
  ])("%s", (text, expected) => {
    expect(splitRewriteArguments(text)).toEqual(expected);
  });
});

describe("parseApache", () => {
  it.each([
    ["<Directory /a>", /<directory> is never closed/],
    ["<Directory /a>\n</Files>", /line 2: <\/files> closes nothing/],
    ["</Directory>", /line 1: <\/directory> closes nothing/],
    ["<Directory /a", /line 1: ">" is missing/],
    ["<If x>\n".repeat(100), /nested too deep/],
  ])("%j is wrong", (text, problem) => {
    expect(parseApache(text, "/f").problem).toMatch(problem);
  });

  it("ends on anything", () => {
    const signs = ["<", ">", "</", "#", "\\", "\n", '"', "a", " ", "${", "}", "<If"];
    for (let seed = 0; seed < 2000; seed += 1) {
      let state = seed * 2654435761;
      const text = Array.from({ length: 24 }, () => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return signs[Math.floor(state / 65536) % signs.length];
      }).join("");
      expect(parseApache(text, "/f").directives).toBeInstanceOf(Array);
    }
  });
});

describe("loadApache", () => {
  it.each([
    ["A b\n# c\n  # d\n\tE f # g\n", "a:1 b; e:4 f # g"],
    ["A b \\\n  c\nD e", "a:1 b c; d:3 e"],
    ["# a \\\n b\nC d", "c:3 d"],
    ["A b\r\nC d\r\n", "a:1 b; c:2 d"],
    [
      '<Directory "/a b">\n<Files x>\nA b\n</Files>\n</Directory>',
      "directory:1 /a b {files:2 x {a:3 b}}",
    ],
    ['<FilesMatch "a>b">\n</FilesMatch>', "filesmatch:1 a>b {}"],
    ["Define X /srv\nDocumentRoot ${X}/a${Y}", "documentroot:2 /srv/a${Y}"],
    ["LoadModule rewrite_module x\n<IfModule mod_rewrite.c>\nA\n</IfModule>", "a:3"],
    ["<IfModule rewrite_module>\nA\n</IfModule>\n<IfModule !mod_rewrite.c>\nB\n</IfModule>", "b:5"],
    ["<IfModule mod_rewrite.c>\nA\n</IfModule>\nLoadModule rewrite_module x", ""],
    ["LoadModule php_module libphp8.2.so\n<IfModule mod_php.c>\nA\n</IfModule>", "a:3"],
    ["LoadModule mpm_prefork_module x\n<IfModule prefork.c>\nA\n</IfModule>", "a:3"],
    ["Define X\n<IfDefine X>\nA\n</IfDefine>\nUndefine X\n<IfDefine X>\nB\n</IfDefine>", "a:3"],
    ["<IfDefine !X>\nA\n</IfDefine>", "a:2"],
    ["<IfVersion >= 2.4>\nA\n</IfVersion>\n<IfVersion < 2.4>\nB\n</IfVersion>", "a:2"],
    ["<IfVersion 2.4.58>\nA\n</IfVersion>", "<undecided>:1 2.4.58 {a:2}"],
    ["<IfFile /etc/passwd>\nA\n</IfFile>\n<IfFile /none>\nB\n</IfFile>", "a:2"],
    ["Use Site x", "<undecided>:1 Site x"],
  ])("%j", (main, expected) => {
    expect(load(main).text).toBe(expected);
  });

  it("puts includes in their places, relative to ServerRoot, folders whole", () => {
    const { text, gaps } = load(
      "Include ports.conf\n<Directory /a>\nInclude snip/*.inc\n</Directory>\nIncludeOptional none/*.conf\nIncludeOptional none.conf\nInclude whole/\nServerRoot /srv/x\nInclude own.conf\n",
      {
        "etc/apache2/ports.conf": "Listen 80\n",
        "etc/apache2/snip/b.inc": "B\n",
        "etc/apache2/snip/a.inc": "\nA\n",
        "etc/apache2/whole/one": "One\n",
        "etc/apache2/whole/sub/two": "Two\n",
        "srv/x/own.conf": "Own\n",
      },
    );
    expect(text).toBe("listen:1 80; directory:2 /a {a:2; b:1}; one:1; two:1; own:1");
    expect(gaps).toEqual([]);
  });

  it("takes values and names from what Debian starts it with", () => {
    const envvars =
      "export APACHE_LOG_DIR=/var/log/apache2$SUFFIX\nexport APACHE_ARGUMENTS='-D STAGING'\nexport BAD=`id`\n";
    const { text } = load(
      "ErrorLog ${APACHE_LOG_DIR}/e.log\nA ${BAD}\n<IfDefine STAGING>\nB\n</IfDefine>\n",
      { "etc/apache2/envvars": envvars },
    );
    expect(text).toBe("errorlog:1 /var/log/apache2/e.log; a:2 ${BAD}; b:4");
  });

  it("marks what it cannot read", () => {
    const main = "Include none.conf\nInclude ${X}/a.conf\nInclude loop.conf\nInclude broken.conf\n";
    const { text, gaps } = load(main, {
      "etc/apache2/loop.conf": "Include loop.conf\n",
      "etc/apache2/broken.conf": "<Directory /a>\n",
    });
    expect(text.match(/<undecided>/g)).toHaveLength(4);
    expect(gaps).toHaveLength(4);
  });

  it("tells a broken file from none", () => {
    const host = hostInFolder({ "etc/apache2/apache2.conf": "<Directory /a>\n" });
    symlinkSync("loop", host.real("/etc/apache2/loop"));
    const kindOf = (path: string) => loadApache(host.ports.host, path).kind;
    expect(kindOf("/etc/apache2/apache2.conf")).toBe("blocked");
    expect(kindOf("/etc/apache2/loop")).toBe("blocked");
    expect(kindOf("/etc/apache2/none")).toBe("absent");
  });
});
