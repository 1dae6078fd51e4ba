/** What a directive is to the question whether a file is sent. */
export type DirectiveEffect = "modelled" | "harmless" | "closes" | "unknown";

/** The class that `AllowOverride` must grant for a directive in `.htaccess`. */
export type OverrideClass = "authconfig" | "fileinfo" | "indexes" | "limit" | "options" | "any";

const modelled = new Set(
  (
    "options allowoverride require requireall requireany requirenone order allow deny satisfy sethandler " +
    "addhandler removehandler forcetype addtype removetype files filesmatch limit limitexcept acceptpathinfo " +
    "rewriteengine rewritebase rewritecond rewriterule redirect redirectmatch redirectpermanent redirecttemp " +
    "php_flag php_value php_admin_flag php_admin_value " +
    // Server level and sections, read where they belong.
    "directory directorymatch location locationmatch virtualhost documentroot alias aliasmatch scriptalias " +
    "scriptaliasmatch proxypass proxypassmatch servername serveralias listen mergeslashes accessfilename userdir"
  ).split(" "),
);

/** Nothing in them decides about a file of the disk. */
const harmless = new RegExp(
  "^(?:" +
    [
      "ssl\\w*|log\\w*|customlog|errorlog|transferlog|globallog|forensiclog|dumpio\\w*|server\\w*|use(canonical|r$)\\w*|user|group|pidfile",
      "timeout|keepalive\\w*|maxkeepaliverequests|hostnamelookups|mutex|mpm\\w*|start(servers|threads)|(min|max)\\w*|thread\\w*|listenbacklog|asyncrequestworkerfactor",
      "defaultruntimedir|loadfile|limitrequest\\w*|limitxml\\w*|limitinternal\\w*|requestreadtimeout|enablemmap|enablesendfile|fileetag|traceenable|addmoduleinfo|extendedstatus|seerequesttail|coredumpdirectory|receivebuffersize|sendbuffersize|acceptfilter|protocols\\w*|h2\\w*|httpprotocoloptions|gracefulshutdowntimeout|undefine|error|contentdigest|regexdefaultoptions|strict\\w*",
      "checkspelling|checkcaseonly|dav\\w*|header|requestheader|expires\\w*|cache\\w*|deflate\\w*|brotli\\w*|substitute\\w*|filter\\w*|setoutputfilter|setinputfilter|addoutputfilter\\w*|addinputfilter|removeoutputfilter|removeinputfilter",
      "index\\w*|directory(index|slash|checkhandler|indexredirect)|fancyindexing|readmename|headername|fallbackresource",
      "add(alt\\w*|charset|defaultcharset|description|encoding|icon\\w*|language)|defaulticon|default(language|type)|remove(charset|encoding|language)|languagepriority|forcelanguagepriority|typesconfig|mimemagicfile|modmimeusepathinfo|xbithack|ssi\\w*",
      "errordocument|browsermatch\\w*|setenv\\w*|unsetenv|passenv|authname|authtype|auth(basic|digest|user|group|form|ldap|n|nz|z)\\w*|proxy(?!pass(match)?$|remote|express)\\w*|balancermember|remoteip\\w*|session\\w*|suexec\\w*|assignuserid|ident\\w*|scriptlog\\w*|scriptsock|cgi\\w*|fcgid\\w*|md\\w*|buffer\\w*|ratelimit|rlimit\\w*|dos\\w*|qos_\\w*|ldap\\w*|dbd\\w*|cookie\\w*|unique\\w*|usertrack|info\\w*|reflector\\w*|passenger(?!enabled)\\w*|passenger(appenv|friendly\\w*)|wsgi(?!script)\\w*|chrootdir|heartbeat\\w*|namevirtualhost|allowencodedslashes|allowmethods|acceptmutex|scoreboardfile|bs2000account|optionsmatch|charset\\w*|flushmaxthreshold|flushmaxpipelined|readbuffersize|mergetrailers|registerhttpmethod|keptbodysize|requestreadtimeout|php(inidir|ini\\w*)|pagespeed\\w*|proxy|proxymatch",
    ].join("|") +
    ")$",
);

/** They may refuse a request and never open one. */
const closes =
  /^(sec\w+|action|script|wsgiscriptalias\w*|passengerenabled|allowhandlers|geoip\w*|maxminddb\w*|modsecurity\w*)$/;

export function effectOf(name: string): DirectiveEffect {
  if (modelled.has(name)) return "modelled";
  if (harmless.test(name)) return "harmless";
  return closes.test(name) ? "closes" : "unknown";
}

/** Undefined: unknown, or not allowed in `.htaccess` at all. */
export function overrideClassOf(name: string): OverrideClass | "never" | undefined {
  if (/^(files(match)?|limit(except)?|if|elseif|else)$/.test(name)) return "any";
  if (/^(require|requireall|requireany|requirenone|satisfy|auth\w*)$/.test(name))
    return "authconfig";
  if (/^(order|allow|deny)$/.test(name)) return "limit";
  if (/^(options|xbithack|checkspelling|ssl(options|requiressl|verify\w+))$/.test(name))
    return "options";
  if (/^php_(flag|value)$/.test(name)) return "options";
  if (
    /^(index\w+|directory(index|slash)|add(alt|description|icon)\w*|expires\w+|fallbackresource|headername|readmename|defaulticon)$/.test(
      name,
    )
  ) {
    return "indexes";
  }
  if (
    /^(rewrite(engine|base|rule|cond|options)|redirect\w*|set(env\w*|handler|outputfilter|inputfilter)|unsetenv|passenv|(add|remove)(handler|type|charset|encoding|language|outputfilter\w*|inputfilter)|forcetype|errordocument|header|requestheader|acceptpathinfo|adddefaultcharset|browsermatch\w*|action|fileetag|defaultlanguage|languagepriority|enablemmap|enablesendfile)$/.test(
      name,
    )
  ) {
    return "fileinfo";
  }
  if (
    /^(directory(match)?|location(match)?|virtualhost|documentroot|alias\w*|script(alias\w*)|proxypass\w*|listen|php_admin_\w+|rewritemap|customlog|errorlog|servername|serveralias|allowoverride\w*)$/.test(
      name,
    )
  ) {
    return "never";
  }
  return undefined;
}
