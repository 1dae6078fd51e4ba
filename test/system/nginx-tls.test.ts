import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import tls from "node:tls";
import { afterAll, describe, expect, test } from "vitest";
import { loadHostKnowledge } from "../../src/catalogue/load-host-knowledge.ts";
import { findNginxProgram } from "../../src/core/install/nginx-program.ts";
import { protocolsOf, suitesOf } from "../../src/core/install/nginx-tls.ts";
import type { SiteTls } from "../../src/core/install/site-tls.ts";
import { loadNginx } from "../../src/install/nginx/load-nginx.ts";
import { createLinkView } from "../../src/install/web-server/link-view.ts";
import { webSites } from "../../src/install/nginx/web-sites.ts";
import { createHostFiles } from "../../src/platform/files/file-reader.ts";
import { readRuleFiles } from "../../src/platform/rule-files.ts";
import { mintCertificate } from "../support/mint-certificate.ts";
import { needProgram } from "../support/need-program.ts";
import { tempFolder } from "../support/temp-folder.ts";

/** `{http}` and each server's lines. Level 0, so that OpenSSL 3 refuses nothing by itself. */
interface Configuration {
  readonly http: string;
  readonly servers: readonly string[];
}

const lines = [
  "",
  "ssl_protocols TLSv1.2 TLSv1.3;",
  "ssl_protocols TLSv1 TLSv1.1 TLSv1.2;",
  "ssl_protocols TLSv1.1;\nssl_protocols TLSv1.3;",
  "ssl_protocols TLSv1.3;",
  "ssl_protocols TLSv1;",
];
const singles: readonly Configuration[] = lines.flatMap((http) =>
  lines.map((server) => ({ http, servers: [server] })),
);
const shared: readonly Configuration[] = [
  { http: "", servers: ["ssl_protocols TLSv1.1 TLSv1.2;", "ssl_protocols TLSv1.2 TLSv1.3;"] },
  { http: "", servers: ["ssl_protocols TLSv1.2;", "ssl_protocols TLSv1 TLSv1.2;"] },
  { http: lines[2] ?? "", servers: ["ssl_protocols TLSv1.3;", ""] },
];
const versions = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;
const name = "shop.example";
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGTERM");
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

function accepts(port: number, version: (typeof versions)[number]): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tls.connect({
      host: "127.0.0.1",
      port,
      servername: name,
      rejectUnauthorized: false,
      minVersion: version,
      maxVersion: version,
      ciphers: "ALL:@SECLEVEL=0",
    });
    socket.on("secureConnect", () => {
      resolve(true);
      socket.destroy();
    });
    socket.on("error", () => resolve(false));
  });
}

interface Running {
  readonly site: SiteTls;
  readonly port: number;
}

/** All configurations in one nginx, each on a port of its own. */
async function start(configurations: readonly Configuration[]): Promise<readonly Running[]> {
  const running: Running[] = [];
  for (const { http, servers } of configurations) {
    const folder = tempFolder();
    const { certificate, key } = mintCertificate(name);
    fs.writeFileSync(path.join(folder, "a.crt"), certificate);
    fs.writeFileSync(path.join(folder, "a.key"), key);
    const port = await freePort();
    const blocks = servers.map((server, index) => {
      // The last one is asked for by its name.
      const own = index === servers.length - 1 ? name : `other${index}.example`;
      return `server {\nlisten 127.0.0.1:${port} ssl;\nserver_name ${own};\nssl_certificate a.crt;\nssl_certificate_key a.key;\n${server}\nreturn 204;\n}`;
    });
    const main = path.join(folder, "nginx.conf");
    fs.writeFileSync(
      main,
      `daemon off;\nmaster_process off;\nerror_log ${folder}/error.log;\npid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\nclient_body_temp_path ${folder}/1;\nproxy_temp_path ${folder}/2;\nfastcgi_temp_path ${folder}/3;\nuwsgi_temp_path ${folder}/4;\nscgi_temp_path ${folder}/5;\nssl_ciphers ALL:@SECLEVEL=0;\n${http}\n${blocks.join("\n")}\n}\n`,
    );
    const child = spawn("nginx", ["-c", main, "-p", folder], { stdio: "ignore" });
    children.push(child);
    const host = createHostFiles();
    const loaded = loadNginx(host, main);
    const directives = loaded.kind === "found" ? loaded.value.directives : [];
    const site = webSites(directives, createLinkView(host), folder).at(-1)?.tls?.();
    if (!site) throw new Error("no site");
    running.push({ site, port });
    await awake(port);
  }
  return running;
}

async function awake(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const tries = await Promise.all(versions.map((version) => accepts(port, version)));
    if (tries.includes(true)) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`nginx does not answer on port ${port}`);
}

describe("real nginx", () => {
  const profile = loadHostKnowledge(readRuleFiles).tlsProfile();
  const program = findNginxProgram(createHostFiles());

  test("its program tells version and OpenSSL", ({ skip }) => {
    needProgram(skip, "nginx");
    expect(program).toMatchObject({ kind: "found" });
    expect(program.kind === "found" ? program.value.openssl : 0).toBeGreaterThanOrEqual(1);
  });

  test("accepts the protocols that the configuration says, and no others", async ({ skip }) => {
    needProgram(skip, "nginx");
    for (const { site, port } of await start(singles)) {
      const answer = protocolsOf(site, program, profile);
      const said = "value" in answer ? answer.value : [];
      const seen: string[] = [];
      for (const version of versions) if (await accepts(port, version)) seen.push(version);
      expect(seen, JSON.stringify(site.settings("ssl_protocols"))).toEqual(
        versions.filter((version) => said.includes(version)),
      );
      expect("value" in suitesOf(site, program, profile)).toBe(true);
    }
  });

  test("accepts nothing that neither the site nor the default server allows", async ({ skip }) => {
    needProgram(skip, "nginx");
    for (const { site, port } of await start(shared)) {
      expect(site.defaults).toHaveLength(1);
      const said = [site, ...site.defaults].flatMap((each) => {
        const answer = protocolsOf(each, program, profile);
        return "value" in answer ? answer.value : [];
      });
      for (const version of versions) {
        if (await accepts(port, version)) expect(said).toContain(version);
      }
    }
  });
});
