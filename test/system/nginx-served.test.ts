import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createLinkView } from "../../src/install/web-server/link-view.ts";
import { loadNginx } from "../../src/install/nginx/load-nginx.ts";
import { type NginxSite, webSites } from "../../src/install/nginx/web-sites.ts";
import { createHostFiles } from "../../src/platform/files/file-reader.ts";
import { needProgram } from "../support/need-program.ts";
import { nginxCases, shopFiles } from "../support/nginx-cases.ts";
import { populate, tempFolder } from "../support/temp-folder.ts";

const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill("SIGTERM");
});

const cases = nginxCases.filter(({ runs }) => runs !== false);

interface Bench {
  readonly shop: string;
  readonly sites: readonly NginxSite[];
  get(site: number, path: string): Promise<string>;
}

/** One real nginx with a server for each case, each on a socket of its own. */
async function startNginx(): Promise<Bench> {
  const top = tempFolder();
  const shop = join(top, "shop");
  populate(shop, Object.fromEntries(shopFiles.map((file) => [file, marker(file)])));
  symlinkSync("../storage/app", join(shop, "public/storage"));
  mkdirSync(join(top, "run"));
  const socket = (index: number) => join(top, "run", `${index}.sock`);
  const servers = cases.map(
    ({ server }, index) =>
      `server { listen unix:${socket(index)}; server_name shop.example;\n${server.replaceAll("SHOP", shop)} }`,
  );
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const text = `user root;\npid ${top}/run/pid;\nerror_log ${top}/run/error.log;\ndaemon off;\nmaster_process off;\nevents {}\nhttp { access_log off;\n${temp
    .map((name) => `${name}_temp_path ${top}/run/${name};`)
    .join("\n")}\n${servers.join("\n")}\n}\n`;
  const config = join(top, "nginx.conf");
  writeFileSync(config, text);
  const check = spawnSync("nginx", ["-t", "-c", config], { encoding: "utf8" });
  expect(check.stderr).toContain("test is successful");
  running.push(spawn("nginx", ["-c", config], { stdio: "ignore" }));
  const last = socket(cases.length - 1);
  await expect.poll(() => existsSync(last), { timeout: 20_000 }).toBe(true);
  const host = createHostFiles();
  const loaded = loadNginx(host, config);
  if (loaded.kind !== "found") throw new Error("configuration not read");
  const sites = webSites(loaded.value.directives, createLinkView(host));
  return { shop, sites, get: (site, path) => get(socket(site), path) };
}

function marker(file: string): string {
  return `content of ${file}\n`;
}

function get(socketPath: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { host: "shop.example" };
    request({ socketPath, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        // An error page has the code of the error.
        resolve(Buffer.concat(chunks).toString()),
      );
    })
      .on("error", reject)
      .end();
  });
}

/** URLs under which somebody would look for a file. */
function guesses(file: string): string[] {
  const name = encodeURI(file);
  const inner = name.slice(name.indexOf("/") + 1);
  return [
    `/${name}`,
    `/${inner}`,
    `/static../${name}`,
    `/static/../${name}`,
    `/files/${inner}`,
    `/files../${name}`,
    `/storage/${inner.slice(inner.indexOf("/") + 1)}`,
    `/dl/${inner}`,
    `/x/${inner}`,
    "/settings",
  ];
}

describe("what urlOf says, asked from a real nginx", () => {
  it(`agrees for ${cases.length} servers and ${shopFiles.length} files`, async ({ skip }) => {
    needProgram(skip, "nginx");
    const bench = await startNginx();
    expect(bench.sites).toHaveLength(cases.length);
    const wrong: string[] = [];
    for (const [index, { name }] of cases.entries()) {
      for (const file of shopFiles) {
        const answer = bench.sites[index]?.urlOf(join(bench.shop, file));
        if (answer?.kind === "found") {
          const body = await bench.get(index, answer.value);
          if (body !== marker(file)) wrong.push(`${name}: ${answer.value} does not give ${file}`);
        }
        if (answer?.kind !== "absent") continue;
        for (const path of guesses(file)) {
          if ((await bench.get(index, path)) === marker(file)) {
            wrong.push(`${name}: ${path} gives ${file}, which was said not to be served`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
