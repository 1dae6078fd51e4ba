import { Buffer } from "node:buffer";
import { localAuditCases } from "../../support/local-audit-cases.ts";

const utf16 = Buffer.from("expose_php = On\nadminer", "utf16le");

localAuditCases('text: { path: "public/*.php", contains-not: "adminer" }', {
  passes: [
    { name: "no file has it", files: { "public/a.php": "<?php", "public/b.txt": "adminer" } },
    { name: "empty", files: { "public/a.php": "" } },
    { name: "another case", files: { "public/a.php": "Adminer" } },
  ],
  fails: [
    {
      name: "each file that has it, with its first line",
      files: {
        "public/a.php": "<?php\n\nadminer\nadminer\n",
        "public/b.php": new Uint8Array([0, 0xff, 0x0a, ...Buffer.from("adminer")]),
        "public/c.php": "<?php",
      },
      findings: [
        { message: "public/a.php holds a text that must not be there", at: "public/a.php:3" },
        { message: "public/b.php holds a text that must not be there", at: "public/b.php:2" },
      ],
    },
    {
      name: "one has it, one cannot be read",
      files: { "public/a.php": "adminer", "public/b.php": { is: "fifo" } },
      findings: [
        { message: "public/a.php holds a text that must not be there", at: "public/a.php:1" },
      ],
      gaps: ["public/b.php"],
    },
  ],
  unknowns: [
    { name: "another encoding", files: { "public/a.php": utf16 }, code: "parse" },
    { name: "no UTF-8", files: { "public/a.php": new Uint8Array([0xc3, 0x28]) }, code: "parse" },
    {
      name: "too large",
      files: { "public/a.php": new Uint8Array(17 * 1024 * 1024).fill(97) },
      code: "too-large",
    },
    {
      name: "a link",
      files: { "real.php": "", "public/a.php": { link: "../real.php" } },
      code: "link",
    },
    { name: "below a link", files: { "web/a.php": "", public: { link: "web" } }, code: "link" },
  ],
  notApplicable: [{ name: "no such file", files: {}, text: "there is no public/*.php" }],
  obstacles: [{ name: "content", at: "public/a.php" }],
});

localAuditCases("text: { path: /etc/php/php.ini, contains: 'expose_php = Off' }", {
  passes: [
    {
      name: "it does, whatever else it holds",
      files: {},
      host: { "/etc/php/php.ini": new Uint8Array([0xff, ...Buffer.from("expose_php = Off")]) },
    },
  ],
  fails: [
    {
      name: "it does not",
      files: {},
      host: { "/etc/php/php.ini": "expose_php = On\n" },
      findings: [
        { message: "/etc/php/php.ini does not hold the text asked for", at: "/etc/php/php.ini" },
      ],
    },
  ],
  unknowns: [
    { name: "another encoding", files: {}, host: { "/etc/php/php.ini": utf16 }, code: "parse" },
  ],
  obstacles: [
    {
      name: "of the host",
      host: { "/etc/php/php.ini": "expose_php = Off" },
      at: "/etc/php/php.ini",
    },
  ],
});

localAuditCases("text: { path: app.ini, matches: '^secure {0,9}= {0,9}on$' }", {
  passes: [{ name: "a line of it does", files: { "app.ini": "a=b\nsecure = on\nc=d\n" } }],
  fails: [
    {
      name: "no line does",
      files: { "app.ini": "#secure = on\n" },
      findings: [{ message: "app.ini does not hold the text asked for", at: "app.ini" }],
    },
  ],
  unknowns: [{ name: "another encoding", files: { "app.ini": utf16 }, code: "parse" }],
});

localAuditCases("text: { path: '*.log', matches-not: '(?:a|a){40}b' }", {
  passes: [{ name: "none does", files: { "a.log": "aab\n" } }],
  fails: [
    {
      name: "one does",
      files: { "a.log": `x\n${"a".repeat(40)}b\n` },
      findings: [{ message: "a.log holds a text that must not be there", at: "a.log:2" }],
    },
  ],
  unknowns: [
    {
      name: "a text made to keep the pattern busy; the next ones are not tried",
      files: Object.fromEntries(
        Array.from({ length: 9 }, (_, index) => [`${index}.log`, "a".repeat(60)]),
      ),
      code: "timeout",
      text: "and 8 more",
    },
  ],
});
