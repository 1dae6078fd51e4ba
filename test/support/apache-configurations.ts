import { type Seeded, seeded } from "./seeded.ts";

/** One generated site: what stands in its virtual host, and its access files. */
export interface GeneratedSite {
  readonly lines: readonly string[];
  readonly accessFiles: Readonly<Record<string, string>>;
  /** Holds something whose effect cannot be told from the text. */
  readonly isUndecidable: boolean;
}

const requires = [
  "Require all granted",
  "Require all denied",
  "Require ip 203.0.113.7",
  "<RequireAll>\nRequire all granted\nRequire not ip 203.0.113.7\n</RequireAll>",
  "<RequireAny>\nRequire ip 203.0.113.7\nRequire all granted\n</RequireAny>",
  "<RequireAll>\nRequire all granted\nRequire ip 203.0.113.7\n</RequireAll>",
  "<RequireAll>\nRequire all granted\n<RequireNone>\nRequire ip 203.0.113.7\n</RequireNone>\n</RequireAll>",
  "Require method GET",
  "Require local",
  "Require ip 127.0.0.1 ::1",
  "Order deny,allow\nDeny from all\nAllow from 127.0.0.1",
  "Require method OPTIONS",
  "AuthType Basic\nAuthName staff\nAuthUserFile /dev/null\nRequire valid-user",
  "Order deny,allow\nDeny from all",
  "Order allow,deny\nAllow from all",
  "Order deny,allow\nDeny from all\nAllow from 203.0.113.7",
  "Order allow,deny\nAllow from all\nDeny from 203.0.113.7",
  "Deny from all",
  "Allow from 203.0.113.7",
  "Order allow,deny",
  "Satisfy Any\nOrder deny,allow\nDeny from all\nRequire all granted",
  "Satisfy Any\nOrder allow,deny\nAllow from all\nRequire all denied",
  "<Limit GET>\nRequire all denied\n</Limit>",
  "<Limit GET POST>\nRequire all denied\n</Limit>",
  "<LimitExcept GET>\nRequire all denied\n</LimitExcept>",
  "<LimitExcept OPTIONS>\nRequire all denied\n</LimitExcept>",
  "<LimitExcept POST>\nRequire all denied\n</LimitExcept>",
  "<Limit GET>\nOrder deny,allow\nDeny from all\n</Limit>",
  "<Limit POST>\nRequire all granted\n</Limit>",
];

const options = [
  "Options None",
  "Options FollowSymLinks",
  "Options SymLinksIfOwnerMatch",
  "Options -FollowSymLinks",
  "Options +FollowSymLinks -Indexes",
  "Options All",
];

const overrides = [
  "AllowOverride All",
  "AllowOverride All",
  "AllowOverride None",
  "AllowOverride FileInfo AuthConfig",
  "AllowOverride Limit Options",
];

const handlers = [
  "SetHandler none",
  "SetHandler cgi-script",
  "SetHandler application/x-httpd-php",
  "SetHandler default-handler",
  "AddHandler cgi-script .sql",
  "AddHandler application/x-httpd-php .php",
  "AddType application/x-httpd-php .php",
  "RemoveHandler .php",
  "SetHandler server-status",
  'SetHandler "proxy:fcgi://127.0.0.1:9"',
  "php_flag engine off",
  "ForceType text/plain",
];

const folderRules = [
  "RewriteEngine On\nRewriteRule ^\\.env - [F]",
  'RewriteEngine On\nRewriteRule "(^|/)\\.(?!well-known)" - [F,L]',
  "RewriteEngine On\nRewriteRule \\.(sql|log)$ - [F,NC]",
  "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME} !-d\nRewriteRule ^ index.php [L]",
  "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} -f\nRewriteRule ^ - [L]\nRewriteRule ^ index.php [L]",
  "RewriteEngine On\nRewriteRule ^(.*)$ public/$1 [L]",
  "RewriteEngine On\nRewriteCond %{REQUEST_URI} !^/public/\nRewriteRule ^(.*)$ /public/$1 [L]",
  "RewriteEngine On\nRewriteRule ^ index.php [END]",
  "RewriteEngine On\nRewriteCond %{THE_REQUEST} \\.env [NC]\nRewriteRule .* - [F]",
  "RewriteEngine On\nRewriteCond %{REQUEST_URI} \\.git [OR]\nRewriteCond %{REQUEST_URI} \\.env$\nRewriteRule .* - [R=404,L]",
  "RewriteEngine On\nRewriteCond %{HTTPS} off\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [L,R=301]",
  "RewriteEngine On\nRewriteCond %{ENV:REDIRECT_STATUS} ^$\nRewriteRule ^ index.php [L]",
  "RewriteEngine On\nRewriteRule ^x/(.*)$ backups/$1 [L]",
  "RewriteEngine On\nRewriteRule ^backups/ - [S=1]\nRewriteRule ^ - [F]",
  "RewriteEngine On\nRewriteRule ^backups/ - [C]\nRewriteRule \\.sql$ - [F]",
  "RewriteEngine Off\nRewriteRule ^ - [F]",
  "RewriteEngine On",
  "RewriteEngine On\nRewriteBase /\nRewriteRule ^index\\.php$ - [L]\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule . /index.php [L]",
  "RewriteEngine On\nRewriteCond %{REQUEST_METHOD} !^(GET|POST|HEAD)$\nRewriteRule ^ - [F]",
  "RewriteEngine On\nRewriteCond %{HTTP_USER_AGENT} badbot\nRewriteRule ^ - [F]",
  "RewriteEngine On\nRewriteCond %{QUERY_STRING} a=b\nRewriteRule ^ - [F]",
];

const serverRules = [
  "RewriteEngine On\nRewriteRule ^/\\.env - [F]",
  'RewriteEngine On\nRewriteRule "/\\." - [F]',
  "RewriteEngine On\nRewriteRule \\.(sql|log)$ - [G]",
  "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^ /index.php [L]",
  "RewriteEngine On\nRewriteCond %{DOCUMENT_ROOT}%{REQUEST_FILENAME} !-f\nRewriteRule ^ /index.php [L]",
  "RewriteEngine On\nRewriteRule ^/x/(.*)$ /backups/$1 [PT]",
  "RewriteEngine On\nRewriteRule ^/x/(.*)$ /backups/$1 [L]",
  "RewriteEngine On\nRewriteRule ^/dl/(.*)$ SHOP/backups/$1 [L]",
  "RewriteEngine On\nRewriteCond %{THE_REQUEST} /\\.git\nRewriteRule ^ - [F]",
  "RewriteEngine On\nRewriteRule !^/public/ - [F]",
  "RewriteEngine On\nRewriteRule ^/backups(/|$) /gone.html [R=302,L]",
  "RewriteEngine On\nRewriteRule ^(.*)$ - [E=path:$1]",
  "RewriteRule ^ - [F]",
];

const harmless = [
  "Header set X-Frame-Options DENY",
  "ErrorDocument 404 /404.html",
  "DirectoryIndex index.php index.html",
  "SetEnv APP_ENV production",
  "AddDefaultCharset utf-8",
  "Options -Indexes",
];

const undecidable = [
  "<If \"%{QUERY_STRING} == 'x'\">\nRequire all granted\n</If>",
  '<If "%{REQUEST_URI} =~ /sql/">\nRequire all denied\n</If>',
  "Require expr \"%{QUERY_STRING} != 'secret'\"",
];

const folders = [
  "",
  "/public",
  "/backups",
  "/storage",
  "/storage/logs",
  "/.git",
  "/.hidden",
  "/config",
  "/public/sub",
];
const fileSections = [
  'FilesMatch "^\\."',
  'FilesMatch "\\.(sql|log|bak)$"',
  "Files .env",
  'Files "*.sql"',
  'Files ~ "\\.sql"',
  'FilesMatch "(?i)\\.sql$"',
  "Files ?env",
  'FilesMatch "^\\.ht"',
  "Files config",
];
const locationSections = [
  "Location /backups",
  "Location /backups/",
  "Location /",
  'LocationMatch "/\\."',
  'LocationMatch "^/(backups|storage)/"',
  'Location ~ "\\.sql$"',
  'Location "/*.sql"',
  "Location /.git",
  'LocationMatch "(?i)\\.env$"',
  "Location /files",
  'Location "/backups/*.sql"',
];
const folderSections = [
  'DirectoryMatch "/\\.git"',
  'DirectoryMatch "/(backups|storage)(/|$)"',
  'Directory ~ "\\.sql$"',
  'DirectoryMatch "/\\."',
  'DirectoryMatch "^SHOP/backups/$"',
  'DirectoryMatch "^SHOP/backups$"',
  'Directory "SHOP/*"',
  'Directory "SHOP/*/logs"',
  'Directory "SHOP/b?ckups"',
  'Directory "/*/*"',
];

const mappings = [
  "Alias /files SHOP/backups",
  "Alias /files/ SHOP/backups/",
  "Alias /files/ SHOP/back",
  "Alias /x SHOP",
  "Alias /x/ SHOP/storage/",
  'Alias /x "SHOP/storage/logs/app.log"',
  "AliasMatch ^/dl/(.*)$ SHOP/backups/$1",
  "AliasMatch ^/x/([^/]+)$ SHOP/config/$1",
  "AliasMatch ^/backups SHOP/public/index.html",
  "ScriptAlias /files/ SHOP/backups/",
  "Redirect 404 /backups",
  "Redirect 301 /.env http://127.0.0.1/",
  'RedirectMatch 404 "/\\."',
  "RedirectMatch 403 \\.sql$",
  "Redirect gone /public/",
  "Redirect permanent /x http://127.0.0.1/",
  "ProxyPass /backups http://127.0.0.1:9/",
  "ProxyPass / http://127.0.0.1:9/",
  "ProxyPass /backups !\nProxyPass / http://127.0.0.1:9/",
  "ProxyPassMatch ^/(.*\\.php)$ fcgi://127.0.0.1:9/srv/$1",
  "<Location /backups>\nProxyPass http://127.0.0.1:9/\n</Location>",
  "MergeSlashes Off",
  "AcceptPathInfo On",
];

/** The site of a number: the same one every time. */
export function apacheSite(seed: number): GeneratedSite {
  const random = seeded(seed * 7919 + 1);
  const isUndecidable = random.chance(0.06);
  const lines = [
    `DocumentRoot SHOP${random.pick(["", "", "", "/public", "/public/", "/."])}`,
    section(`Directory SHOP${random.pick(["", "/"])}`, [
      random.pick(overrides),
      ...(random.chance(0.3) ? [random.pick(options)] : []),
      ...(random.chance(0.25) ? [random.pick(requires)] : []),
      ...(random.chance(0.12) ? [random.pick(folderRules)] : []),
    ]),
    ...many(random, 2, () => section(`Directory SHOP${random.pick(folders)}`, inner(random))),
    ...many(random, 1, () => section(random.pick(folderSections), inner(random, false))),
    ...many(random, 2, () => section(random.pick(fileSections), inner(random, false))),
    ...many(random, 2, () => section(random.pick(locationSections), inner(random, false))),
    ...many(random, 2, () => random.pick(mappings)),
    ...(random.chance(0.25) ? [random.pick(serverRules)] : []),
    ...(random.chance(0.2)
      ? [random.pick(handlers.filter((each) => !each.startsWith("php_")))]
      : []),
    ...random.some(harmless, 0.2),
    ...(isUndecidable ? [section("Directory SHOP", [random.pick(undecidable)])] : []),
  ];
  const accessFiles = Object.fromEntries(
    many(random, 2, () => {
      const folder = random.pick(["", "", "public/", "backups/", "storage/logs/", "config/"]);
      return [`${folder}.htaccess`, `${accessFile(random).join("\n")}\n`] as const;
    }),
  );
  return { lines: random.shuffled(lines), accessFiles, isUndecidable };
}

function inner(random: Seeded, isFolder = true): readonly string[] {
  const access = random.chance(0.75) ? [random.pick(requires)] : [];
  const more = [
    ...(random.chance(0.15) ? [random.pick(handlers)] : []),
    ...(isFolder && random.chance(0.2) ? [random.pick(overrides)] : []),
    ...(isFolder && random.chance(0.2) ? [random.pick(options)] : []),
    ...(isFolder && random.chance(0.15) ? [random.pick(folderRules)] : []),
  ];
  return [...access, ...more];
}

function accessFile(random: Seeded): readonly string[] {
  return [
    ...(random.chance(0.4) ? [random.pick(requires)] : []),
    ...(random.chance(0.35) ? [random.pick(folderRules)] : []),
    ...(random.chance(0.25) ? [section(random.pick(fileSections), [random.pick(requires)])] : []),
    ...(random.chance(0.1) ? [random.pick(options)] : []),
    ...(random.chance(0.15) ? [random.pick(handlers)] : []),
    ...(random.chance(0.15)
      ? [
          random.pick([
            'RedirectMatch 404 "/\\."',
            "Redirect 404 /backups",
            "RedirectMatch 403 \\.sql$",
          ]),
        ]
      : []),
    ...random.some(harmless, 0.15),
  ];
}

function section(head: string, lines: readonly string[]): string {
  return [
    `<${head.replace(/ (SHOP\S*)$/, ' "$1"')}>`,
    ...lines,
    `</${head.split(" ")[0] ?? ""}>`,
  ].join("\n");
}

/** None to `most` of them. */
function many<T>(random: Seeded, most: number, make: () => T): readonly T[] {
  return Array.from({ length: random.below(most + 1) }, make);
}
