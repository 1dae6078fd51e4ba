import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { mintCertificate } from "../mint-certificate.ts";
import { type PrivateHost, privateHost } from "../private-host.ts";
import { healthySettings } from "../real-application.ts";

/** What a healthy shop is configured with; other lines than the usual ones come last. */
export function settings(seed: number, ...more: readonly string[]): string {
  return `${[...healthySettings(seed), ...more].join("\n")}\n`;
}

/** A private file with the owner that a server gives it. */
export function putPrivate(host: PrivateHost, file: string, text: string, uid: number): void {
  const path = host.real(file);
  fs.writeFileSync(path, text);
  fs.chmodSync(path, 0o600);
  fs.chownSync(path, uid, uid);
}

/** Everything at and below a path, links themselves. */
export function give(host: PrivateHost, path: string, uid: number): void {
  execFileSync("chown", ["-hR", `${uid}:${uid}`, host.real(path)]);
}

export const ignored = ".env*\n!.env.example\n*.key\n*.pem\n*.sql\n*.log\n*.bak\n";

export const phpCode = (root: string): Record<string, string> => ({
  [`${root}/composer.json`]: '{"name": "shop/shop"}\n',
  [`${root}/.gitignore`]: ignored,
  [`${root}/src/Cart.php`]: "<?php\nfinal class Cart {}\n",
  [`${root}/public/index.php`]: '<?php\necho "shop";\n',
});

export const nodeCode = (root: string): Record<string, string> => ({
  [`${root}/package.json`]: '{"name": "shop", "type": "module"}\n',
  [`${root}/.gitignore`]: ignored,
  [`${root}/src/cart.js`]: "export const cart = [];\n",
  [`${root}/server.js`]: "setInterval(() => {}, 1000);\n",
});

/** A unit of the Node shop; `lines` come first. */
export const nodeUnit = (root: string, ...lines: readonly string[]): string =>
  [
    "[Unit]",
    "Description=the shop",
    "[Service]",
    ...lines,
    `ExecStart=/usr/bin/env node ${root}/server.js`,
    "[Install]",
    "WantedBy=multi-user.target",
    "",
  ].join("\n");

/** As systemd would start it: its folder, its account. */
export const startNode = (root: string, uid: number): string =>
  `(cd ${root} && exec setpriv --reuid=${uid} --regid=${uid} --clear-groups -- node ${root}/server.js) &`;

/** nginx as Debian has it, with one site, and how long its logs are kept. */
export const nginxHost = (...sites: readonly NginxSite[]): Record<string, string> => ({
  ...tls(),
  "etc/nginx/nginx.conf":
    "user www-data;\npid /run/nginx.pid;\nevents {}\nhttp {\n  access_log /var/log/nginx/access.log;\n  error_log /var/log/nginx/error.log;\n  include /etc/nginx/sites-enabled/*;\n}\n",
  "etc/nginx/fastcgi.conf":
    "fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;\nfastcgi_param REQUEST_METHOD $request_method;\n",
  ...keptLogs("nginx"),
  ...Object.fromEntries(
    sites.flatMap(({ name, folder, inside }) => [
      [`etc/nginx/sites-enabled/${name}.conf`, siteText(name, folder, inside)],
      [`var/log/nginx/${name}.access.log`, '203.0.113.9 - - "GET / HTTP/2.0" 200\n'],
    ]),
  ),
});

interface NginxSite {
  /** Host name, also the name of its file and its logs. */
  readonly name: string;
  readonly folder: string;
  /** Its locations. */
  readonly inside: string;
}

const siteText = (name: string, folder: string, inside: string) => `server {
  listen 443 ssl;
  server_name ${name};
  root ${folder};
  access_log /var/log/nginx/${name}.access.log;
  error_log /var/log/nginx/${name}.error.log;
  ssl_certificate /etc/ssl/shop.pem;
  ssl_certificate_key /etc/ssl/private/shop.key;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;
  ssl_session_tickets off;
  add_header Strict-Transport-Security "max-age=63072000" always;
  location ~ /\\. { deny all; }
  ${inside}
}
`;

export const toPhp = (socket: string): string =>
  `location / { try_files $uri /index.php; }
  location ~ \\.php$ { include fastcgi.conf; fastcgi_pass unix:/run/php/${socket}.sock; }`;

export const toNode = (port: number): string =>
  `location / { proxy_pass http://127.0.0.1:${port}; }`;

export function tls(): Record<string, string> {
  const { certificate, key } = mintCertificate();
  return { "etc/ssl/shop.pem": certificate, "etc/ssl/private/shop.key": key };
}

export const keptLogs = (server: "nginx" | "apache2"): Record<string, string> => ({
  [`etc/logrotate.d/${server}`]: `/var/log/${server}/*.log {\n\tdaily\n\tmissingok\n\trotate 120\n\tcompress\n\tnotifempty\n\tcreate 0640 www-data adm\n}\n`,
});

/** php-fpm with a pool for each name. */
export const phpHost = (pools: Readonly<Record<string, string>>): Record<string, string> => ({
  "etc/php/8.2/fpm/php-fpm.conf":
    "[global]\npid = /run/php/php8.2-fpm.pid\nerror_log = /var/log/php8.2-fpm.log\ninclude=/etc/php/8.2/fpm/pool.d/*.conf\n",
  ...Object.fromEntries(
    Object.entries(pools).map(([name, user]) => [
      `etc/php/8.2/fpm/pool.d/${name}.conf`,
      `[${name}]\nuser = ${user}\ngroup = ${user}\nlisten = /run/php/${name}.sock\nlisten.owner = www-data\nlisten.group = www-data\npm = ondemand\npm.max_children = 2\n`,
    ]),
  ),
});

export const startPhp =
  "mkdir -p /run/php; php-fpm8.2 -D -c /dev/null -y /etc/php/8.2/fpm/php-fpm.conf";

export const startNginx =
  "mkdir -p /var/lib/nginx /var/log/nginx; nginx -q; chown www-data:adm /var/log/nginx/*; chmod 640 /var/log/nginx/*";

/** The host of these files; what is secret on every server is closed. */
export function hostOf(files: Readonly<Record<string, string>>): PrivateHost {
  const host = privateHost(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name.replace(/^\//, ""), text]),
    ),
  );
  fs.mkdirSync(host.real("var/log"), { recursive: true });
  const key = host.real("etc/ssl/private/shop.key");
  if (fs.existsSync(key)) fs.chmodSync(key, 0o600);
  return host;
}
