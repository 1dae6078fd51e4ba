import fs from "node:fs";
import type { PrivateHost } from "../private-host.ts";
import {
  give,
  hostOf,
  nginxHost,
  nodeCode,
  nodeUnit,
  phpCode,
  phpHost,
  putPrivate,
  settings,
  startNginx,
  startNode,
  startPhp,
  toNode,
  toPhp,
} from "./host-parts.ts";

/** One of several shops on a host. */
export interface Neighbour {
  readonly name: string;
  readonly root: string;
  readonly uid: number;
  /** What runs it, as a finding names it. */
  readonly process: RegExp;
}

const accounts = { first: 1011, second: 1012, "www-data": 33 };

/** Two have an account of their own; two PHP shops share one, and all three share one php-fpm. */
export const neighbours: readonly Neighbour[] = [
  { name: "first", root: "/var/www/first", uid: accounts.first, process: /php-fpm: pool first$/ },
  { name: "second", root: "/opt/second", uid: accounts.second, process: /node$/ },
  { name: "third", root: "/var/www/third", uid: 33, process: /php-fpm: pool third$/ },
  { name: "fourth", root: "/srv/fourth", uid: 33, process: /php-fpm: pool fourth$/ },
];

const port = 3002;

export const programs = ["nginx", "php-fpm8.2", "curl", "ip"];

/** All of them run, and answer: each with its own name. */
export const services = `
ip link set lo up
${startPhp}
${startNode("/opt/second", accounts.second)}
${startNginx}
${neighbours
  .map(({ name }) => {
    const ask = `curl -sk --connect-to ::127.0.0.1: https://${name}.example/`;
    return `for i in $(seq 100); do [ "$(${ask})" = ${name} ] && break; sleep 0.1; done; [ "$(${ask})" = ${name} ]`;
  })
  .join("\n")}
`;

export function layNeighbours(): PrivateHost {
  const lines = Object.entries(accounts).map(([name, uid]) => ({ name, uid }));
  const phpShops = neighbours.filter(({ name }) => name !== "second");
  const pools = phpHost({ first: "first", third: "www-data", fourth: "www-data" });
  const sites = neighbours.map(({ name, root }) => ({
    name: `${name}.example`,
    folder: name === "second" ? "/var/www/empty" : `${root}/public`,
    inside: name === "second" ? toNode(port) : toPhp(name),
  }));
  const host = hostOf({
    "etc/passwd": `root:x:0:0::/root:/bin/sh\n${lines.map(({ name, uid }) => `${name}:x:${uid}:${uid}::/nonexistent:/usr/sbin/nologin\n`).join("")}`,
    "etc/group": `root:x:0:\nadm:x:4:\n${lines.map(({ name, uid }) => `${name}:x:${uid}:\n`).join("")}`,
    ...alwaysRunning(pools),
    ...nginxHost(...sites),
    "etc/systemd/system/second.service": nodeUnit(
      "/opt/second",
      "User=second",
      "WorkingDirectory=/opt/second",
    ),
    ...nodeCode("/opt/second"),
    "opt/second/server.js": `import { createServer } from "node:http";\ncreateServer((_, answer) => answer.end("second")).listen(${port}, "127.0.0.1");\n`,
    ...Object.assign({}, ...phpShops.map(({ root }) => phpCode(root))),
    ...Object.fromEntries(
      phpShops.map(({ name, root }) => [`${root}/public/index.php`, `<?php\necho "${name}";\n`]),
    ),
  });
  for (const [index, { name, root, uid }] of neighbours.entries()) {
    give(host, root, uid);
    const own = settings(20 + index).replaceAll("shop.example", `${name}.example`);
    putPrivate(host, `${root}/.env`, own, uid);
  }
  return host;
}

/** Workers that wait for nobody to ask. */
function alwaysRunning(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      text.replace("pm = ondemand", "pm = static"),
    ]),
  );
}

/** A fault in each thing that an audit looks at on the host, all of one shop's. */
export interface PlantedFaults {
  /** As `severity audit place`. */
  readonly expected: readonly string[];
  /** What is done once the services run. */
  readonly afterwards: string;
}

export function plantIn(host: PrivateHost, { name, root }: Neighbour, key: string): PlantedFaults {
  const site = `/etc/nginx/sites-enabled/${name}.example.conf`;
  const text = fs.readFileSync(host.real(site), "utf8");
  const open = `  location ^~ /files/ { alias ${root}/; }\n`;
  fs.writeFileSync(host.real(site), text.replace("  location / {", `${open}  location / {`));
  const log = `/var/log/nginx/${name}.example.access.log`;
  fs.appendFileSync(host.real(log), `203.0.113.9 - - "GET /?key=${key} HTTP/2.0" 200\n`);
  fs.chmodSync(host.real(`${root}/.env`), 0o644);
  return {
    expected: [
      `critical exposure/not-served ${site}`,
      "high env/mode .env",
      "high privilege/service-user process node",
      "high rotation/consumers-reloaded .env",
      `high secrets/none-in-logs ${log}`,
    ],
    afterwards: `(cd ${root}; exec node -e "setInterval(() => {}, 1000)") &\ntouch -d "+1 minute" ${root}/.env\n`,
  };
}
