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

auditCases(notServed, {
  passes: [
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
      name: "a key file",
      files: { "composer.json": "{}", "tls/shop.key": "x" },
      nginx: whole,
      findings: [{ message, at, also: ["//shop.example/tls/shop.key"], occurrences: 1 }],
    },
  ],
  unknowns: [
    {
      name: "Apache serves it, whose configuration is not read",
      files,
      host: { "/etc/apache2/sites-enabled/shop.conf": "DocumentRoot {root}\n" },
      code: "parse",
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
      name: "nginx configuration",
      at: "/etc/nginx/nginx.conf",
      files,
      host: { "/etc/nginx/nginx.conf": `http { server { ${whole.replace("\n", " ")}${deny} } }` },
    },
  ],
});
