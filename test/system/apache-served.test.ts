import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadApache } from "../../src/install/apache/load-apache.ts";
import { apacheSites } from "../../src/install/apache/web-sites.ts";
import { createLinkView } from "../../src/install/web-server/link-view.ts";
import { createHostFiles } from "../../src/platform/files/file-reader.ts";
import { apacheSite } from "../support/apache-configurations.ts";
import { askingClient } from "../support/asking-client.ts";
import { freePort } from "../support/free-port.ts";
import { needProgram } from "../support/need-program.ts";
import { buildShop, markerOf, requestsFor, servedFiles } from "../support/served-tree.ts";
import { tempFolder } from "../support/temp-folder.ts";

const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill("SIGTERM");
});

const count = Number(process.env["COUNT"] ?? 100);
const first = Number(process.env["FIRST"] ?? 1);
const moduleFolder = "/usr/lib/apache2/modules";
const modules =
  "mpm_prefork authz_core authz_host authz_user access_compat auth_basic authn_core authn_file alias dir mime env headers rewrite negotiation status cgi proxy proxy_http proxy_fcgi".split(
    " ",
  );

async function start() {
  const top = tempFolder();
  const port = await freePort();
  mkdirSync(join(top, "run"));
  const generated = Array.from({ length: count }, (_, index) => apacheSite(first + index));
  const php = readdirSync(moduleFolder).find((name) => /^libphp[\d.]*\.so$/.test(name));
  const hosts = generated.map(({ lines, accessFiles }, index) => {
    const shop = join(top, `s${first + index}`);
    buildShop(shop, accessFiles);
    const text = lines.join("\n").replaceAll("SHOP", shop);
    return `<VirtualHost *:${port}>\nServerName s${first + index}.example\n${text}\n</VirtualHost>`;
  });
  const main = [
    `ServerRoot ${top}`,
    `ServerName localhost`,
    `Listen 127.0.0.1:${port}`,
    `PidFile ${top}/run/pid`,
    `DefaultRuntimeDir ${top}/run`,
    `ErrorLog ${top}/run/error.log`,
    "User #65534\nGroup #65534",
    ...modules.map((name) => `LoadModule ${name}_module ${moduleFolder}/mod_${name}.so`),
    ...(php === undefined ? [] : [`LoadModule php_module ${moduleFolder}/${php}`]),
    "TypesConfig /dev/null",
    "StartServers 8\nMaxRequestWorkers 8\nMaxKeepAliveRequests 0\nKeepAliveTimeout 60",
    "<Directory />\nOptions FollowSymLinks\nAllowOverride None\n</Directory>",
    '<FilesMatch "^\\.ht">\nRequire all denied\n</FilesMatch>',
    "<VirtualHost *:" + port + ">\nServerName default.example\nRedirect 404 /\n</VirtualHost>",
    ...hosts,
  ];
  const config = join(top, "httpd.conf");
  writeFileSync(config, `${main.join("\n")}\n`);
  const check = spawnSync("apache2", ["-t", "-f", config], { encoding: "utf8" });
  expect(check.stderr).toContain("Syntax OK");
  const child = spawn("apache2", ["-DFOREGROUND", "-f", config], {
    stdio: "ignore",
    // It ends its whole process group, which must not be ours.
    detached: true,
  });
  running.push(child);
  await expect.poll(() => existsSync(join(top, "run/pid")), { timeout: 20_000 }).toBe(true);
  const host = createHostFiles();
  const loaded = loadApache(host, config);
  if (loaded.kind !== "found") throw new Error("configuration not read");
  const sites = apacheSites(loaded.value, host, createLinkView(host));
  return { top, sites: sites.slice(1), generated, client: askingClient(port) };
}

describe("what urlOf says of Apache, asked from a real one", () => {
  it(`agrees for ${count} generated sites`, async ({ skip }) => {
    needProgram(skip, "apache2");
    const { top, sites, generated, client } = await start();
    expect(sites).toHaveLength(count);
    const wrong: string[] = [];
    const tally = { served: 0, closed: 0, undecided: 0, requests: 0 };
    for (const [index, site] of sites.entries()) {
      const number = first + index;
      const shop = join(top, `s${number}`);
      const host = `s${number}.example`;
      const { isUndecidable } = generated[index] ?? {};
      const paths = [...new Set(servedFiles.flatMap(requestsFor))];
      const bodies = new Map<string, string>();
      await Promise.all(
        paths.map(async (path) => {
          tally.requests += 1;
          bodies.set(path, (await client.ask(host, path)).body);
        }),
      );
      for (const file of servedFiles) {
        const marker = markerOf(shop, file);
        const answer = site.urlOf(join(shop, file));
        const given = [...bodies].find(([, body]) => body.includes(marker))?.[0];
        if (answer.kind === "found") {
          tally.served += 1;
          const get = await client.ask(host, answer.value);
          const got = get.body.includes(marker)
            ? get
            : await client.ask(host, answer.value, "POST");
          if (!got.body.includes(marker))
            wrong.push(
              `s${number}: ${answer.value} does not give ${file}${given === undefined ? "" : ` (${given} does)`}`,
            );
        } else if (answer.kind === "absent") {
          tally.closed += 1;
          if (given !== undefined)
            wrong.push(`s${number}: ${given} gives ${file}, said not to be served`);
        } else {
          tally.undecided += 1;
          if (!isUndecidable) wrong.push(`s${number}: ${file} is undecided: ${answer.reason.text}`);
        }
      }
    }
    client.close();
    console.log(tally);
    if (process.env["SHOW"])
      for (const g of generated)
        console.log([...g.lines, "----", JSON.stringify(g.accessFiles, null, 1)].join("\n"));
    expect(wrong).toEqual([]);
  });
});
