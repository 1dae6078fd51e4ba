/** Files of a host with Apache as Debian sets it up, and one site; paths without leading slash. */
export function debianApache(
  site: string,
  options: {
    readonly modules?: readonly string[];
    readonly more?: Readonly<Record<string, string>>;
  } = {},
): Record<string, string> {
  const modules = [
    "authz_core",
    "authz_host",
    "access_compat",
    "alias",
    "dir",
    "mime",
    "env",
    "negotiation",
    ...(options.modules ?? []),
  ];
  return {
    "etc/apache2/apache2.conf": mainFile,
    "etc/apache2/envvars":
      'unset HOME\nif [ x ] ; then\n\tSUFFIX="-x"\nfi\nexport APACHE_RUN_USER=www-data\nexport APACHE_RUN_GROUP=www-data\nexport APACHE_LOG_DIR=/var/log/apache2$SUFFIX\n',
    "etc/apache2/ports.conf": "Listen 80\n\n<IfModule ssl_module>\n\tListen 443\n</IfModule>\n",
    ...Object.fromEntries(
      modules.map((name) => [
        `etc/apache2/mods-enabled/${name}.load`,
        `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`,
      ]),
    ),
    "etc/apache2/conf-enabled/serve-cgi-bin.conf":
      '<IfModule mod_alias.c>\n<IfModule mod_cgi.c>\nDefine ENABLE_USR_LIB_CGI_BIN\n</IfModule>\n<IfDefine ENABLE_USR_LIB_CGI_BIN>\nScriptAlias /cgi-bin/ /usr/lib/cgi-bin/\n<Directory "/usr/lib/cgi-bin">\nRequire all granted\n</Directory>\n</IfDefine>\n</IfModule>\n',
    "etc/apache2/conf-enabled/other-vhosts-access-log.conf":
      "CustomLog ${APACHE_LOG_DIR}/other_vhosts_access.log vhost_combined\n",
    "etc/apache2/sites-enabled/shop.conf": site,
    ...options.more,
  };
}

const mainFile = String.raw`# main file
DefaultRuntimeDir ${"$"}{APACHE_RUN_DIR}
Timeout 300
User ${"$"}{APACHE_RUN_USER}
Group ${"$"}{APACHE_RUN_GROUP}
ErrorLog ${"$"}{APACHE_LOG_DIR}/error.log
IncludeOptional mods-enabled/*.load
IncludeOptional mods-enabled/*.conf
Include ports.conf
<Directory />
	Options FollowSymLinks
	AllowOverride None
	Require all denied
</Directory>
<Directory /var/www/>
	Options Indexes FollowSymLinks
	AllowOverride None
	Require all granted
</Directory>
AccessFileName .htaccess
<FilesMatch "^\.ht">
	Require all denied
</FilesMatch>
LogFormat "%h %l %u %t \"%r\" %>s %O" common
IncludeOptional conf-enabled/*.conf
IncludeOptional sites-enabled/*.conf
`;
