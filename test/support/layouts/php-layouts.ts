import fs from "node:fs";
import { debianApache } from "../debian-apache.ts";
import { commitAll } from "../real-application.ts";
import {
  give,
  hostOf,
  keptLogs,
  nginxHost,
  phpCode,
  phpHost,
  putPrivate,
  settings,
  startNginx,
  startPhp,
  tls,
  toPhp,
} from "./host-parts.ts";
import type { Layout } from "./layout.ts";

const root = "/var/www/shop";

export const phpUnderNginx: Layout = {
  name: "PHP under /var/www, nginx and php-fpm",
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
  statuses: {
    "env/owner": "pass",
    "exposure/not-served": "pass",
    "gitignore/env-ignored": "pass",
    "monitoring/logs-exist": "pass",
    "secrets/none-in-history": "pass",
  },
  lay() {
    const host = hostOf({
      ...phpHost({ shop: "www-data" }),
      ...nginxHost({ name: "shop.example", folder: `${root}/public`, inside: toPhp("shop") }),
      ...phpCode(root),
    });
    commitAll(host.real(root));
    give(host, root, 33);
    putPrivate(host, `${root}/.env`, settings(1), 33);
    return host;
  },
  plant(host) {
    fs.writeFileSync(host.real(`${root}/public/.env.bak`), settings(1));
    return "high env/no-copies public/.env.bak";
  },
};

const apacheSite = `<VirtualHost *:443>
	ServerName shop.example
	DocumentRoot ${root}/public
	ErrorLog \${APACHE_LOG_DIR}/shop.error.log
	CustomLog \${APACHE_LOG_DIR}/shop.access.log common
	SSLEngine on
	SSLProtocol -all +TLSv1.2 +TLSv1.3
	SSLSessionTickets off
	SSLCertificateFile /etc/ssl/shop.pem
	SSLCertificateKeyFile /etc/ssl/private/shop.key
	Header always set Strict-Transport-Security "max-age=63072000"
	<FilesMatch "\\.php$">
		SetHandler "proxy:unix:/run/php/shop.sock|fcgi://localhost"
	</FilesMatch>
</VirtualHost>
`;

export const phpUnderApache: Layout = {
  name: "PHP under /var/www, Apache and php-fpm",
  programs: ["apache2", "php-fpm8.2"],
  services: `${startPhp}; mkdir -p /run/apache2; (. /etc/apache2/envvars; exec apache2 -k start); chown root:adm /var/log/apache2/*; chmod 640 /var/log/apache2/*`,
  root,
  below: `${root}/public`,
  uid: 33,
  // Apache's logs are root's and the group adm's.
  takesRoot: ["secrets/none-in-logs"],
  facts: [
    `root: ${root} (root of Apache site shop.example)`,
    "env file: .env (in the root, likely)",
    "service user: www-data (php8.2-fpm pool shop)",
    "environment: production (APP_ENV at .env:1)",
    "site: shop.example (apache/shop.conf:1)",
    "log: /var/log/apache2/shop.access.log (/etc/apache2/sites-enabled/shop.conf:5)",
    "log: /var/log/apache2/shop.error.log (/etc/apache2/sites-enabled/shop.conf:4)",
  ],
  statuses: {
    "env/owner": "pass",
    "exposure/not-served": "pass",
    "monitoring/logs-exist": "pass",
  },
  lay() {
    const host = hostOf({
      ...debianApache(apacheSite, {
        modules: [
          "mpm_event",
          "setenvif",
          "headers",
          "proxy",
          "proxy_fcgi",
          "socache_shmcb",
          "ssl",
        ],
        more: {
          "etc/apache2/envvars":
            "export APACHE_RUN_USER=www-data\nexport APACHE_RUN_GROUP=www-data\nexport APACHE_RUN_DIR=/run/apache2\nexport APACHE_LOG_DIR=/var/log/apache2\n",
          "etc/apache2/conf-enabled/pid.conf": "PidFile /run/apache2/apache2.pid\n",
          "etc/apache2/mods-enabled/mime.conf": "TypesConfig /etc/mime.types\n",
          "etc/mime.types": "text/html html\n",
        },
      }),
      ...tls(),
      ...keptLogs("apache2"),
      ...phpHost({ shop: "www-data" }),
      ...phpCode(root),
      "var/log/apache2/shop.access.log": '203.0.113.9 - - "GET / HTTP/1.1" 200\n',
    });
    commitAll(host.real(root));
    give(host, root, 33);
    putPrivate(host, `${root}/.env`, settings(2), 33);
    return host;
  },
  plant(host) {
    const site = host.real("etc/apache2/sites-enabled/shop.conf");
    fs.writeFileSync(site, apacheSite.replace(`${root}/public`, root));
    return "critical exposure/not-served /etc/apache2/sites-enabled/shop.conf";
  },
};
