import { describe, expect, it } from "vitest";
import { discoverInstall } from "../../../../src/install/discover-install.ts";
import { debianApache } from "../../../support/debian-apache.ts";
import { hostInFolder } from "../../../support/host-in-folder.ts";

const root = "/var/www/shop";
const shop = { "var/www/shop/.env": "APP_ENV=prod\n", "var/www/shop/public/index.php": "" };
const site = (inner = "") =>
  `<VirtualHost *:80>\n\tServerName shop.example\n\tDocumentRoot ${root}/public\n${inner}\n</VirtualHost>\n`;

function discover(files: Readonly<Record<string, string>>, path?: string) {
  const { ports } = hostInFolder({ ...shop, ...files });
  return discoverInstall(ports, path === undefined ? {} : { path }).install;
}

describe("an install under Apache", () => {
  it("is found by its document root, with its site and logs", () => {
    const install = discover({
      ...debianApache(site("CustomLog ${APACHE_LOG_DIR}/shop.log combined")),
      "var/log/apache2/shop.log": "",
      "var/log/apache2/shop.log.1": "",
    });
    expect(install).toMatchObject({ root, source: "root of Apache site shop.example" });
    expect(install.gaps).toEqual([]);
    expect(install.sites).toMatchObject({
      value: [{ server: "Apache", label: "apache/shop.conf:1", serverNames: ["shop.example"] }],
    });
    expect(install.logs.map(({ kind, path, files }) => [kind, path, files.length])).toEqual([
      ["access", "/var/log/apache2/shop.log", 2],
      ["error", "/var/log/apache2/error.log", 0],
    ]);
  });

  it.each([
    ["", "access /var/log/apache2/other_vhosts_access.log"],
    ["CustomLog /dev/null common", "access off"],
    [
      "CustomLog logs/a.log common\nTransferLog /b.log",
      "access /etc/apache2/logs/a.log, access /b.log",
    ],
    ["GlobalLog /g.log common", "access /var/log/apache2/other_vhosts_access.log, access /g.log"],
    ["CustomLog /a.log common\nErrorLog /e.log", "access /a.log"],
    ['CustomLog "|/usr/bin/rotatelogs /x.%Y 86400" common', "gap: access log goes to a program"],
    ["CustomLog syslog common", "gap: access log goes to syslog"],
    [
      "CustomLog ${NONE}/a.log common",
      "gap: access log has a variable in its path that is not set",
    ],
  ])("logs: %s", (lines, expected) => {
    const { logs, gaps } = discover(debianApache(site(lines)), root);
    const access = logs
      .filter(({ kind }) => kind === "access")
      .map(({ kind, off, path }) => `${kind} ${off ? "off" : path}`);
    const shown = [...access, ...gaps.map(({ reason }) => `gap: ${reason.text}`)];
    expect(shown.join(", ")).toBe(expected);
  });

  it("has values in its configuration and in what Apache is started with", () => {
    const { hostConfigs } = discover(
      debianApache(site("SetEnv APP_TOKEN abc\n<Location />\nSetEnv B 2\n</Location>")),
      root,
    );
    const seen = hostConfigs.map(({ path, kind, values }) => [
      path,
      kind,
      values.kind === "found" ? values.value.map(({ key, line }) => `${key}:${line}`) : values.kind,
    ]);
    expect(seen).toEqual([
      [
        "/etc/apache2/envvars",
        "web-server",
        ["APACHE_RUN_USER:5", "APACHE_RUN_GROUP:6", "APACHE_LOG_DIR:7"],
      ],
      ["/etc/apache2/sites-enabled/shop.conf", "web-server", ["APP_TOKEN:4", "B:6"]],
    ]);
  });

  it.each([
    ["mod_php", ["php"], "", "www-data", "mod_php of apache/shop.conf:1"],
    [
      "mod_php under another account",
      ["php"],
      "AssignUserID shop shop",
      "shop",
      "mod_php of apache/shop.conf:1",
    ],
    [
      "a pool behind it",
      [],
      'SetHandler "proxy:unix:/run/php/shop.sock|fcgi://localhost"',
      "shop",
      "php8.2-fpm pool shop",
    ],
    [
      "a pool behind ProxyPassMatch",
      [],
      "ProxyPassMatch ^/(.*\\.php)$ unix:/run/php/shop.sock|fcgi://localhost/x",
      "shop",
      "php8.2-fpm pool shop",
    ],
    ["no PHP", [], "", "root", "owner of the root"],
  ])("is run by: %s", (_, modules, lines, name, source) => {
    const pool = "[shop]\nuser = shop\nlisten = /run/php/shop.sock\n";
    const { serviceUser } = discover(
      debianApache(site(lines), { modules, more: { "etc/php/8.2/fpm/pool.d/shop.conf": pool } }),
      root,
    );
    expect(serviceUser).toMatchObject({ value: { value: { name }, source } });
  });

  it("counts the sites of nginx and Apache together", () => {
    const { sites } = discover(
      {
        ...debianApache(site()),
        "etc/nginx/nginx.conf": `http { server { server_name shop.example; root ${root}/public; } }\n`,
      },
      root,
    );
    expect(sites.kind === "found" && sites.value.map(({ server }) => server)).toEqual([
      "nginx",
      "Apache",
    ]);
  });

  it("does not take broken configuration for none, nor lets it hide another server's", () => {
    const broken = { "etc/apache2/apache2.conf": "<Directory /a>\n" };
    const alone = discover(broken, root);
    expect(alone.sites.kind).toBe("blocked");
    expect(alone.gaps.map(({ what }) => what)).toEqual(["Apache configuration"]);
    const both = discover(
      { ...broken, "etc/nginx/nginx.conf": `http { server { root ${root}; } }\n` },
      root,
    );
    if (both.sites.kind !== "found") throw new Error(both.sites.kind);
    const answers = both.sites.value.map((each) => each.urlOf(`${root}/.env`).kind);
    expect(answers).toEqual(["found", "blocked"]);
  });

  it("leaves sites alone that no request reaches", () => {
    const unreached = `<VirtualHost *:8080>\nServerName a.example\nDocumentRoot ${root}\n</VirtualHost>\n`;
    const shadowed = `<VirtualHost *:80>\nServerName shop.example\nDocumentRoot ${root}\n</VirtualHost>\n`;
    const { sites } = discover(debianApache(site() + unreached + shadowed), root);
    expect(sites.kind === "found" && sites.value.map(({ line }) => line)).toEqual([1]);
  });
});
