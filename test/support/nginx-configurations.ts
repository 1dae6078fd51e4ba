import type { GeneratedSite } from "./apache-configurations.ts";
import { type Seeded, seeded } from "./seeded.ts";

const heads = [
  "/",
  "/",
  "/backups",
  "/backups/",
  "^~ /backups/",
  "= /.env",
  "= /backups/shop.sql",
  "~ /\\.",
  "~ /\\.(?!well-known)",
  "~ /\\.git",
  "~* \\.(sql|log|bak)$",
  "~* \\.SQL$",
  "~ \\.sql$",
  "~ \\.php$",
  "~ ^/(backups|storage)/",
  "~ ^/[^/]+/logs/",
  "/storage/",
  "/storage/logs",
  "/config/",
  "/public/",
  "/.git",
  "/.hidden/",
  "^~ /.hidden",
  '~ "a b"',
];

const bodies = [
  "deny all;",
  "deny all;",
  "return 404;",
  "return 403;",
  "return 200 ok;",
  "internal;",
  "root SHOP;",
  "root SHOP/public;",
  "root SHOP/backups;",
  "try_files $uri =404;",
  "try_files $uri $uri/ /index.php?$query_string;",
  "try_files $uri @app;",
  "try_files /none @app;",
  "try_files /public$uri $uri =404;",
  "try_files /backups$uri /storage/logs$uri =404;",
  "try_files /none /public$uri;",
  "try_files $uri/ =404;",
  'auth_basic "staff"; auth_basic_user_file /dev/null;',
  "auth_basic off;",
  "allow 203.0.113.7; deny all;",
  "allow 127.0.0.1; deny all;",
  "deny 127.0.0.1; allow all;",
  "deny 203.0.113.7;",
  "allow all;",
  'satisfy any; deny all; auth_basic "staff"; auth_basic_user_file /dev/null;',
  'satisfy any; allow all; auth_basic "staff"; auth_basic_user_file /dev/null;',
  "proxy_pass http://127.0.0.1:9;",
  "fastcgi_pass 127.0.0.1:9;",
  "limit_except GET { deny all; }",
  "limit_except POST { deny all; }",
  "autoindex on;",
  "expires 1h;",
  "add_header X-Frame-Options DENY;",
  "",
  "rewrite ^/x/(.*)$ /backups/$1 last;",
  "rewrite ^ /index.php last;",
  "rewrite ^/backups/(.*)$ /storage/$1 break;",
  "rewrite \\.sql$ /gone permanent;",
  'if ($request_uri ~* "\\.(env|git)") { return 403; }',
  "if ($uri ~ \\.sql$) { return 404; }",
  "if (-f $request_filename) { return 403; }",
  "if (!-e $request_filename) { rewrite ^ /index.php last; }",
  "if ($request_method = DELETE) { return 405; }",
  "location ~ \\.sql$ { deny all; }",
  "location ~ /\\. { return 404; }",
  "location ~ shop { }",
];

const aliases = [
  "location /files/ { alias SHOP/backups/; BODY }",
  "location /files { alias SHOP/backups/; BODY }",
  "location /files { alias SHOP/backups; BODY }",
  "location /x/ { alias SHOP/; BODY }",
  "location = /x/shop.sql { alias SHOP/backups/shop.sql; BODY }",
  "location ~ ^/dl/(.*)$ { alias SHOP/backups/$1; BODY }",
  "location ~ ^/dl/([^/]+)$ { alias SHOP/config/$1; BODY }",
  "location ^~ /files/ { alias SHOP/storage/logs/; BODY }",
  "location /x/ { root SHOP/backups; BODY }",
  "location /dl/ { internal; alias SHOP/backups/; }",
];

const serverLines = [
  "deny all;",
  "merge_slashes off;",
  "rewrite ^/x/(.*)$ /backups/$1;",
  "rewrite ^/dl/(.*)$ /backups/$1 last;",
  "rewrite ^/backups/ /gone redirect;",
  "rewrite ^/(.*)\\.sql$ /index.php last;",
  'if ($request_uri ~ "/\\.") { return 404; }',
  'if ($request_uri ~* "^/(backups|storage)/") { return 403; }',
  "if ($uri ~* \\.(sql|log)$) { return 403; }",
  "if ($scheme = https) { return 403; }",
  "if ($http_user_agent ~* badbot) { return 403; }",
  "if ($args ~ a=b) { return 403; }",
  'auth_basic "staff"; auth_basic_user_file /dev/null;',
  "error_page 404 /404.html;",
  "charset utf-8;",
  "index index.php index.html;",
  "try_files $uri /index.php;",
];

const undecidable = [
  "location /backups/s { set $closed 1; if ($closed) { return 403; } }",
  "location /storage/l { root SHOP$arg_folder; }",
  'location ~ "^/[[:alpha:]]+/" { deny all; }',
];

/** The server of a number: the same one every time. */
export function nginxSite(seed: number): GeneratedSite {
  const random = seeded(seed * 6701 + 3);
  const isUndecidable = random.chance(0.06);
  const taken = new Set<string>();
  const locations = Array.from({ length: random.below(7) }, () => random.pick(heads))
    .filter((head) => !taken.has(plainOf(head)) && taken.add(plainOf(head)))
    .map(
      (head) =>
        `location ${head} { ${bodyFor(random, head.startsWith("=") ? /^location/ : undefined)} }`,
    );
  const extra = random.chance(0.35)
    ? [
        random
          .pick(aliases)
          .replace(
            "BODY",
            random.chance(0.3) ? bodyFor(random, /^(root|location|rewrite|if)/) : "",
          ),
      ]
    : [];
  return {
    lines: [
      `root SHOP${random.pick(["", "", "", "/public", "/", "/public/"])};`,
      ...random.shuffled([
        ...locations,
        ...extra,
        ...(random.chance(0.45) ? [random.pick(serverLines)] : []),
        ...(isUndecidable ? [random.pick(undecidable)] : []),
        `location @app { ${random.pick(["return 404;", "root SHOP;", "root SHOP/public;", "proxy_pass http://127.0.0.1:9;"])} }`,
      ]),
    ],
    accessFiles: {},
    isUndecidable,
  };
}

/** `^~ /a` and `/a` are the same location to nginx. */
function plainOf(head: string): string {
  return head.replace(/^\^~ /, "");
}

/** One or two of them; the same directive does not stand twice. */
function bodyFor(random: Seeded, unless: RegExp = /^$/): string {
  const fitting = bodies.filter((each) => !unless.test(each));
  const first = random.pick(fitting);
  const second = random.chance(0.25) ? random.pick(fitting) : "";
  const names = (text: string) => text.split(/;\s*/).map((each) => each.split(" ")[0]);
  const isTwice = names(second).some((name) => name !== "" && names(first).includes(name));
  return isTwice || /^(location|if)/.test(second) ? first : `${first} ${second}`;
}
