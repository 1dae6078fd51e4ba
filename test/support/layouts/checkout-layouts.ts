import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { mint } from "../mint.ts";
import { commitAll } from "../real-application.ts";
import {
  give,
  hostOf,
  nginxHost,
  phpCode,
  phpHost,
  putPrivate,
  settings,
  startNginx,
  startPhp,
  toPhp,
} from "./host-parts.ts";
import type { Layout } from "./layout.ts";

const root = "/var/www/shop";
const deployer = 1002;

const accounts = {
  "etc/passwd":
    "root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\ndeploy:x:1002:1002::/srv/deploy:/bin/bash\n",
  "etc/group": "root:x:0:\nadm:x:4:\nwww-data:x:33:\ndeploy:x:1002:\n",
};

const files = {
  ...accounts,
  ...phpHost({ shop: "www-data" }),
  ...nginxHost({ name: "shop.example", folder: `${root}/public`, inside: toPhp("shop") }),
};

const common = {
  programs: ["nginx", "php-fpm8.2"],
  services: `${startPhp}; ${startNginx}`,
  root,
  below: `${root}/src`,
  uid: 33,
  facts: [
    `root: ${root} (root of nginx site shop.example)`,
    "env file: .env (in the root, likely)",
    "service user: www-data (php8.2-fpm pool shop)",
    "environment: production (APP_ENV at .env:1)",
    "site: shop.example (nginx/shop.example.conf:1)",
    "log: /var/log/nginx/shop.example.access.log (/etc/nginx/sites-enabled/shop.example.conf:5)",
    "log: /var/log/nginx/shop.example.error.log (/etc/nginx/sites-enabled/shop.example.conf:6)",
  ],
} as const;

export const foreignCheckout: Layout = {
  ...common,
  name: "a git checkout owned by another user",
  statuses: {
    "env/owner": "pass",
    "env/path-protected": "pass",
    "secrets/none-in-history": "pass",
  },
  lay() {
    const host = hostOf({ ...files, ...phpCode(root) });
    commitAll(host.real(root));
    give(host, root, deployer);
    putPrivate(host, `${root}/.env`, settings(7), 33);
    return host;
  },
  plant(host) {
    const file = host.real(`${root}/src/Cart.php`);
    const clean = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, `${clean}// ${mint("discord.bot-token", 7)}\n`);
    commitAll(host.real(root));
    fs.writeFileSync(file, clean);
    commitAll(host.real(root));
    give(host, `${root}/.git`, deployer);
    return "critical secrets/none-in-history src/Cart.php";
  },
};

const bare = "/srv/git/shop.git";

/** The checkout has a `.git` file; history lies in a bare repository beside it. */
export const linkedWorktree: Layout = {
  ...common,
  name: "a linked worktree of a bare repository",
  statuses: { "gitignore/env-ignored": "pass", "secrets/none-in-history": "pass" },
  lay() {
    const host = hostOf({ ...files, ...phpCode("/root/seed") });
    const [seed, repository] = [host.real("root/seed"), host.real(bare)];
    commitAll(seed);
    fs.mkdirSync(host.real("srv/git"));
    git("clone", "-q", "--bare", seed, repository);
    fs.rmSync(seed, { recursive: true });
    git("-C", repository, "worktree", "add", "-q", "-f", host.real(root), "HEAD");
    // As that host names them.
    const [name = ""] = fs.readdirSync(`${repository}/worktrees`);
    fs.writeFileSync(host.real(`${root}/.git`), `gitdir: ${bare}/worktrees/${name}\n`);
    fs.writeFileSync(`${repository}/worktrees/${name}/gitdir`, `${root}/.git\n`);
    give(host, bare, 33);
    give(host, root, 33);
    putPrivate(host, `${root}/.env`, settings(8), 33);
    return host;
  },
  plant(host) {
    const repository = host.real(bare);
    const blob = git("-C", repository, "hash-object", "-w", "--stdin", {
      input: `token = ${mint("discord.bot-token", 8)}\n`,
    });
    const tree = git("-C", repository, "mktree", { input: `100644 blob ${blob}\tbot.ini\n` });
    const commit = git("-C", repository, "commit-tree", "-m", "bot", tree);
    git("-C", repository, "update-ref", "refs/heads/old", commit);
    give(host, bare, 33);
    return "critical secrets/none-in-history bot.ini";
  },
};

export const noRepository: Layout = {
  ...common,
  name: "no git at all",
  statuses: {
    "gitignore/env-ignored": "not-applicable",
    "gitignore/env-untracked": "not-applicable",
    "secrets/none-in-history": "not-applicable",
    "secrets/none-in-worktree": "pass",
  },
  lay() {
    const host = hostOf({ ...files, ...phpCode(root) });
    give(host, root, 33);
    putPrivate(host, `${root}/.env`, settings(9), 33);
    return host;
  },
  plant(host) {
    fs.appendFileSync(host.real(`${root}/src/Cart.php`), `// ${mint("discord.bot-token", 9)}\n`);
    return "critical secrets/none-in-worktree src/Cart.php";
  },
};

/** Later ones override: `.env` alone would run with debugging on. */
export const severalEnvFiles: Layout = {
  ...common,
  name: "several env files that override each other",
  facts: [
    common.facts[0],
    "env file: .env (in the root, likely)",
    "env file: .env.production (in the root, likely)",
    "env file: .env.local (in the root, likely)",
    ...common.facts.slice(2),
  ],
  statuses: { "env/debug-off": "pass", "env/mode": "pass", "env/no-placeholders": "pass" },
  lay() {
    const host = hostOf({ ...files, ...phpCode(root) });
    commitAll(host.real(root));
    give(host, root, 33);
    putPrivate(host, `${root}/.env`, settings(10), 33);
    putPrivate(host, `${root}/.env.production`, "APP_DEBUG=true\nLOG_LEVEL=warning\n", 33);
    putPrivate(host, `${root}/.env.local`, "APP_DEBUG=false\n", 33);
    return host;
  },
  plant(host) {
    putPrivate(host, `${root}/.env.local`, "APP_DEBUG=true\n", 33);
    return "high env/debug-off .env.local";
  },
};

type Last = string | { readonly input: string };

function git(...words: readonly Last[]): string {
  const last = words.at(-1);
  const input = typeof last === "object" ? last.input : "";
  const args = words.filter((word) => typeof word === "string");
  const who = ["-c", "user.name=jo", "-c", "user.email=jo@shop.example", "-c", "safe.directory=*"];
  const done = spawnSync("git", [...who, ...args], { input, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout.trim();
}
