import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadApache } from "../../../../src/install/apache/load-apache.ts";
import { apacheSites } from "../../../../src/install/apache/web-sites.ts";
import { createLinkView } from "../../../../src/install/web-server/link-view.ts";
import { hostInFolder } from "../../../support/host-in-folder.ts";

const shop = "/var/www/shop";
const files = [
  ".env",
  "backups/shop.sql",
  "config/app.php",
  "config/app.php.bak",
  "public/a b.sql",
];
const all = "<Directory SHOP>\nAllowOverride All\n</Directory>";

interface Given {
  readonly modules?: string;
  /** Files below the shop. */
  readonly more?: Readonly<Record<string, string>>;
}

function sitesFor(main: string, { modules = "", more = {} }: Given = {}) {
  const loads = modules
    .split(" ")
    .map((name) => (name === "" ? "" : `LoadModule ${name}_module x`));
  const tree = Object.fromEntries(
    [...files.map((file) => [file, "x\n"] as const), ...Object.entries(more)].map(
      ([name, text]) => [`var/www/shop/${name}`, text],
    ),
  );
  const text = [...loads, main].join("\n").replaceAll("SHOP", shop);
  const host = hostInFolder({ ...tree, "etc/apache2/apache2.conf": `${text}\n` });
  symlinkSync("../backups", host.real(`${shop}/public/old`));
  const loaded = loadApache(host.ports.host, "/etc/apache2/apache2.conf");
  if (loaded.kind !== "found") throw new Error(JSON.stringify(loaded));
  return apacheSites(loaded.value, host.ports.host, createLinkView(host.ports.host));
}

function answer(main: string, file: string, given?: Given): string {
  const [site] = sitesFor(main, given);
  const look = site?.urlOf(`${shop}/${file}`);
  if (look?.kind === "found") return look.value;
  return look?.kind === "absent" ? "no" : "undecided";
}

const rewrite = { modules: "rewrite" };

describe("urlOf", () => {
  it.each<[string, string, string, string, Given?]>([
    ["the document root", "DocumentRoot SHOP", ".env", "/.env"],
    ["a public folder", "DocumentRoot SHOP/public", ".env", "no"],
    ["names are encoded", "DocumentRoot SHOP/public", "public/a b.sql", "/a%20b.sql"],
    ["links are followed", "DocumentRoot SHOP/public", "backups/shop.sql", "/old/shop.sql"],
    [
      "links are not followed",
      "DocumentRoot SHOP/public\n<Directory SHOP>\nOptions None\n</Directory>",
      "backups/shop.sql",
      "no",
    ],
    ["a variable that is not set", "DocumentRoot ${HERE}/shop", ".env", "undecided"],
    [
      "an alias",
      "DocumentRoot SHOP/none\nAlias /dump SHOP/backups",
      "backups/shop.sql",
      "/dump/shop.sql",
    ],
    [
      "an alias without a slash at its end",
      "DocumentRoot SHOP/none\nAlias /dump/ SHOP/back",
      "backups/shop.sql",
      "/dump/ups/shop.sql",
    ],
    [
      "an alias by expression",
      "DocumentRoot SHOP/none\nAliasMatch ^/dl/(.*)$ SHOP/backups/$1",
      "backups/shop.sql",
      "/dl/shop.sql",
    ],
    [
      "an alias by a choice",
      "DocumentRoot SHOP/public/none\nAliasMatch ^/(dl|get)/(.*)$ SHOP/backups/$2",
      "backups/shop.sql",
      "undecided",
    ],
    [
      "an alias within a section",
      "DocumentRoot SHOP/none\n<Location /dl>\nAlias SHOP/backups\n</Location>",
      "backups/shop.sql",
      "undecided",
    ],
    [
      "scripts are run",
      "DocumentRoot SHOP/none\nScriptAlias /cgi/ SHOP/backups/",
      "backups/shop.sql",
      "no",
    ],
    [
      "denied",
      "DocumentRoot SHOP\n<Directory SHOP>\nRequire all denied\n</Directory>",
      ".env",
      "no",
    ],
    [
      "opened again deeper",
      "DocumentRoot SHOP\n<Directory SHOP/backups>\nRequire all granted\n</Directory>\n<Directory SHOP>\nRequire all denied\n</Directory>",
      "backups/shop.sql",
      "/backups/shop.sql",
    ],
    [
      "files beat folders",
      "DocumentRoot SHOP\n<Files .env>\nRequire all denied\n</Files>\n<Directory SHOP>\nRequire all granted\n</Directory>",
      ".env",
      "no",
    ],
    [
      "locations beat files",
      "DocumentRoot SHOP\n<Location />\nRequire all granted\n</Location>\n<Files .env>\nRequire all denied\n</Files>",
      ".env",
      "/.env",
    ],
    [
      "only for some addresses",
      "DocumentRoot SHOP\n<Directory SHOP>\nRequire ip 10.0.0.0/8\n</Directory>",
      ".env",
      "no",
    ],
    [
      "for every address",
      "DocumentRoot SHOP\n<Directory SHOP>\nRequire ip 0.0.0.0/0\n</Directory>",
      ".env",
      "/.env",
    ],
    [
      "closed but for this machine",
      "DocumentRoot SHOP\n<Directory SHOP>\nRequire local\n</Directory>",
      ".env",
      "no",
    ],
    [
      "closed but for this machine, behind a proxy",
      "Listen 127.0.0.1:8080\nDocumentRoot SHOP\n<Directory SHOP>\nRequire local\n</Directory>",
      ".env",
      "/.env",
    ],
    [
      "behind a proxy whose clients are told apart",
      "Listen 127.0.0.1:8080\nRemoteIPHeader X-Real-IP\nDocumentRoot SHOP\n<Directory SHOP>\nRequire local\n</Directory>",
      ".env",
      "no",
    ],
    [
      "a password",
      "DocumentRoot SHOP\n<Directory SHOP>\nAuthType Basic\nRequire valid-user\n</Directory>",
      ".env",
      "no",
    ],
    [
      "for whom a variable decides",
      "DocumentRoot SHOP\n<Directory SHOP>\nRequire env ok\n</Directory>",
      ".env",
      "undecided",
    ],
    [
      "GET alone is closed",
      "DocumentRoot SHOP\n<Directory SHOP>\n<Limit GET>\nRequire all denied\n</Limit>\n</Directory>",
      ".env",
      "/.env",
    ],
    [
      "old and new together",
      "DocumentRoot SHOP\n<Directory SHOP>\nOrder allow,deny\nDeny from all\nRequire all granted\n</Directory>",
      ".env",
      "no",
    ],
    [
      "an old one by a variable",
      "DocumentRoot SHOP\n<Directory SHOP>\nOrder deny,allow\nDeny from all\nAllow from env=ok\n</Directory>",
      ".env",
      "undecided",
    ],
    [
      "an access file",
      `DocumentRoot SHOP\n${all}`,
      ".env",
      "no",
      { more: { ".htaccess": "Require all denied\n" } },
    ],
    [
      "an access file that is not read",
      "DocumentRoot SHOP",
      ".env",
      "/.env",
      { more: { ".htaccess": "Require all denied\n" } },
    ],
    [
      "an access file above the root",
      `DocumentRoot SHOP/public\n${all}`,
      "public/a b.sql",
      "no",
      { more: { ".htaccess": "Require all denied\n" } },
    ],
    [
      "an access file that may not say so",
      "DocumentRoot SHOP\n<Directory SHOP>\nAllowOverride AuthConfig\n</Directory>",
      ".env",
      "no",
      { more: { ".htaccess": "Options Indexes\n" } },
    ],
    [
      "an access file with something unknown",
      `DocumentRoot SHOP\n${all}`,
      ".env",
      "undecided",
      { more: { ".htaccess": "Foo bar\n" } },
    ],
    [
      "a broken access file",
      `DocumentRoot SHOP\n${all}`,
      ".env",
      "undecided",
      { more: { ".htaccess": "<Files x>\n" } },
    ],
    [
      "another name of access files",
      `AccessFileName .acl\nDocumentRoot SHOP\n${all}`,
      ".env",
      "no",
      { more: { ".acl": "Require all denied\n" } },
    ],
    [
      "rules of an access file",
      `DocumentRoot SHOP\n${all}`,
      ".env",
      "no",
      { ...rewrite, more: { ".htaccess": "RewriteEngine On\nRewriteRule (^|/)\\. - [F]\n" } },
    ],
    [
      "rules that a folder's own access file replaces",
      `DocumentRoot SHOP\n${all}`,
      "backups/shop.sql",
      "/backups/shop.sql",
      {
        ...rewrite,
        more: {
          ".htaccess": "RewriteEngine On\nRewriteRule \\.sql$ - [F]\n",
          "backups/.htaccess": "RewriteEngine On\n",
        },
      },
    ],
    [
      "a front controller behind files",
      `DocumentRoot SHOP\n${all}`,
      ".env",
      "/.env",
      {
        ...rewrite,
        more: {
          ".htaccess":
            "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^ index.php [L]\n",
        },
      },
    ],
    [
      "everything is moved into public",
      `DocumentRoot SHOP\n${all}`,
      "public/a b.sql",
      "/public/a%20b.sql",
      {
        ...rewrite,
        more: {
          ".htaccess": "RewriteEngine On\nRewriteRule ^(.*)$ public/$1 [L]\n",
          "public/.htaccess": "RewriteEngine Off\n",
        },
      },
    ],
    [
      "everything is moved into public: the rest",
      `DocumentRoot SHOP\n${all}`,
      ".env",
      "no",
      { ...rewrite, more: { ".htaccess": "RewriteEngine On\nRewriteRule ^(.*)$ public/$1 [L]\n" } },
    ],
    [
      "the request as it was sent",
      "DocumentRoot SHOP\nRewriteEngine On\nRewriteCond %{THE_REQUEST} \\.env\nRewriteRule ^ - [F]",
      ".env",
      "/%2e%65%6e%76",
      rewrite,
    ],
    [
      "a file test on an address",
      "DocumentRoot SHOP\nRewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^ /index.php [L]",
      ".env",
      "no",
      rewrite,
    ],
    [
      "to TLS only",
      "DocumentRoot SHOP\nRewriteEngine On\nRewriteCond %{HTTPS} off\nRewriteRule ^ https://x%{REQUEST_URI} [R]",
      ".env",
      "no",
      rewrite,
    ],
    [
      "rules inherited",
      "DocumentRoot SHOP\nRewriteEngine On\nRewriteOptions Inherit\nRewriteRule ^/x - [F]",
      ".env",
      "undecided",
      rewrite,
    ],
    [
      "rules by an address of the client",
      "DocumentRoot SHOP\nRewriteEngine On\nRewriteCond %{REMOTE_ADDR} !^10\\.\nRewriteRule ^ - [F]",
      ".env",
      "undecided",
      rewrite,
    ],
    [
      "rules by a table",
      "DocumentRoot SHOP\nRewriteEngine On\nRewriteCond ${closed:%{REQUEST_URI}} 1\nRewriteRule ^ - [F]",
      ".env",
      "undecided",
      rewrite,
    ],
    ["proxied", "DocumentRoot SHOP\nProxyPass / http://127.0.0.1:3000/", ".env", "no"],
    [
      "proxied but for a folder",
      "DocumentRoot SHOP\nProxyPass /backups !\nProxyPass / http://127.0.0.1:3000/",
      "backups/shop.sql",
      "/backups/shop.sql",
    ],
    [
      "PHP runs code",
      'DocumentRoot SHOP\n<FilesMatch "\\.php$">\nSetHandler application/x-httpd-php\n</FilesMatch>',
      "config/app.php",
      "no",
      { modules: "php" },
    ],
    [
      "PHP is not there",
      'DocumentRoot SHOP\n<FilesMatch "\\.php$">\nSetHandler application/x-httpd-php\n</FilesMatch>',
      "config/app.php",
      "/config/app.php",
    ],
    [
      "PHP is switched off",
      "DocumentRoot SHOP\nAddHandler application/x-httpd-php .php\nphp_admin_flag engine off",
      "config/app.php",
      "/config/app.php",
      { modules: "php" },
    ],
    [
      "PHP by a handler takes copies too",
      "DocumentRoot SHOP\nAddHandler application/x-httpd-php .php",
      "config/app.php.bak",
      "no",
      { modules: "php" },
    ],
    [
      "PHP by an expression leaves copies",
      'DocumentRoot SHOP\n<FilesMatch "\\.php$">\nSetHandler application/x-httpd-php\n</FilesMatch>',
      "config/app.php.bak",
      "/config/app.php.bak",
      { modules: "php" },
    ],
    [
      "text comes out of PHP as it is",
      "DocumentRoot SHOP\nSetHandler application/x-httpd-php",
      ".env",
      "/.env",
      { modules: "php" },
    ],
    [
      "a handler by an expression",
      'DocumentRoot SHOP\nSetHandler "expr=%{reqenv:x}"',
      ".env",
      "undecided",
    ],
    [
      "a handler of something unknown",
      "DocumentRoot SHOP\nSetHandler shop-handler",
      ".env",
      "undecided",
    ],
    [
      "negotiation past a redirect",
      "DocumentRoot SHOP\nOptions +MultiViews\nRedirectMatch 404 \\.sql$",
      "backups/shop.sql",
      "undecided",
      { modules: "negotiation" },
    ],
    [
      "negotiation is not there",
      "DocumentRoot SHOP\nOptions +MultiViews\nRedirectMatch 404 \\.sql$",
      "backups/shop.sql",
      "no",
    ],
    ["a firewall in the server", "DocumentRoot SHOP\nSecRuleEngine On", ".env", "undecided"],
    [
      "a firewall in front of what is closed",
      "DocumentRoot SHOP/public\nSecRuleEngine On",
      ".env",
      "no",
    ],
    ["something unknown", "DocumentRoot SHOP\nFoo bar", ".env", "undecided"],
    [
      "something unknown elsewhere",
      "DocumentRoot SHOP\n<Directory /srv>\nFoo bar\n</Directory>",
      ".env",
      "/.env",
    ],
    ["a condition", "DocumentRoot SHOP\n<If true>\nRequire all denied\n</If>", ".env", "undecided"],
    [
      "a condition that decides nothing",
      "DocumentRoot SHOP\n<If true>\nHeader set A b\n</If>",
      ".env",
      "/.env",
    ],
    ["hosts by their names", "DocumentRoot SHOP\nVirtualDocumentRoot /srv/%0", ".env", "undecided"],
    [
      "an include that is not there",
      "DocumentRoot SHOP/public\nInclude none.conf",
      ".env",
      "undecided",
    ],
    [
      "an expression that JavaScript reads differently",
      'DocumentRoot SHOP\n<FilesMatch "^[[:punct:]]env">\nRequire all denied\n</FilesMatch>',
      ".env",
      "undecided",
    ],
    [
      "a user's folder",
      "DocumentRoot SHOP/none\nUserDir public",
      "public/a b.sql",
      "undecided",
      { modules: "userdir" },
    ],
  ])("%s", (_, main, file, expected, given) => {
    expect(answer(main, file, given)).toBe(expected);
  });
});

describe("apacheSites", () => {
  const labels = (main: string) =>
    sitesFor(main).map(({ line, serverNames }) => `${line} ${serverNames.join(" ")}`.trim());
  const host = (address: string, ...lines: readonly string[]) =>
    `<VirtualHost ${address}>\n${["DocumentRoot SHOP", ...lines].join("\n")}\n</VirtualHost>`;

  it.each<[string, string, readonly string[]]>([
    ["the main server alone", "Listen 80\nServerName a\nDocumentRoot SHOP", ["4 a"]],
    [
      "the main server behind a port that no host takes",
      `Listen 80\nListen 8080\nDocumentRoot SHOP\n${host("*:80")}`,
      ["4", "5"],
    ],
    ["the main server behind its hosts", `Listen 80\nDocumentRoot SHOP\n${host("*:80")}`, ["4"]],
    [
      "names with scheme and port",
      host("*:80", "ServerName https://a.example:443", "ServerAlias b *.c"),
      ["2 a.example b *.c"],
    ],
    ["a port that nobody listens on", `Listen 80\n${host("*:81")}`, []],
    [
      "a name that an earlier host has",
      [host("*:80", "ServerName a"), host("*:80", "ServerName A")].join("\n"),
      ["2 a"],
    ],
    [
      "a name that an earlier host has by a wildcard",
      [host("*:80", "ServerAlias *.a"), host("_default_:80", "ServerName x.a")].join("\n"),
      ["2 *.a"],
    ],
    [
      "the same name behind another port",
      [host("*:80", "ServerName a"), host("*:443", "ServerName a")].join("\n"),
      ["2 a", "6 a"],
    ],
  ])("%s", (_, main, expected) => {
    expect(labels(main)).toEqual(expected);
  });
});

describe("an access file of whoever broke in", () => {
  const hostile = `backups/${"a".repeat(60)}!.sql`;
  const wildcards = `${"*a".repeat(40)}*b`;

  // Each of them would run until the test is ended.
  it.each([
    ["a rule", "RewriteEngine On\nRewriteRule ^backups/(a+)+$ /x [L]", "undecided"],
    [
      "a condition",
      "RewriteEngine On\nRewriteCond %{REQUEST_URI} ^/backups/(a+)+$\nRewriteRule ^ - [F]",
      "undecided",
    ],
    [
      "an expression about files",
      '<FilesMatch "^(a+)+$">\nRequire all denied\n</FilesMatch>',
      "undecided",
    ],
    ["wildcards", `<Files "${wildcards}">\nRequire all denied\n</Files>`, "undecided"],
    ["a redirect", "RedirectMatch ^/backups/(a+)+$ /x", "undecided"],
    [
      "many groups to turn round",
      `RewriteEngine On\nRewriteRule ^x$ ${"$1$2$3$4$5$6$7$8$9".repeat(3)}z [L]`,
      "served",
    ],
    [
      "text that multiplies itself",
      `RewriteEngine On\n${`RewriteRule ^(.*)$ ${"$1".repeat(1500)}\n`.repeat(8)}`,
      "undecided",
    ],
    [
      "conditions that whoever asks decides",
      `RewriteEngine On\n${"RewriteCond %{HTTP_X} a\nRewriteRule ^ - [S=1]\nRewriteRule ^x /y\n".repeat(60)}`,
      "served",
    ],
    [
      "conditions of rules that do nothing",
      `RewriteEngine On\n${"RewriteCond %{HTTP_X} a\nRewriteRule ^ - [E=a:b]\n".repeat(60)}RewriteRule ^ - [F]`,
      "no",
    ],
  ])("cannot make us hang: %s", (_, text, expected) => {
    const main = `DocumentRoot SHOP\n${all}`;
    const modules = "rewrite alias";
    const said = answer(main, hostile, {
      modules,
      more: { ".htaccess": `${text}\n`, [hostile]: "x\n" },
    });
    expect(said.startsWith("/") ? "served" : said).toBe(expected);
  });
});
