import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import type { WebSite } from "../../src/core/install/install.ts";
import { loadApache } from "../../src/install/apache/load-apache.ts";
import { apacheSites } from "../../src/install/apache/web-sites.ts";
import { loadNginx } from "../../src/install/nginx/load-nginx.ts";
import { webSites } from "../../src/install/nginx/web-sites.ts";
import { createLinkView } from "../../src/install/web-server/link-view.ts";
import { createHostFiles } from "../../src/platform/files/file-reader.ts";
import type { GeneratedSite } from "./apache-configurations.ts";
import { askingClient } from "./asking-client.ts";
import type { ComparedSite } from "./compare-served.ts";
import { freePort } from "./free-port.ts";
import { buildShop } from "./served-tree.ts";
import { tempFolder } from "./temp-folder.ts";

const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill("SIGTERM");
});

export interface NumberedSite extends GeneratedSite {
  readonly number: number;
}

/** One real server with a site for each of them, told apart by the Host header. */
export async function startServer(kind: "apache" | "nginx", generated: readonly NumberedSite[]) {
  const top = tempFolder();
  const port = await freePort();
  mkdirSync(join(top, "run"));
  const placed = generated.map((each) => {
    const shop = join(top, `s${each.number}`);
    buildShop(shop, each.accessFiles);
    const lines = each.lines.join("\n").replaceAll("SHOP", shop);
    return { ...each, shop, host: `s${each.number}.example`, lines };
  });
  const config = join(top, "server.conf");
  writeFileSync(
    config,
    kind === "apache" ? apacheText(top, port, placed) : nginxText(top, port, placed),
  );
  const [program, ...args] =
    kind === "apache" ? ["apache2", "-f", config] : ["nginx", "-c", config];
  const check = spawnSync(program ?? "", ["-t", ...args], { encoding: "utf8" });
  expect(check.stderr).toMatch(/Syntax OK|test is successful/);
  const more = kind === "apache" ? ["-DFOREGROUND"] : [];
  // Apache ends its whole process group, which must not be ours.
  running.push(spawn(program ?? "", [...args, ...more], { stdio: "ignore", detached: true }));
  const client = askingClient(port);
  const isUp = () =>
    client.ask("none.example", "/").then(
      () => true,
      () => false,
    );
  await expect.poll(isUp, { timeout: 20_000 }).toBe(true);
  const sites = sitesOf(kind, config);
  expect(sites).toHaveLength(placed.length + 1);
  const compared = placed.map((each, index): ComparedSite => {
    const site = sites[index + 1];
    if (!site) throw new Error(`s${each.number} is missing`);
    return { name: `s${each.number}`, site, ...each };
  });
  return { sites: compared, client };
}

function sitesOf(kind: "apache" | "nginx", config: string): readonly WebSite[] {
  const host = createHostFiles();
  const links = createLinkView(host);
  if (kind === "apache") {
    const loaded = loadApache(host, config);
    return loaded.kind === "found" ? apacheSites(loaded.value, host, links) : [];
  }
  const loaded = loadNginx(host, config);
  return loaded.kind === "found" ? webSites(loaded.value.directives, links) : [];
}

interface Placed {
  readonly shop: string;
  readonly host: string;
  readonly lines: string;
}

const modules =
  "mpm_prefork authz_core authz_host authz_user access_compat auth_basic authn_core authn_file alias dir mime env headers rewrite negotiation status cgi proxy proxy_http proxy_fcgi".split(
    " ",
  );

function apacheText(top: string, port: number, sites: readonly Placed[]): string {
  const folder = "/usr/lib/apache2/modules";
  const php = readdirSync(folder).find((name) => /^libphp[\d.]*\.so$/.test(name));
  const hosts = sites.map(
    ({ host, lines }) => `<VirtualHost *:${port}>\nServerName ${host}\n${lines}\n</VirtualHost>`,
  );
  return [
    `ServerRoot ${top}`,
    "ServerName localhost",
    `Listen 127.0.0.1:${port}`,
    `PidFile ${top}/run/pid`,
    `DefaultRuntimeDir ${top}/run`,
    `ErrorLog ${top}/run/error.log`,
    // Counts only where the test runs as root, whom Apache refuses.
    "User #65534",
    "Group #65534",
    ...modules.map((name) => `LoadModule ${name}_module ${folder}/mod_${name}.so`),
    ...(php === undefined ? [] : [`LoadModule php_module ${folder}/${php}`]),
    "TypesConfig /dev/null",
    "StartServers 8\nMaxRequestWorkers 8\nMaxKeepAliveRequests 0\nKeepAliveTimeout 60",
    "<Directory />\nOptions FollowSymLinks\nAllowOverride None\n</Directory>",
    '<FilesMatch "^\\.ht">\nRequire all denied\n</FilesMatch>',
    `<VirtualHost *:${port}>\nServerName none.example\nRedirect 404 /\n</VirtualHost>`,
    ...hosts,
    "",
  ].join("\n");
}

function nginxText(top: string, port: number, sites: readonly Placed[]): string {
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const servers = sites.flatMap(({ host, shop, lines }, index) => {
    const named = `server {\nlisten 127.0.0.1:${port};\nserver_name ${host}`;
    // nginx takes the first of a name, and says so.
    const ignored = `${named};\nroot ${shop};\n}`;
    return [`${named};\n${lines}\n}`, ...(index % 4 === 0 ? [ignored] : [])];
  });
  return [
    "user root;",
    `pid ${top}/run/pid;`,
    `error_log ${top}/run/error.log crit;`,
    "daemon off;",
    "master_process off;",
    "events {}",
    "http {",
    "access_log off;",
    "keepalive_requests 1000000;",
    "server_names_hash_bucket_size 128;",
    ...temp.map((name) => `${name}_temp_path ${top}/run/${name};`),
    `server { listen 127.0.0.1:${port} default_server; server_name none.example; return 404; }`,
    ...servers,
    "}",
    "",
  ].join("\n");
}
