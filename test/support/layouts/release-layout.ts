import fs from "node:fs";
import path from "node:path";
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

/** `current` leads to the newest release, whose `.env` and `storage` lead to `shared`. */
export const symlinkedReleases: Layout = {
  name: "releases behind a link, as Capistrano, Deployer and Envoyer have them",
  programs: ["nginx", "php-fpm8.2"],
  services: `${startPhp}; ${startNginx}`,
  root,
  below: `${root}/current/src`,
  uid: 33,
  facts: [
    `root: ${root} (root of nginx site shop.example)`,
    "env file: shared/.env (shared between releases, likely)",
    "service user: www-data (php8.2-fpm pool shop)",
    "environment: production (APP_ENV at .env:1)",
    "site: shop.example (nginx/shop.example.conf:1)",
    "log: /var/log/nginx/shop.example.access.log (/etc/nginx/sites-enabled/shop.example.conf:5)",
    "log: /var/log/nginx/shop.example.error.log (/etc/nginx/sites-enabled/shop.example.conf:6)",
    "log: shared/storage/logs/shop.log (in the root, likely)",
  ],
  statuses: {
    "env/mode": "pass",
    "env/owner": "pass",
    "env/path-protected": "pass",
    "exposure/not-served": "pass",
    "secrets/none-in-history": "not-applicable",
    "secrets/none-in-logs": "pass",
    "secrets/none-in-worktree": "pass",
  },
  lay() {
    const host = hostOf({
      ...phpHost({ shop: "www-data" }),
      ...nginxHost({
        name: "shop.example",
        folder: `${root}/current/public`,
        inside: toPhp("shop"),
      }),
      ...phpCode(`${root}/releases/41`),
      ...phpCode(`${root}/releases/42`),
      [`${root}/shared/storage/logs/shop.log`]: "started\n",
    });
    for (const release of ["41", "42"]) {
      const folder = `${root}/releases/${release}`;
      for (const name of [".env", "storage"]) {
        fs.symlinkSync(path.join("../..", "shared", name), host.real(`${folder}/${name}`));
      }
    }
    fs.symlinkSync("releases/42", host.real(`${root}/current`));
    give(host, root, 33);
    fs.chmodSync(host.real(`${root}/shared/storage/logs/shop.log`), 0o640);
    putPrivate(host, `${root}/shared/.env`, settings(11), 33);
    return host;
  },
  plant(host) {
    // Another account may lead the release's .env elsewhere.
    fs.chownSync(host.real(`${root}/releases/42`), 1001, 1001);
    return "high env/path-protected releases/42";
  },
};
