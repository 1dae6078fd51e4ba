/** One server block and what it answers; `SHOP` stands for the folder of the shop. */
export interface NginxCase {
  readonly name: string;
  /** Inside `server { ... }`. */
  readonly server: string;
  /** File below the shop's folder: how it is served, `no`, or `undecided`. */
  readonly files: Readonly<Record<string, string>>;
  /** False for configuration that this nginx cannot run (modules, addresses). */
  readonly runs?: boolean;
}

/** Files of the shop; `public/storage` is a link to `storage/app`. */
export const shopFiles = [
  ".env",
  ".git/config",
  "backups/shop.sql",
  "public/index.html",
  "public/.env",
  "public/a b.txt",
  "static/site.css",
  "storage/app/export.sql",
  "data/report.sql",
  "other/.env",
  "index.php",
] as const;

export const nginxCases: readonly NginxCase[] = [
  {
    name: "root of the app is served whole",
    server: "root SHOP;",
    files: {
      ".env": "/.env",
      ".git/config": "/.git/config",
      "backups/shop.sql": "/backups/shop.sql",
    },
  },
  {
    name: "root with slash at the end",
    server: "root SHOP/;",
    files: { ".env": "/.env" },
  },
  {
    name: "public folder only",
    server: "root SHOP/public;",
    files: {
      ".env": "no",
      ".git/config": "no",
      "public/index.html": "/index.html",
      "public/.env": "/.env",
    },
  },
  {
    name: "links inside the root are followed",
    server: "root SHOP/public;",
    files: { "storage/app/export.sql": "/storage/export.sql" },
  },
  {
    name: "names are encoded",
    server: "root SHOP/public;",
    files: { "public/a b.txt": "/a%20b.txt" },
  },
  {
    name: "dot files denied by an expression",
    server: String.raw`root SHOP; location ~ /\. { deny all; }`,
    files: { ".env": "no", ".git/config": "no", "backups/shop.sql": "/backups/shop.sql" },
  },
  {
    name: "dot files but well-known denied",
    server: String.raw`root SHOP; location ~ /\.(?!well-known) { deny all; }`,
    files: { ".env": "no", ".git/config": "no" },
  },
  {
    name: "only .ht denied",
    server: String.raw`root SHOP; location ~ /\.ht { deny all; }`,
    files: { ".env": "/.env" },
  },
  {
    name: "return 404 in an expression",
    server: String.raw`root SHOP; location ~* \.(env|sql|git)$ { return 404; }`,
    files: { ".env": "no", "backups/shop.sql": "no", ".git/config": "/.git/config" },
  },
  {
    name: "case-insensitive expression",
    server: String.raw`root SHOP; location ~* \.SQL$ { return 403; }`,
    files: { "backups/shop.sql": "no" },
  },
  {
    name: "case-sensitive expression does not match",
    server: String.raw`root SHOP; location ~ \.SQL$ { return 403; }`,
    files: { "backups/shop.sql": "/backups/shop.sql" },
  },
  {
    name: "exact location",
    server: "root SHOP; location = /.env { return 404; }",
    files: { ".env": "no", "other/.env": "/other/.env" },
  },
  {
    name: "prefix location denies a folder",
    server: "root SHOP; location /backups/ { deny all; }",
    files: { "backups/shop.sql": "no", ".env": "/.env" },
  },
  {
    name: "expression beats a plain prefix",
    server: String.raw`root SHOP; location /backups/ { } location ~ \.sql$ { return 403; }`,
    files: { "backups/shop.sql": "no" },
  },
  {
    name: "^~ beats an expression",
    server: String.raw`root SHOP; location ^~ /backups/ { } location ~ \.sql$ { return 403; }`,
    files: { "backups/shop.sql": "/backups/shop.sql", "data/report.sql": "no" },
  },
  {
    name: "first expression wins",
    server: String.raw`root SHOP; location ~ backups { } location ~ \.sql$ { return 403; }`,
    files: { "backups/shop.sql": "/backups/shop.sql", "data/report.sql": "no" },
  },
  {
    name: "longest prefix wins",
    server: "root SHOP; location / { return 404; } location /data/ { }",
    files: { "data/report.sql": "/data/report.sql", ".env": "no" },
  },
  {
    name: "order of prefixes does not matter",
    server: "root SHOP; location /data/ { } location / { return 404; }",
    files: { "data/report.sql": "/data/report.sql", ".env": "no" },
  },
  {
    name: "nested expression inside a prefix",
    server: String.raw`root SHOP; location /data/ { location ~ \.sql$ { deny all; } }`,
    files: { "data/report.sql": "no", "backups/shop.sql": "/backups/shop.sql" },
  },
  {
    name: "nested expression beats an outer one",
    server: String.raw`root SHOP; location ~ \.sql$ { deny all; } location /data/ { location ~ report { } }`,
    files: { "data/report.sql": "/data/report.sql", "backups/shop.sql": "no" },
  },
  {
    name: "nested ^~ does not stop an outer expression",
    server: String.raw`root SHOP; location /data { location ^~ /data/ { } } location ~ \.sql$ { deny all; }`,
    files: { "data/report.sql": "no" },
  },
  {
    name: "a nested location with its own root",
    server: "root SHOP/public; location /backups/ { root SHOP; }",
    files: { "backups/shop.sql": "/backups/shop.sql", ".env": "no" },
  },
  {
    name: "alias",
    server: "root SHOP/public; location /files/ { alias SHOP/data/; }",
    files: { "data/report.sql": "/files/report.sql", ".env": "no" },
  },
  {
    name: "alias without slash on the location climbs one folder",
    server: "root SHOP/public; location /static { alias SHOP/static/; }",
    files: {
      "static/site.css": "/static/site.css",
      ".env": "/static../.env",
      "backups/shop.sql": "/static../backups/shop.sql",
    },
  },
  {
    name: "alias with slash on both does not climb",
    server: "root SHOP/public; location /static/ { alias SHOP/static/; }",
    files: { "static/site.css": "/static/site.css", ".env": "no" },
  },
  {
    name: "alias under an exact location",
    server: "root SHOP/public; location = /settings { alias SHOP/.env; }",
    files: { ".env": "/settings", "backups/shop.sql": "no" },
  },
  {
    name: "alias inherited by a nested location",
    server: String.raw`root SHOP/public; location /files/ { alias SHOP/data/; location ~ \.sql$ { deny all; } }`,
    files: { "data/report.sql": "no" },
  },
  {
    name: "alias with a capture",
    server: "root SHOP/public; location ~ ^/dl/(.*)$ { alias SHOP/data/$1; }",
    files: { ".env": "no", "data/report.sql": "/dl/report.sql" },
  },
  {
    name: "alias with a capture that a rule takes away",
    server:
      "root SHOP/public; location ~ ^/dl/(.*)$ { alias SHOP/data/$1; rewrite ^/x/(.*)$ /y last; }",
    files: { "data/report.sql": "undecided" },
  },
  {
    name: "alias with a choice of captures",
    server: "root SHOP/public; location ~ ^/(dl|get)/(.*)$ { alias SHOP/data/$2; }",
    files: { ".env": "no", "data/report.sql": "undecided" },
  },
  {
    name: "try_files finds the file",
    server: "root SHOP; location / { try_files $uri $uri/ /index.php?$query_string; }",
    files: { ".env": "/.env" },
  },
  {
    name: "try_files without $uri",
    server: "root SHOP; location / { try_files /maintenance.html =404; }",
    files: { ".env": "no" },
  },
  {
    name: "try_files looks below a folder",
    server: "root SHOP; location / { try_files /public$uri =404; }",
    files: { "public/.env": "/.env", "backups/shop.sql": "no" },
  },
  {
    name: "try_files names the file itself",
    server:
      "root SHOP; location /help { try_files /none /backups/shop.sql =404; } location /backups { deny all; }",
    files: { "backups/shop.sql": "/help" },
  },
  {
    name: "try_files falls back to a named location",
    server: "root SHOP/public; location / { try_files $uri @up; } location @up { root SHOP; }",
    files: { "public/index.html": "/index.html" },
  },
  {
    name: "named location with a wider root",
    server: "root SHOP/public; location / { try_files /none @up; } location @up { root SHOP; }",
    files: { ".env": "/.env" },
  },
  {
    name: "front controller in front of everything",
    server:
      "root SHOP; location / { try_files /none /index.php; } location = /index.php { return 200 ok; }",
    files: { ".env": "no" },
  },
  {
    name: "internal",
    server: "root SHOP; location /backups/ { internal; }",
    files: { "backups/shop.sql": "no", ".env": "/.env" },
  },
  {
    name: "rewrite into an internal location",
    server: "root SHOP; location /backups/ { internal; } rewrite ^/x/(.*)$ /backups/$1 last;",
    files: { "backups/shop.sql": "/x/shop.sql" },
  },
  {
    name: "rewrite of some into an internal location",
    server: String.raw`root SHOP; location /backups/ { internal; } rewrite ^/(x|y)/(.*)$ /backups/$2 last;`,
    files: { "backups/shop.sql": "undecided", "data/report.sql": "/data/report.sql" },
  },
  {
    name: "proxy for everything",
    server: "root SHOP; location / { proxy_pass http://127.0.0.1:9; }",
    files: { ".env": "no", "backups/shop.sql": "no" },
  },
  {
    name: "static files beside a proxy",
    server:
      "root SHOP; location / { try_files $uri @app; } location @app { proxy_pass http://127.0.0.1:9; }",
    files: { ".env": "/.env" },
  },
  {
    name: "PHP goes to php-fpm, the rest is served",
    server: String.raw`root SHOP; location ~ \.php$ { try_files $uri =404; fastcgi_pass 127.0.0.1:9; }`,
    files: { "index.php": "no", ".env": "/.env" },
  },
  {
    name: "the server returns",
    server: "root SHOP; return 301 https://$host$request_uri;",
    files: { ".env": "no" },
  },
  {
    name: "deny at the server, allow in a location",
    server: "root SHOP; deny all; location /data/ { allow all; }",
    files: { ".env": "no", "data/report.sql": "/data/report.sql" },
  },
  {
    name: "open to some addresses only",
    server: "root SHOP; location /backups/ { allow 203.0.113.7; deny all; }",
    files: { "backups/shop.sql": "no" },
  },
  {
    name: "open to every address",
    server: "root SHOP; location /backups/ { allow 0.0.0.0/0; allow unix:; deny all; }",
    files: { "backups/shop.sql": "/backups/shop.sql" },
  },
  {
    name: "open to this machine, and a proxy may be in front",
    server: "listen 127.0.0.1:8080; root SHOP; location /data/ { allow 127.0.0.1; deny all; }",
    files: { "data/report.sql": "/data/report.sql" },
    runs: false,
  },
  {
    name: "open to this machine, without a proxy",
    server: "listen 80; root SHOP; location /data/ { allow 127.0.0.1; deny all; }",
    files: { "data/report.sql": "no" },
    runs: false,
  },
  {
    name: "one address kept out",
    server: "root SHOP; location /backups/ { deny 203.0.113.7; }",
    files: { "backups/shop.sql": "/backups/shop.sql" },
  },
  {
    name: "password asked",
    server: 'root SHOP; location /backups/ { auth_basic "staff"; auth_basic_user_file /dev/null; }',
    files: { "backups/shop.sql": "no", ".env": "/.env" },
  },
  {
    name: "password switched off again",
    server:
      'root SHOP; auth_basic "staff"; auth_basic_user_file /dev/null; location /data/ { auth_basic off; }',
    files: { ".env": "no", "data/report.sql": "/data/report.sql" },
  },
  {
    name: "limit_except leaves GET open",
    server: "root SHOP; location / { limit_except GET { deny all; } }",
    files: { ".env": "/.env" },
  },
  {
    name: "limit_except closes GET",
    server: "root SHOP; location / { limit_except POST { deny all; } }",
    files: { ".env": "no" },
  },
  {
    name: "if on the path",
    server: String.raw`root SHOP; if ($request_uri ~* "/\.(env|git)") { return 403; }`,
    files: {
      ".git/config": "/%2e%67%69%74/%63%6f%6e%66%69%67",
      "data/report.sql": "/data/report.sql",
    },
  },
  {
    name: "if on the decoded path",
    server: String.raw`root SHOP; if ($uri ~* "/\.(env|git)") { return 403; }`,
    files: { ".env": "no", ".git/config": "no", "data/report.sql": "/data/report.sql" },
  },
  {
    name: "if on a header leaves the way open",
    server: "root SHOP; if ($http_user_agent ~* badbot) { return 403; }",
    files: { ".env": "/.env" },
  },
  {
    name: "if on the method",
    server: "root SHOP; if ($request_method !~ ^(GET|HEAD|POST)$) { return 405; }",
    files: { ".env": "/.env" },
  },
  {
    name: "if the file exists",
    server: "root SHOP; location / { if (-f $request_filename) { return 403; } }",
    files: { ".env": "no" },
  },
  {
    name: "if the file does not exist",
    server: "root SHOP; location / { if (!-e $request_filename) { rewrite ^ /index.php last; } }",
    files: { ".env": "/.env" },
  },
  {
    name: "if on something that the text does not tell",
    server: "root SHOP; set $closed 1; if ($closed) { return 403; }",
    files: { ".env": "undecided" },
  },
  {
    name: "rewrite of everything to one script",
    server:
      "root SHOP; location / { rewrite ^ /index.php last; } location = /index.php { return 200 ok; }",
    files: { ".env": "no" },
  },
  {
    name: "rewrite as redirect",
    server: "root SHOP; rewrite ^/backups/ /gone redirect;",
    files: { "backups/shop.sql": "no", ".env": "/.env" },
  },
  {
    name: "rewrite with break keeps to the location",
    server: "root SHOP; location /data/ { rewrite ^/data/(.*)$ /backups/$1 break; }",
    files: { "data/report.sql": "no", "backups/shop.sql": "/backups/shop.sql" },
  },
  {
    name: "rewrite with break past a closed folder",
    server:
      "root SHOP; location /data/ { rewrite ^/data/(.*)$ /backups/$1 break; } location /backups/ { deny all; }",
    files: { "backups/shop.sql": "/data/shop.sql" },
  },
  {
    name: "root with a variable that may be this folder",
    server: "root SHOP/$arg_folder;",
    files: { ".env": "undecided" },
  },
  {
    name: "root with a variable elsewhere",
    server: "root /srv/elsewhere/$host;",
    files: { ".env": "no" },
  },
  {
    name: "no root at all",
    server: "location / { return 200 ok; }",
    files: { ".env": "no" },
  },
  {
    name: "auth_request asks a program",
    server: "root SHOP; location /data/ { auth_request /check; } location = /check { return 204; }",
    files: { "data/report.sql": "undecided", ".env": "/.env" },
    runs: false,
  },
  {
    name: "Lua decides about access",
    server: "root SHOP; location /data/ { access_by_lua_block { if x then ngx.exit(403) end } }",
    files: { "data/report.sql": "undecided", ".env": "/.env" },
    runs: false,
  },
  {
    name: "Lua makes the content",
    server: 'root SHOP; location / { content_by_lua_block { ngx.say("}") } }',
    files: { ".env": "undecided" },
    runs: false,
  },
  {
    name: "a rule about the request as it was sent misses encoded ones",
    server: String.raw`root SHOP; if ($request_uri ~ "/\.env") { return 403; }`,
    files: { ".env": "/%2e%65%6e%76", "data/report.sql": "/data/report.sql" },
  },
  {
    name: "kept slashes miss a location",
    server: "root SHOP; merge_slashes off; location /backups/ { deny all; }",
    files: { "backups/shop.sql": "//backups/shop.sql" },
  },
  {
    name: "a server that does not speak TLS",
    server: "root SHOP; if ($scheme = http) { return 403; }",
    files: { ".env": "no" },
  },
  {
    name: "an expression that JavaScript reads differently",
    server: String.raw`root SHOP; location ~ "^/[[:alpha:]]+/" { deny all; }`,
    files: { "backups/shop.sql": "undecided" },
  },
  {
    name: "error page in a named location with a wider root",
    server: "root SHOP/public; error_page 404 = @fb; location @fb { root SHOP; }",
    files: { ".env": "no", ".git/config": "/.git/config", "backups/shop.sql": "/backups/shop.sql" },
  },
  {
    name: "error page of a closed folder",
    server:
      "root SHOP; location /backups/ { deny all; error_page 403 /open$uri; } location /open/ { alias SHOP/; }",
    files: { "backups/shop.sql": "/backups/shop.sql", ".env": "/.env" },
  },
  {
    name: "error page of a return",
    server:
      "root SHOP; location /backups/ { return 404; error_page 404 = @open; } location @open { }",
    files: { "backups/shop.sql": "/backups/shop.sql" },
  },
  {
    name: "error page of try_files",
    server:
      "root SHOP/public; location / { try_files $uri =404; error_page 404 = @st; } location @st { root SHOP; }",
    files: { "data/report.sql": "/data/report.sql", "public/index.html": "/index.html" },
  },
  {
    name: "error page that is the file itself",
    server:
      "root SHOP/public; location / { error_page 404 /e/.env; } location /e/ { alias SHOP/; internal; }",
    files: { ".env": "/guard-looks-for-this", "backups/shop.sql": "no" },
  },
  {
    name: "error page where a program answers",
    server:
      "root SHOP/public; location / { proxy_pass http://127.0.0.1:9; error_page 502 = @st; } location @st { root SHOP; }",
    files: { ".env": "undecided" },
  },
  {
    name: "error page where a program answers with the code itself",
    server:
      "root SHOP/public; location / { proxy_pass http://127.0.0.1:9; error_page 404 = @st; } location @st { root SHOP; }",
    files: { ".env": "no" },
  },
  {
    name: "error page where answers of a program count as errors",
    server:
      "root SHOP/public; location / { proxy_pass http://127.0.0.1:9; proxy_intercept_errors on; error_page 404 = @st; } location @st { root SHOP; }",
    files: { ".env": "undecided" },
  },
  {
    name: "error page for what whoever asks can bring about",
    server: "root SHOP; location / { return 200 ok; error_page 413 = @st; } location @st { }",
    files: { ".env": "undecided" },
  },
  {
    name: "error page with a text in the place of it",
    server: 'root SHOP; location / { return 404 "none"; error_page 404 = @st; } location @st { }',
    files: { ".env": "no" },
  },
  {
    name: "error page of an error page",
    server:
      "root SHOP/public; error_page 404 /none; error_page 403 = @st; location = /none { deny all; } location @st { root SHOP; }",
    files: { ".env": "no" },
  },
  {
    name: "error page of an error page, where that is let",
    server:
      "root SHOP/public; recursive_error_pages on; error_page 404 /none; error_page 403 = @st; location = /none { deny all; } location @st { try_files /none /backups/shop.sql =404; root SHOP; }",
    files: { "backups/shop.sql": "/backups/shop.sql" },
  },
  {
    name: "error pages of a block take those around it away",
    server:
      "root SHOP/public; error_page 404 = @st; location / { error_page 403 /403.html; } location @st { root SHOP; }",
    files: { ".env": "no" },
  },
  {
    name: "error page elsewhere",
    server:
      "root SHOP/public; error_page 404 https://shop.example/none; location /x { root SHOP; }",
    files: { ".env": "no" },
  },
  {
    name: "error pages of ordinary servers",
    server: String.raw`root SHOP/public; index index.php; location / { try_files $uri $uri/ /index.php?$query_string; } error_page 404 /index.php; error_page 500 502 503 504 /50x.html; location = /50x.html { root /usr/share/nginx/html; } location ~ \.php$ { fastcgi_pass 127.0.0.1:9; } location ~ /\.(?!well-known).* { deny all; }`,
    files: { ".env": "no", ".git/config": "no", "backups/shop.sql": "no", "public/.env": "no" },
  },
  {
    name: "Debian's snippet for PHP",
    server: String.raw`root SHOP; index index.php; location / { try_files $uri $uri/ =404; } location ~ \.php$ { fastcgi_split_path_info ^(.+?\.php)(/.*)$; try_files $fastcgi_script_name =404; set $path_info $fastcgi_path_info; fastcgi_index index.php; fastcgi_pass 127.0.0.1:9; } location ~ /\. { deny all; } error_page 404 /404.html; error_page 500 502 503 504 /50x.html;`,
    files: {
      ".env": "no",
      "index.php": "no",
      ".git/config": "no",
      "data/report.sql": "/data/report.sql",
    },
  },
  {
    name: "as Nextcloud asks for it",
    server: String.raw`root SHOP; index index.php index.html /index.php$request_uri; location = / { if ( $http_user_agent ~ ^DavClnt ) { return 302 /remote.php/webdav/$is_args$args; } } location ^~ /.well-known { location = /.well-known/carddav { return 301 /remote.php/dav/; } return 301 /index.php$request_uri; } location ~ ^/(?:build|tests|config|lib|3rdparty|templates|data)(?:$|/) { return 404; } location ~ ^/(?:\.|autotest|occ|issue|indie|db_|console) { return 404; } location ~ \.php(?:$|/) { rewrite ^/(?!index|remote|public|cron|core\/ajax\/update|status|ocs\/v[12]|updater\/.+|ocs-provider\/.+|.+\/richdocumentscode(_arm64)?\/proxy) /index.php$request_uri; fastcgi_split_path_info ^(.+?\.php)(/.*)$; try_files $fastcgi_script_name =404; fastcgi_intercept_errors on; fastcgi_pass 127.0.0.1:9; } location ~ \.(?:css|js|mjs|svg)$ { try_files $uri /index.php$request_uri; } location /remote { return 301 /remote.php$request_uri; } location / { try_files $uri $uri/ /index.php$request_uri; }`,
    files: {
      ".env": "no",
      "index.php": "no",
      ".git/config": "no",
      "data/report.sql": "no",
      "backups/shop.sql": "/backups/shop.sql",
    },
  },
  {
    name: "error pages named by their code",
    server: "root SHOP/public; error_page 403 404 500 502 /errors/$status.html;",
    files: { ".env": "no", "backups/shop.sql": "no" },
  },
  {
    name: "try_files with a group",
    server: "root SHOP/public; location ~ ^/dl/(.+)$ { root SHOP; try_files /$1 =404; }",
    files: { ".env": "/dl/.env", "backups/shop.sql": "/dl/backups/shop.sql" },
  },
  {
    name: "try_files with a named group",
    server: "root SHOP/public; location ~ ^/dl/(?<f>.+)$ { root SHOP; try_files /$f =404; }",
    files: { ".env": "/dl/.env" },
  },
  {
    name: "try_files with a group that a rule takes away",
    server:
      "root SHOP/public; location ~ ^/dl/(.+)$ { root SHOP; rewrite ^/none$ /x; try_files /$1 =404; }",
    files: { ".env": "undecided" },
  },
  {
    name: "try_files in a location of which no request can be named",
    server: String.raw`root SHOP/public; location ~ "^/[a-c]{2}$" { root SHOP; try_files /none.html /.env =404; }`,
    files: { ".env": "undecided", "backups/shop.sql": "no" },
  },
  {
    name: "try_files behind an alias with a group",
    server:
      "root SHOP; location ~ ^/dl/([^/]+)$ { alias SHOP/data/$1; try_files $uri @none; } location @none { return 404; } location /data/ { deny all; }",
    files: { "data/report.sql": "no" },
  },
  {
    name: "try_files below an alias, by another name",
    server: "root SHOP/public; location /files/ { alias SHOP/; try_files /data/report.sql =404; }",
    files: { "data/report.sql": "/files/data/report.sql" },
  },
  {
    name: "try_files climbs",
    server: "root SHOP/public; location /x { try_files /../.git/config =404; }",
    files: { ".git/config": "/x" },
  },
  {
    name: "try_files climbs at last",
    server: "root SHOP/public; location /x { try_files /none /../.git/config; }",
    files: { ".git/config": "/x" },
  },
  {
    name: "an index above the root",
    server: "root SHOP/public; location = / { index ../.git/config; }",
    files: { ".git/config": "/", ".env": "no" },
  },
  {
    name: "a file as an index",
    server: "root SHOP; index shop.sql; location ~ sql$ { internal; }",
    files: { "backups/shop.sql": "/backups/", "data/report.sql": "no" },
  },
  {
    name: "try_files finds a folder with the file as its index",
    server:
      "root SHOP; index shop.sql; location ~ sql$ { internal; } location / { try_files $uri/ =404; }",
    files: { "backups/shop.sql": "/backups/", "data/report.sql": "no" },
  },
  {
    name: "an expression about names with a dot",
    server: String.raw`root SHOP; location ~ /\. { try_files /none /data/report.sql; } location /data/ { internal; }`,
    files: { "data/report.sql": "/.guard-looks-for-this" },
  },
  {
    name: "an if takes try_files away",
    server: "root SHOP; location / { if ($http_x) { set $a 1; } try_files /public$uri =404; }",
    files: { ".env": "/.env" },
    runs: false,
  },
  {
    name: "an if that holds takes try_files away",
    server: "root SHOP; location / { if ($uri) { set $a 1; } try_files /none =404; }",
    files: { ".env": "/.env" },
  },
  {
    name: "an if keeps the program",
    server: "root SHOP; location / { if ($uri) { set $a 1; } proxy_pass http://127.0.0.1:9; }",
    files: { ".env": "no" },
  },
  {
    name: "an if with its own root",
    server: "root SHOP/public; location / { if ($host = shop.example) { root SHOP; } }",
    files: { ".env": "/.env" },
    runs: false,
  },
  {
    name: "an if with its own root and a rule",
    server:
      "root SHOP/public; location /files { if (-f SHOP/.env) { rewrite ^/files/(.*)$ /$1 break; root SHOP; } }",
    files: { ".env": "/files/.env" },
  },
  {
    name: "an if with its own error page",
    server:
      "root SHOP/public; location / { if ($uri ~ report) { error_page 404 = @fb; } } location @fb { root SHOP; }",
    files: { "data/report.sql": "/data/report.sql", "backups/shop.sql": "no" },
  },
  {
    name: "an if about a file that is not there",
    server: "root SHOP; location / { if (!-f SHOP/none) { return 403; } }",
    files: { ".env": "no" },
  },
  {
    name: "a rule with a fixed target behind a closed one",
    server: String.raw`root SHOP/public; location ~ /\. { deny all; } location /cfg { rewrite ^/cfg$ /.env break; root SHOP; }`,
    files: { ".env": "/cfg" },
  },
  {
    name: "a rule with a fixed target for requests that cannot be named",
    server: String.raw`root SHOP/public; location ~ /\. { deny all; } location ~ "^/[a-c]{2}$" { rewrite \d?$ /.env break; root SHOP; }`,
    files: { ".env": "undecided" },
  },
  {
    name: "two rules one after the other",
    server:
      "root SHOP; location /backups/ { internal; } location /y/ { rewrite ^/y/(.*)$ /backups/$1 last; } rewrite ^/x/(.*)$ /y/$1 last;",
    files: { "backups/shop.sql": "/y/shop.sql" },
  },
  {
    name: "limit_except takes the rules of its location away",
    server:
      "root SHOP; location /x/ { limit_except POST { allow all; } rewrite ^/x/(.*)$ /backups/$1 break; } location /backups/ { deny all; }",
    files: { "backups/shop.sql": "no" },
  },
];
