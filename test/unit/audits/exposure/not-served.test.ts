import { notServed } from "../../../../src/audits/exposure/not-served.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const files = {
  ".env": "A=1\n",
  ".env.bak": "A=1\n",
  "public/index.php": "<?php\n",
  "backups/shop.sql": "--\n",
  "storage/logs/app.log": "1\n",
};
const whole = "server_name shop.example;\nroot {root};";
const at = "/etc/nginx/nginx.conf:2";
const message = "nginx serves what it must not";
const all = ["/.env", "/.env.bak", "/backups/shop.sql", "/storage/logs/app.log"];
const on = (host: string, urls: readonly string[]) => urls.map((url) => host + url);
const deny = "\nlocation ~ /\\. { deny all; }\nlocation ~ \\.(sql|log)$ { return 404; }";

/** A virtual host in a main file that says nothing else. */
const apache = (lines: string, modules: readonly string[] = []) => ({
  "/etc/apache2/apache2.conf": `${modules.map((name) => `LoadModule ${name}_module x\n`).join("")}<VirtualHost *:80>\nServerName shop.example\n${lines}\n</VirtualHost>\n`,
});
const apacheAt = "/etc/apache2/apache2.conf:1";
const apacheMessage = "Apache serves what it must not";

/** What the findings tell the operator to write. */
const endings = String.raw`\.(sql|dump|sqlite3?|bak|backup|old|orig|log|pem|key|p12|pfx)(\.(gz|bz2|xz|zst|zip))?$`;
const nginxRemedy = `location ~ /\\.(?!well-known/) { deny all; }`;
const apacheRemedy = `RedirectMatch 404 "/\\.(?!well-known/)"`;

auditCases(notServed, {
  passes: [
    {
      name: "the remedy for nginx",
      files,
      git: true,
      nginx: `${whole}\n${nginxRemedy}\nlocation ~* ${endings} { deny all; }`,
    },
    {
      name: "the remedy for Apache",
      files,
      git: true,
      host: apache(`DocumentRoot {root}\n${apacheRemedy}\nRedirectMatch 404 "${endings}"`),
    },
    { name: "Apache: only the public folder", files, host: apache("DocumentRoot {root}/public") },
    {
      name: "Apache: all of it denied",
      files,
      host: apache(
        'DocumentRoot {root}\n<FilesMatch "^\\.|\\.(sql|log)$">\nRequire all denied\n</FilesMatch>',
      ),
    },
    {
      name: "Apache: an access file denies",
      files: { ...files, ".htaccess": "Require all denied\n" },
      host: apache("DocumentRoot {root}\n<Directory {root}>\nAllowOverride All\n</Directory>"),
    },
    {
      name: "only the public folder",
      files,
      nginx: "server_name shop.example;\nroot {root}/public;",
    },
    { name: "all of it denied", files, nginx: whole + deny },
    {
      name: "everything goes to the application",
      files,
      nginx: `${whole}\nlocation / { proxy_pass http://127.0.0.1:3000; }`,
    },
    {
      name: "nothing private there",
      files: { "composer.json": "{}", "index.php": "<?php\n" },
      nginx: whole,
    },
  ],
  fails: [
    {
      name: "Apache: the whole checkout",
      files,
      git: true,
      host: apache("DocumentRoot {root}"),
      findings: [
        {
          message: apacheMessage,
          at: apacheAt,
          also: on("//shop.example", ["/.env", "/.env.bak", "/.git/config", ...all.slice(2)]),
          occurrences: 5,
          remedy: `Set DocumentRoot to the public folder only, or add to this site \`${apacheRemedy}\` and \`RedirectMatch 404 "${endings}"\`. Run \`apachectl configtest\`, reload, and rotate what was served.`,
        },
      ],
    },
    {
      name: "Apache: an access file that is not read",
      files: { ...files, ".htaccess": "Require all denied\n" },
      host: apache("DocumentRoot {root}\n<Directory {root}>\nAllowOverride None\n</Directory>"),
      findings: [
        { message: apacheMessage, at: apacheAt, also: on("//shop.example", all), occurrences: 4 },
      ],
    },
    {
      name: "Apache and nginx both",
      files,
      nginx: "server_name shop.example;\nroot {root}/backups;",
      host: apache("DocumentRoot {root}/storage"),
      findings: [
        { message, at, also: ["//shop.example/shop.sql"], occurrences: 1 },
        {
          message: apacheMessage,
          at: apacheAt,
          also: ["//shop.example/logs/app.log"],
          occurrences: 1,
        },
      ],
    },
    {
      name: "the whole checkout",
      files,
      git: true,
      nginx: whole,
      findings: [
        {
          message,
          at,
          also: on("//shop.example", ["/.env", "/.env.bak", "/.git/config", ...all.slice(2)]),
          occurrences: 5,
          evidence: "/.env  /.env.bak  /.git/config  /backups/shop.sql",
        },
      ],
    },
    {
      name: "a dump below the public folder",
      files: { ...files, "public/old/shop.sql.gz": "x" },
      nginx: "server_name shop.example;\nroot {root}/public;",
      findings: [{ message, at, also: ["//shop.example/old/shop.sql.gz"], occurrences: 1 }],
    },
    {
      name: "dot files denied, the dump forgotten",
      files,
      nginx: `${whole}\nlocation ~ /\\. { deny all; }`,
      findings: [{ message, at, also: on("//shop.example", all.slice(2)), occurrences: 2 }],
    },
    {
      name: "an alias",
      files,
      nginx:
        "server_name shop.example;\nroot {root}/public;\nlocation /files/ { alias {root}/backups/; }",
      findings: [{ message, at, also: ["//shop.example/files/shop.sql"], occurrences: 1 }],
    },
    {
      name: "a server without a name: its URLs have no host",
      files,
      nginx: "listen 80 default_server;\nserver_name _;\nroot {root};",
      findings: [{ message, at, also: all, occurrences: 4 }],
    },
    {
      name: "two servers of one file: one finding each",
      files,
      host: {
        "/etc/nginx/nginx.conf": `http {\nserver {\n${whole}\n}\nserver {\nserver_name old.example;\nroot {root}/backups;\n}\n}\n`,
      },
      findings: [
        { message, at, also: on("//shop.example", all), occurrences: 4 },
        {
          message,
          at: "/etc/nginx/nginx.conf:6",
          also: ["//old.example/shop.sql"],
          occurrences: 1,
        },
      ],
    },
    {
      name: "two roots of one server: one finding each",
      files,
      nginx:
        "server_name shop.example;\nroot {root}/backups;\nlocation /logs/ { root {root}/storage; }",
      findings: [
        { message, at, also: ["//shop.example/shop.sql"], occurrences: 1 },
        { message, at, also: ["//shop.example/logs/app.log"], occurrences: 1 },
      ],
    },
    {
      name: "the document root and an alias of Apache: one finding each",
      files,
      host: apache("DocumentRoot {root}/backups\nAlias /logs {root}/storage/logs"),
      findings: [
        { message: apacheMessage, at: apacheAt, also: ["//shop.example/shop.sql"] },
        { message: apacheMessage, at: apacheAt, also: ["//shop.example/logs/app.log"] },
      ].map((each) => ({ ...each, occurrences: 1 })),
    },
    {
      name: "a key file",
      files: { "composer.json": "{}", "tls/shop.key": "x" },
      nginx: whole,
      findings: [{ message, at, also: ["//shop.example/tls/shop.key"], occurrences: 1 }],
    },
  ],
  unknowns: [
    {
      name: "the nginx file that guard.yaml names is not there",
      files,
      config: "install:\n  nginx: [/opt/nginx/nginx.conf]\n",
      code: "io",
      text: "the file that guard.yaml names is not there",
    },
    {
      name: "Apache: its main file is not there",
      files,
      host: { "/etc/apache2/sites-enabled/shop.conf": "DocumentRoot {root}\n" },
      code: "parse",
    },
    {
      name: "Apache: an access file that is a link",
      files: { ...files, ".htaccess": { link: "/etc/passwd" } },
      host: apache("DocumentRoot {root}\n<Directory {root}>\nAllowOverride All\n</Directory>"),
      code: "parse",
      text: ".htaccess",
    },
    {
      name: "Apache: a condition that only a request decides",
      files,
      host: apache('DocumentRoot {root}\n<If "%{REQUEST_URI} =~ /x/">\nRequire all denied\n</If>'),
      code: "parse",
    },
    {
      name: "a web server that is not read",
      files,
      nginx: "server_name shop.example;\nroot {root}/public;",
      host: { "/etc/caddy/Caddyfile": "shop.example {\n\troot * {root}\n}\n" },
      code: "parse",
      text: "Caddy",
    },
    {
      name: "a folder of the tree that we may not list",
      files: { ...files, "private/": { mode: 0o700 } },
      nginx: whole + deny,
      asOther: true,
      code: "permission",
      text: "private",
    },
  ],
  notApplicable: [
    { name: "no web server", files, text: "no web server site serves this install" },
    {
      name: "a site of something else",
      files,
      nginx: "server_name other.example;\nroot /var/www/other;",
      text: "no web server site serves this install",
    },
  ],
  obstacles: [
    {
      name: "Apache configuration",
      at: "/etc/apache2/apache2.conf",
      files,
      host: apache("DocumentRoot {root}/public"),
    },
    {
      name: "an access file",
      at: ".htaccess",
      files: { ...files, ".htaccess": "Require all denied\n" },
      host: apache("DocumentRoot {root}\n<Directory {root}>\nAllowOverride All\n</Directory>"),
    },
    {
      name: "nginx configuration",
      at: "/etc/nginx/nginx.conf",
      files,
      host: { "/etc/nginx/nginx.conf": `http { server { ${whole.replace("\n", " ")}${deny} } }` },
    },
  ],
});
