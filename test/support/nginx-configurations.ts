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
  "error_page 404 = @app;",
  "error_page 404 /backups$uri;",
  "error_page 403 =200 /public$uri;",
  "error_page 401 403 404 = @app;",
  "error_page 403 @named;",
  "error_page 404 /404.html;",
  "error_page 404 /.env;",
  "error_page 403 404 /index.php;",
  "error_page 405 =200 $uri;",
  "error_page 500 502 503 504 /50x.html;",
  "recursive_error_pages on; error_page 404 403 = @app;",
  "return 404; error_page 404 = @named;",
  "return 403 closed;",
  "deny all; error_page 403 = @named;",
  "rewrite ^/x/(.*)$ /storage/$1 break; root SHOP;",
  "rewrite ^/dl/(.+)$ /x/$1 last;",
  "try_files $uri @named;",
  "try_files /backups/shop.sql =404;",
  "try_files $uri /.env;",
  "if (-f SHOP/.env) { root SHOP; }",
  "if (!-d SHOP/none) { error_page 404 = @app; }",
  "if ($uri ~ \\.sql$) { root SHOP/public; }",
  "if ($uri) { rewrite ^/x/(.*)$ /backups/$1 break; root SHOP; }",
  "if ($uri ~ log) { rewrite ^/storage/(.*)$ /backups/$1 last; }",
  "if ($request_method = GET) { break; }",
  "if ($uri ~ \\.env$) { set $a 1; }",
  "if (-e $document_root$uri) { rewrite ^ /404.html break; }",
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
  "location ~ ^/dl/(.+)$ { root SHOP; try_files /$1 =404; BODY }",
  "location ~ ^/dl/(?<f>.+)$ { root SHOP; try_files /none /$f @app; BODY }",
  "location ~ ^/x/([^/]+)$ { root SHOP/backups; try_files /$1 /public/$1 @named; }",
  "location ~ ^/x/(.*)$ { alias SHOP/storage/$1; try_files $uri @app; }",
  "location /files/ { alias SHOP/backups/; try_files $uri @named; BODY }",
  "location /files { alias SHOP/backups/; try_files /shop.sql $uri =404; }",
  "location /x/ { rewrite ^/x/(.*)$ /$1 break; root SHOP; BODY }",
  "location = /x/.env { rewrite ^ /.env break; root SHOP; }",
  "location /x/ { alias SHOP/; internal; }",
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
  "error_page 404 = @app;",
  "error_page 403 404 = @named;",
  "error_page 403 /x$uri;",
  "error_page 404 /dl$uri;",
  "error_page 404 =200 /config/app.php.bak;",
  "error_page 403 404 /errors/$status.html;",
  "recursive_error_pages on; error_page 404 403 = @named;",
  "if ($uri ~ ^/x/) { rewrite ^/x/(.*)$ /backups/$1; }",
  "if ($uri ~ ^/x/) { return 404; }",
  "return 404; error_page 404 = @app;",
  "charset utf-8;",
  "index index.php index.html;",
  "try_files $uri /index.php;",
];

const undecidable = [
  "location ~ ^/(?:x|dl)/ { rewrite ^/(?:x|dl)/(.*)$ /.hidden/$1 break; }",
  "error_page 402 = @rare; location @rare { rewrite ^ /.env break; root SHOP; }",
  "location /storage/a { proxy_pass http://127.0.0.1:9; error_page 502 = @down; } location @down { root SHOP; }",
  "error_page 413 = @large; location @large { root SHOP; }",
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
            random.chance(0.3)
              ? bodyFor(random, /^(root|location|rewrite|if|try_files|recursive)/)
              : "",
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
        `location @named { ${random.pick(["", "root SHOP;", "root SHOP/public;", "return 403;", "try_files /public$uri =404;", "rewrite ^/(.*)$ /backups/$1 break;", "rewrite ^/x/(.*)$ /$1 last;"])} }`,
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
