import { describe, expect, it } from "vitest";
import { parseNginx } from "../../../../src/install/nginx/parse-nginx.ts";
import { webSites } from "../../../../src/install/nginx/web-sites.ts";
import { nginxCases, shopFiles } from "../../../support/nginx-cases.ts";

const shop = "/var/www/shop";

const links = {
  isFile: (path: string) => shopFiles.some((file) => path === `${shop}/${file}`),
  kindOf: (path: string) => {
    if (shopFiles.some((file) => path === `${shop}/${file}`)) return "file" as const;
    const isFolder = shopFiles.some((file) => `${shop}/${file}`.startsWith(`${path}/`));
    return isFolder ? ("folder" as const) : ("none" as const);
  },
  real: (path: string) => path.replace(`${shop}/public/storage`, `${shop}/storage/app`),
  linksIn: (folder: string) =>
    folder === `${shop}/public` ? [{ name: "storage", target: `${shop}/storage/app` }] : [],
};

function siteOf(server: string) {
  const text = `http {\n server {\n${server.replaceAll("SHOP", shop)}\n}\n}\n`;
  const { directives, problem } = parseNginx(text, "/etc/nginx/nginx.conf");
  expect(problem).toBeUndefined();
  const [site] = webSites(directives, links);
  if (!site) throw new Error("no site");
  return site;
}

describe("urlOf", () => {
  for (const { name, server, files } of nginxCases) {
    it.each(Object.entries(files))(`${name}: %s is %s`, (file, expected) => {
      const answer = siteOf(server).urlOf(`${shop}/${file}`);
      if (answer.kind === "found") expect(answer.value).toBe(expected);
      else expect(answer.kind === "absent" ? "no" : "undecided").toBe(expected);
    });
  }
});

describe("a configuration with endless ways", () => {
  // Each of them would run until the test is ended.
  it.each([
    ["a location", "root SHOP; location ~ ^/(([.a-z]*)*)*!$ { deny all; }"],
    ["a rule", "root SHOP; rewrite ^/(([.a-z]*)*)*!$ /x last;"],
    ["a condition", 'root SHOP; if ($uri ~ "^/(([.a-z]*)*)*!$") { return 403; }'],
    [
      "conditions that whoever asks decides",
      `root SHOP; ${"if ($http_x) { set $a 1; rewrite ^/none /x; }\n".repeat(60)} return 403;`,
    ],
  ])("is undecided: %s", (_, server) => {
    expect(siteOf(server).urlOf(`${shop}/.env`).kind).toBe("blocked");
  });
});

describe("servers that no request reaches", () => {
  it.each([
    ["the second of a name", "listen 80; server_name a;", "listen 80; server_name a;", "1"],
    ["the same address written otherwise", "listen *:80; server_name a;", "server_name A;", "1"],
    ["another port", "listen 80; server_name a;", "listen 81; server_name a;", "12"],
    ["one of the ports", "listen 80; server_name a;", "listen 80; listen 81; server_name a;", "12"],
    ["another name besides", "server_name a;", "server_name a b;", "12"],
    ["the default one", "server_name a;", "listen 80 default_server; server_name a;", "12"],
    ["an address of its own", "server_name a;", "listen 10.0.0.1; server_name a;", "12"],
    ["a name that is an expression", "server_name ~^A;", "server_name ~^a;", "12"],
    ["without a name", "server_name a;", "root /x;", "12"],
    ["without a name twice", "root /x;", "root /y;", "1"],
    ["the same socket", "listen unix:/s; server_name a;", "listen unix:/s; server_name a;", "1"],
  ])("%s", (_, first, second, expected) => {
    const text = `http {\nserver { ${first} }\nserver { ${second} }\n}\n`;
    const { directives } = parseNginx(text, "/etc/nginx/nginx.conf");
    const lines = webSites(directives, links).map(({ line }) => line - 1);
    expect(lines.join("")).toBe(expected);
  });
});
