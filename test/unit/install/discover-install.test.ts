import { mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GuardError } from "../../../src/core/error.ts";
import { blocked, found } from "../../../src/core/look.ts";
import { parseConfig } from "../../../src/install/config/parse-config.ts";
import { discoverInstall } from "../../../src/install/discover-install.ts";
import { isRoot } from "../../support/as-user.ts";
import { type HostInFolder, hostInFolder, own } from "../../support/host-in-folder.ts";

const root = "/var/www/shop";

const nginx = {
  "etc/nginx/nginx.conf":
    "user www-data;\nhttp {\n  access_log /var/log/nginx/access.log;\n  include sites/*;\n}\n",
  "etc/nginx/sites/shop": `server {
  listen 443 ssl;
  server_name shop.example;
  root ${root}/public;
  access_log /var/log/nginx/shop.access.log;
  location ~ \\.php$ { fastcgi_pass unix:/run/php/shop.sock; }
}
`,
  "var/log/nginx/shop.access.log": "",
  "var/log/nginx/shop.access.log.1": "old",
  "var/log/nginx/shop.access.log.2.gz": "older",
};

const pool = {
  "etc/php/8.2/fpm/pool.d/shop.conf":
    "[shop]\nuser = shop\ngroup = www-data\nlisten = /var/run/php/shop.sock\nenv[APP_NAME] = shop\n",
};

const shop = {
  "var/www/shop/.env":
    "APP_ENV=prod\nAPP_URL=https://shop.example\nPANEL_URL=http://panel.example:25500\n",
  "var/www/shop/public/index.php": "",
};

function errorOf(act: () => unknown): GuardError {
  try {
    act();
  } catch (error) {
    if (error instanceof GuardError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

function discover({ ports }: HostInFolder, path?: string) {
  return discoverInstall(ports, path === undefined ? {} : { path });
}

describe("where the root comes from", () => {
  it("takes the argument, relative to the current folder", () => {
    const host = hostInFolder(shop, { cwd: "/var/www" });
    expect(discover(host, "shop").install).toMatchObject({
      root,
      source: "argument",
      host: "shop1",
    });
  });

  it("takes the current folder", () => {
    const host = hostInFolder(shop, { cwd: root });
    expect(discover(host).install).toMatchObject({ root, source: "the current folder" });
  });

  it("takes the app above its public folder", () => {
    const host = hostInFolder(shop, { cwd: `${root}/public` });
    expect(discover(host).install.root).toBe(root);
  });

  it.each(["/srv/shop", "/srv/shop/current", "/srv/shop/releases/5", "/srv/shop/current/public"])(
    "takes releases as one install, from %s",
    (path) => {
      const host = hostInFolder({
        "srv/shop/releases/5/composer.json": "{}",
        "srv/shop/releases/5/public/index.php": "",
        "srv/shop/shared/.env": "A=1\n",
      });
      symlinkSync("releases/5", host.real("/srv/shop/current"));
      symlinkSync(["../..", "shared", ".env"].join("/"), host.real("/srv/shop/releases/5/.env"));
      const { install } = discover(host, path);
      expect(install.root).toBe("/srv/shop");
      expect(
        install.envFiles.map(({ path: file, source, links, dialect }) => [
          file,
          source,
          links,
          dialect,
        ]),
      ).toEqual([
        ["/srv/shop/shared/.env", "shared between releases", ["/srv/shop/releases/5/.env"], "php"],
      ]);
    },
  );

  it("follows a link of the env file only inside the install", () => {
    const host = hostInFolder({ "srv/shop/composer.json": "{}", "etc/other/.env": "A=1\n" });
    symlinkSync("/etc/other/.env", host.real("/srv/shop/.env"));
    const [file] = discover(host, "/srv/shop").install.envFiles;
    expect(file).toMatchObject({ path: "/srv/shop/.env", content: { kind: "blocked" } });
  });

  it.each([
    ["round in a circle", { ".env": "a", a: ".env" }],
    ["to nothing", { ".env": "gone" }],
    ["to a folder", { ".env": "dir" }],
    ["through a folder that is a link", { ".env": "alias/x.env", alias: "dir" }],
    ["out and in again", { ".env": "../../srv/other/back/dir/x.env" }],
  ])("stops at a link of the env file that leads %s", (_, links) => {
    const host = hostInFolder({ "srv/shop/dir/x.env": "A=1\n", "srv/other/x": "" });
    symlinkSync("/srv/shop", host.real("/srv/other/back"));
    for (const [name, target] of Object.entries(links)) {
      symlinkSync(target, host.real(`/srv/shop/${name}`));
    }
    const [file] = discover(host, "/srv/shop").install.envFiles;
    expect(file).toMatchObject({ path: "/srv/shop/.env", content: { kind: "blocked" } });
    expect(file?.links).toBeUndefined();
  });

  it("takes the one of several that the current folder is in", () => {
    const host = hostInFolder(
      { ...shop, "opt/b/.env": "A=1\n", "opt/b/src/x.js": "" },
      { cwd: "/opt/b/src" },
    );
    expect(discover(host).install.root).toBe("/opt/b");
  });

  it("takes what a systemd unit works in", () => {
    const host = hostInFolder({
      "srv2/app/.env": "A=1\n",
      "etc/systemd/system/shop.service": "[Service]\nWorkingDirectory=/srv2/app\nUser=shop\n",
    });
    expect(discover(host).install).toMatchObject({
      root: "/srv2/app",
      source: "WorkingDirectory= of shop.service",
    });
  });

  it("takes the program that a unit starts", () => {
    const host = hostInFolder({
      "srv2/app/package.json": "{}",
      "etc/systemd/system/shop.service":
        "[Service]\nExecStart=/usr/bin/node /srv2/app/dist/server.js\n",
    });
    expect(discover(host).install.root).toBe("/srv2/app");
  });

  it("takes an nginx root", () => {
    const host = hostInFolder({ ...nginx, ...shop });
    expect(discover(host).install).toMatchObject({
      root,
      source: "root of nginx site shop.example",
    });
  });

  it.each(["/var/www/a", "/opt/a", "/srv/a"])("looks into the parent of %s", (folder) => {
    const host = hostInFolder({ [`${folder.slice(1)}/.env`]: "A=1\n" });
    expect(discover(host).install.root).toBe(folder);
  });

  it("resolves links to the root", () => {
    const host = hostInFolder({ "srv/releases/5/.env": "A=1\n" });
    symlinkSync("releases/5", host.real("/srv/current"));
    expect(discover(host, "/srv/current").install.root).toBe("/srv/releases/5");
  });

  it("says nothing of a manifest alone that nobody points at", () => {
    const host = hostInFolder({ "opt/tool/package.json": "{}" });
    expect(errorOf(() => discover(host))).toMatchObject({
      kind: "environment",
      code: "NO_INSTALL",
    });
  });

  it("lists several installs", () => {
    const host = hostInFolder({ "opt/a/.env": "A=1\n", "srv/b/.env": "A=1\n" });
    const error = errorOf(() => discover(host));
    expect(error).toMatchObject({ kind: "environment", code: "SEVERAL_INSTALLS" });
    expect(error.message).toBe("2 installs found: /opt/a (found in /opt), /srv/b (found in /srv)");
    expect(error).toMatchObject({
      roots: ["/opt/a", "/srv/b"],
      hints: ["keep a configuration for each with: init --config NAME FOLDER"],
    });
  });

  it("names the configurations that there are for them", () => {
    const host = hostInFolder({
      "opt/a/.env": "A=1\n",
      "srv/b/.env": "A=1\n",
      "etc/iptvbp-guard/a.yaml": "",
      "etc/iptvbp-guard/b.yaml": "",
      "etc/iptvbp-guard/notes.txt": "",
    });
    expect(errorOf(() => discover(host)).hints).toEqual([
      "or name one by its configuration: --config a, --config b",
    ]);
  });

  it("takes the one of the current folder, its web root included", () => {
    const files = { "opt/a/.env": "A=1\n", "opt/a/public/index.php": "", "srv/b/.env": "A=1\n" };
    for (const cwd of ["/opt/a", "/opt/a/public"]) {
      const { install } = discover(hostInFolder(files, { cwd }));
      expect(install).toMatchObject({ root: "/opt/a", source: "the current folder" });
    }
  });

  it("does not count an example or a copy as an env file", () => {
    const host = hostInFolder({ "opt/a/.env.example": "A=\n", "opt/a/.env.bak": "A=1\n" });
    expect(errorOf(() => discover(host)).code).toBe("NO_INSTALL");
  });
});

describe("paths that are no install", () => {
  it.each([
    ["/nowhere", "PATH_MISSING"],
    ["/var/www/shop/.env", "PATH_NOT_FOLDER"],
    ["/etc", "NO_INSTALL"],
    ["/var/www/shop/pipe", "PATH_NOT_FOLDER"],
  ])("%s: %s", (path, code) => {
    const host = hostInFolder({ ...shop, ...nginx, "var/www/shop/pipe": "" });
    const error = errorOf(() => discover(host, path));
    expect(error).toMatchObject({ kind: "environment", code });
    expect(error.hints[0]).toMatch(/^[a-z]/);
  });

  it("a loop of links", () => {
    const host = hostInFolder(shop);
    symlinkSync("loop", host.real("/var/www/loop"));
    expect(errorOf(() => discover(host, "/var/www/loop")).code).toBe("PATH_UNREADABLE");
  });
});

describe("with a configuration", () => {
  const config = (text: string, { ports }: HostInFolder) =>
    parseConfig(text, "/etc/iptvbp-guard/guard.yaml", ports.catalogue);

  it("takes its root, also without an env file", () => {
    const host = hostInFolder({ "data/shop/README": "" });
    const { install } = discoverInstall(host.ports, {
      config: config("install: { root: /data/shop }\n", host),
    });
    expect(install).toMatchObject({ root: "/data/shop", source: "guard.yaml", envFiles: [] });
  });

  it("comes before the current folder, and says so when that is another install", () => {
    const files = { ...shop, "opt/other/.env": "A=1\n" };
    const found = (cwd: string) => {
      const host = hostInFolder(files, { cwd });
      const own = config("install: { root: /var/www/shop }\n", host);
      return discoverInstall(host.ports, { config: own });
    };
    expect(found("/opt/other")).toMatchObject({
      install: { root: "/var/www/shop" },
      notes: [
        "this is about /var/www/shop, by /etc/iptvbp-guard/guard.yaml; for the install in the current folder name another --config",
      ],
    });
    expect(found("/var/www/shop").notes).toEqual([]);
    expect(found("/opt").notes).toEqual([]);
  });

  it("uses nothing of it for another root, and says so", () => {
    const host = hostInFolder({ ...shop, "opt/other/.env": "A=1\n" });
    const text = "install: { root: /var/www/shop, owner: root, environment: staging }\n";
    const {
      install,
      notes,
      config: used,
    } = discoverInstall(host.ports, {
      path: "/opt/other",
      config: config(text, host),
    });
    expect(install.environment.value).toBe("production");
    expect(used).toBeUndefined();
    expect(notes).toEqual([
      "/etc/iptvbp-guard/guard.yaml is about /var/www/shop: nothing of it is used",
    ]);
  });

  it("uses it for its own root given as an argument", () => {
    const host = hostInFolder(shop);
    const { install, notes } = discoverInstall(host.ports, {
      path: root,
      config: config(`install: { root: ${root}, owner: "root:adm" }\n`, host),
    });
    expect(install.owner).toEqual(
      found({ value: { uid: 0, gid: 4, name: "root:adm" }, source: "guard.yaml" }),
    );
    expect(notes).toEqual([]);
  });

  it("refuses an owner that does not exist", () => {
    const host = hostInFolder(shop);
    const text = `install:\n  root: ${root}\n  owner: nobody-here\n`;
    const error = errorOf(() => discoverInstall(host.ports, { config: config(text, host) }));
    expect(error.message).toBe(
      '/etc/iptvbp-guard/guard.yaml:3:10: user "nobody-here" does not exist on this host',
    );
  });

  it("reads env files, logs and dumps by its patterns", () => {
    const host = hostInFolder({
      ...shop,
      "var/www/shop/app.env": "A=1\n",
      "backups/one.sql": "",
      "backups/two.sql.gz": "",
      "logs/app.log": "",
      "logs/app.log.1": "",
    });
    const text = `install:
  root: ${root}
  env: ["*.env"]
  dumps: ["/backups/*.sql*"]
  logs: { app: ["/logs/app.log*"], access: [/logs/missing.log] }
`;
    const { install } = discoverInstall(host.ports, { config: config(text, host) });
    expect(install.envFiles.map(({ path, isUnlisted }) => [path, isUnlisted])).toEqual([
      [`${root}/app.env`, undefined],
      // The list is no reason to pass over what else lies there.
      [`${root}/.env`, true],
    ]);
    expect(install.dumps).toEqual(["/backups/one.sql", "/backups/two.sql.gz"]);
    expect(install.logs.map(({ kind, path, files }) => [kind, path, files.length])).toEqual([
      ["access", "/logs/missing.log", 0],
      ["app", "/logs/app.log", 2],
    ]);
  });
});

describe("service user and owner", () => {
  const unit = (lines: string) => ({
    "etc/systemd/system/shop.service": `[Service]\nWorkingDirectory=${root}\n${lines}\n`,
  });
  const worker = {
    pid: 812,
    uid: 33,
    gid: 33,
    groups: [4],
    args: ["node", `${root}/server.js`],
  };

  it("asks the unit first", () => {
    const host = hostInFolder({
      ...shop,
      ...nginx,
      ...pool,
      ...unit("User=www-data\nSupplementaryGroups=adm"),
    });
    expect(discover(host, root).install.serviceUser).toEqual(
      found({
        value: { name: "www-data", uid: 33, gid: 33, groups: [33, 4] },
        source: "shop.service",
      }),
    );
  });

  it("knows that a unit without User= runs as root", () => {
    const host = hostInFolder({ ...shop, ...unit("ExecStart=/usr/bin/node server.js") });
    expect(discover(host, root).install.serviceUser).toMatchObject({
      value: { value: { name: "root" } },
    });
  });

  it("believes a drop-in", () => {
    const host = hostInFolder({
      ...shop,
      ...unit("User=www-data"),
      "etc/systemd/system/shop.service.d/user.conf": "[Service]\nUser=shop\n",
    });
    expect(discover(host, root).install.serviceUser).toMatchObject({
      value: { value: { name: "shop" } },
    });
  });

  it("prefers what serves to what runs now and then", () => {
    const host = hostInFolder({
      ...shop,
      ...unit("User=www-data"),
      "etc/systemd/system/a-backup.service": `[Service]\nType=oneshot\nUser=shop\nExecStart=/usr/bin/tar ${root}\n`,
    });
    expect(discover(host, root).install.serviceUser).toMatchObject({
      value: { source: "shop.service" },
    });
  });

  it("then the pool behind the site", () => {
    const host = hostInFolder({ ...shop, ...nginx, ...pool });
    const { serviceUser, owner } = discover(host, root).install;
    expect(serviceUser).toMatchObject({
      value: { value: { uid: 1001, gid: 33 }, source: "php8.2-fpm pool shop" },
    });
    expect(owner).toMatchObject({
      value: { value: { name: "shop:www-data" }, source: "php8.2-fpm pool shop" },
    });
  });

  it("then a worker process", () => {
    const host = hostInFolder(shop, { processes: found([worker]) });
    expect(discover(host, root).install.serviceUser).toEqual(
      found({
        value: { name: "www-data", uid: 33, gid: 33, groups: [33, 4] },
        source: "process 812 (node)",
      }),
    );
  });

  it.runIf(isRoot)("takes no shell and no process of a folder beside it for a worker", () => {
    const others = [
      { ...worker, args: ["bash"], cwd: root },
      { ...worker, args: ["node", `${root}2/server.js`] },
      { ...worker, uid: 0 },
    ];
    const host = hostInFolder(shop, { processes: found(others) });
    own(host.real(root), 1001, 1002);
    expect(discover(host, root).install.serviceUser).toMatchObject({
      value: { value: { name: "shop" }, source: "owner of the root" },
    });
  });

  it.runIf(isRoot)("then the owner of the root, also when processes cannot be seen", () => {
    const host = hostInFolder(shop, { processes: blocked("permission", "hidden") });
    own(host.real(root), 4711, 4712);
    expect(discover(host, root).install.serviceUser).toEqual(
      found({
        value: { name: "4711", uid: 4711, gid: 4712, groups: [4712] },
        source: "owner of the root",
      }),
    );
  });

  it("does not know a unit's user that is no account", () => {
    const host = hostInFolder({ ...shop, ...unit("User=ghost") });
    const { serviceUser, owner } = discover(host, root).install;
    expect(serviceUser.kind).toBe("blocked");
    expect(owner.kind).toBe("blocked");
  });
});

describe("env files", () => {
  it("orders them, leaves examples and copies out", () => {
    const host = hostInFolder({
      "opt/a/.env": "A=1\n",
      "opt/a/.env.local": "A=2\n",
      "opt/a/.env.production": "A=3\n",
      "opt/a/.env.example": "A=\n",
      "opt/a/.env.bak": "A=4\n",
    });
    expect(discover(host, "/opt/a").install.envFiles.map(({ path }) => path)).toEqual([
      "/opt/a/.env",
      "/opt/a/.env.production",
      "/opt/a/.env.local",
    ]);
  });

  it("adds what units and compose files name, with who reads them", () => {
    const host = hostInFolder({
      "opt/a/.env": "A=1\n",
      "opt/a/panel.env": "B=1\n",
      "etc/shop.env": "C=1\n",
      "opt/a/compose.yaml":
        "services:\n  app:\n    env_file:\n      - path: ./panel.env\n        required: false\n",
      "etc/systemd/system/a.service":
        "[Service]\nWorkingDirectory=/opt/a\nEnvironmentFile=-/etc/shop.env\nEnvironmentFile=-/etc/missing.env\n",
    });
    const { envFiles } = discover(host, "/opt/a").install;
    expect(
      envFiles.map(({ path, dialect, readByManager }) => [path, dialect, readByManager]),
    ).toEqual([
      ["/opt/a/.env", "dotenv", undefined],
      ["/opt/a/panel.env", "compose", "docker compose"],
      ["/etc/shop.env", "systemd", "a.service"],
    ]);
  });

  it("leaves a file that guard.yaml does not list alone when somebody else names it", () => {
    const host = hostInFolder({
      "opt/a/.env": "A=1\n",
      "opt/a/.env.local": "A=2\n",
      "opt/a/.env.production": "A=3\n",
      "opt/a/compose.yaml": "services:\n  app:\n    env_file: .env.local\n",
    });
    const config = parseConfig(
      "install: { root: /opt/a, env: [.env] }\n",
      "/etc/g.yaml",
      host.ports.catalogue,
    );
    const { envFiles } = discoverInstall(host.ports, { config }).install;
    expect(envFiles.map(({ path, isUnlisted }) => [path, isUnlisted])).toEqual([
      ["/opt/a/.env", undefined],
      ["/opt/a/.env.production", true],
      ["/opt/a/.env.local", undefined],
    ]);
  });

  it("does not follow a link in the root, nor hang on a folder", () => {
    const host = hostInFolder({ "opt/a/.env.local": "A=1\n", "etc/secret": "B=1\n" });
    symlinkSync("/etc/secret", host.real("/opt/a/.env"));
    mkdirSync(host.real("/opt/a/.env.production"));
    const { envFiles } = discover(host, "/opt/a").install;
    expect(
      envFiles.map(({ path, content }) => [
        path,
        content.kind === "blocked" ? content.reason.code : content.kind,
      ]),
    ).toEqual([
      ["/opt/a/.env", "link"],
      ["/opt/a/.env.production", "not-a-file"],
      ["/opt/a/.env.local", "found"],
    ]);
  });
});

describe("a root named through a link", () => {
  const files = {
    "srv/releases/5/.env": "APP_ENV=staging\n",
    "srv/releases/5/app.log": "",
    "etc/systemd/system/shop.service":
      "[Service]\nWorkingDirectory=/srv/current\nEnvironmentFile=/srv/current/.env\nUser=shop\n",
    "etc/cron.d/shop": "KEY=abc\n* * * * * shop php /srv/current/artisan\n",
  };
  const linked = () => {
    const host = hostInFolder(files);
    symlinkSync("releases/5", host.real("/srv/current"));
    return host;
  };

  it("belongs to what names the link", () => {
    const { install } = discover(linked(), "/srv/current");
    expect(install.serviceUser).toMatchObject({ value: { source: "shop.service" } });
    expect(install.envFiles.map(({ path, readByManager }) => [path, readByManager])).toEqual([
      ["/srv/releases/5/.env", "shop.service"],
    ]);
    expect(install.hostConfigs.map(({ path }) => path)).toContain("/etc/cron.d/shop");
  });

  it("may be named so in guard.yaml", () => {
    const host = linked();
    const text =
      "install: { root: /srv/current, env: [.env], logs: { app: [/srv/current/*.log] }, encryptionKey: { file: key } }\n";
    const config = parseConfig(text, "/etc/g.yaml", host.ports.catalogue);
    const { install } = discoverInstall(host.ports, { config });
    expect(install.root).toBe("/srv/releases/5");
    expect(install.environment.value).toBe("staging");
    expect(install.logs.map(({ path }) => path)).toEqual(["/srv/releases/5/app.log"]);
    expect(install.config.encryptionKey).toEqual({ file: "/srv/releases/5/key" });
  });
});

describe("the rest of an install", () => {
  it("reads the environment from the env file", () => {
    const host = hostInFolder({ ...shop, ...nginx });
    expect(discover(host, root).install.environment).toEqual({
      value: "production",
      source: "APP_ENV at .env:1",
    });
  });

  it("collects sites and their logs with rotated siblings", () => {
    const host = hostInFolder({ ...shop, ...nginx, "var/www/shop/storage/logs/app.log": "" });
    const { sites, logs } = discover(host, root).install;
    expect(sites.kind === "found" && sites.value.map(({ label }) => label)).toEqual([
      "nginx/shop:1",
    ]);
    expect(logs.map(({ kind, path, files }) => [kind, path, files.length])).toEqual([
      ["access", "/var/log/nginx/shop.access.log", 3],
      ["error", "/var/log/nginx/error.log", 0],
      ["app", `${root}/storage/logs/app.log`, 1],
    ]);
  });

  it("finds URLs and gives them roles", () => {
    const host = hostInFolder({ ...shop, ...nginx });
    expect(
      discover(host, root).install.urls.map(({ role, display, line }) => [role, display, line]),
    ).toEqual([
      ["store", "https://shop.example", 2],
      ["panel", "http://panel.example:25500", 3],
    ]);
  });

  it("knows no sites without a web server, and cannot tell when the main file of Apache is missing", () => {
    expect(discover(hostInFolder(shop), root).install.sites.kind).toBe("absent");
    const apache = hostInFolder({
      ...shop,
      "etc/apache2/sites-enabled/shop.conf": `<VirtualHost *:80>\nDocumentRoot ${root}/public\n</VirtualHost>\n`,
    });
    expect(discover(apache, root).install.sites.kind).toBe("blocked");
  });

  it("does not take broken nginx configuration for none", () => {
    const host = hostInFolder({ ...shop, "etc/nginx/nginx.conf": "http { server { root /x }" });
    const { sites, gaps } = discover(host, root).install;
    expect(sites.kind).toBe("blocked");
    expect(gaps.map(({ reason }) => reason.code)).toContain("parse");
  });

  it("lists host configuration with values", () => {
    const host = hostInFolder({
      ...shop,
      ...nginx,
      ...pool,
      "var/www/shop/docker-compose.yml":
        "services:\n  db:\n    environment:\n      DB_PASSWORD: abc\n      OTHER: ${OTHER}\n",
      "etc/cron.d/shop": `MAILTO=""\nSTRIPE_KEY=abc\n* * * * * shop php ${root}/artisan\n`,
      "etc/cron.d/other": "X=1\n* * * * * root true\n",
    });
    const { hostConfigs } = discover(host, root).install;
    expect(
      hostConfigs.map(({ path, kind, values }) => [
        path,
        kind,
        values.kind === "found"
          ? values.value.map(({ key, line }) => `${key}:${line}`)
          : values.kind,
      ]),
    ).toEqual([
      ["/etc/cron.d/shop", "crontab", ["MAILTO:1", "STRIPE_KEY:2"]],
      ["/etc/nginx/sites/shop", "web-server", []],
      ["/etc/php/8.2/fpm/pool.d/shop.conf", "php-fpm", ["APP_NAME:5"]],
      ["/var/www/shop/docker-compose.yml", "compose", ["DB_PASSWORD:4"]],
    ]);
  });
});
