import type { ApacheDirective } from "./load-apache.ts";

/** `file`: sent as it is. `php`: too, by PHP, for want of code in it. `program`: something else answers. */
export type Handled = "file" | "php" | "program" | "unknown";

/** Handlers by the module that must be there; without it the file is sent. */
const handlerModules: Readonly<Record<string, readonly string[]>> = {
  "cgi-script": ["cgi_module", "cgid_module"],
  "fcgid-script": ["fcgid_module"],
  "wsgi-script": ["wsgi_module"],
  "server-status": ["status_module"],
  "server-info": ["info_module"],
  "balancer-manager": ["proxy_balancer_module"],
  "ldap-status": ["ldap_module"],
};

/** What answers for a file of this name. */
export function handledBy(
  handling: readonly ApacheDirective[],
  fileName: string,
  modules: ReadonlySet<string>,
  mediaTypes: () => ReadonlySet<string> | undefined,
): Handled {
  const handler = handlerOf(handling, fileName, mediaTypes);
  if (handler === undefined) return "file";
  if (handler === "unknown") return "unknown";
  if (/^(none|default-handler)$/i.test(handler)) return "file";
  if (handler.startsWith("proxy:")) return modules.has("proxy_module") ? "program" : "file";
  if (/^(application\/x-httpd-php\d*|php-script|php\d?-script)$/.test(handler)) {
    if (!phpRuns(handling, modules)) return "file";
    return codeName.test(fileName) ? "program" : "php";
  }
  const needed = handlerModules[handler];
  if (!needed) return "unknown";
  return needed.some((each) => modules.has(each)) ? "program" : "file";
}

const codeName = /\.(?:ph(?:p\d?|tml|ar|ps)|inc)(?:\.|$)/i;

/** mod_php is there and `engine` is not off. */
function phpRuns(handling: readonly ApacheDirective[], modules: ReadonlySet<string>): boolean {
  if (![...modules].some((each) => /^php\d*_module$/.test(each))) return false;
  const engine = handling.findLast(
    ({ name, args }) => name.startsWith("php_") && args[0]?.toLowerCase() === "engine",
  );
  return engine === undefined || /^(on|1|yes|true)$/i.test(engine.args[1] ?? "");
}

function handlerOf(
  handling: readonly ApacheDirective[],
  fileName: string,
  mediaTypes: () => ReadonlySet<string> | undefined,
): string | undefined {
  const set = handling.findLast(({ name }) => name === "sethandler")?.args[0];
  if (set !== undefined && /^expr=/i.test(set)) return "unknown";
  if (set !== undefined && set.toLowerCase() !== "none") return set;
  const forced = handling.findLast(({ name }) => name === "forcetype")?.args[0];
  const { handlers, types } = byExtension(handling);
  const extensions = extensionsOf(fileName);
  const handler = extensions.findLast((each) => handlers.has(each));
  if (handler !== undefined) return handlers.get(handler);
  // A media type that PHP answers to counts like a handler.
  if (forced !== undefined && forced.toLowerCase() !== "none") return phpType(forced);
  const typed = extensions.findLast((each) => types.has(each));
  const type = typed === undefined ? undefined : phpType(types.get(typed) ?? "");
  if (typed === undefined || type === undefined) return undefined;
  // The last name that has a type wins, be it from the table of the system.
  const behind = extensions.slice(extensions.lastIndexOf(typed) + 1);
  if (behind.length === 0) return type;
  const known = mediaTypes();
  if (!known) return "unknown";
  return behind.some((each) => known.has(each)) ? undefined : type;
}

function phpType(type: string): string | undefined {
  return type.startsWith("application/x-httpd-php") ? type : undefined;
}

function byExtension(handling: readonly ApacheDirective[]) {
  const handlers = new Map<string, string>();
  const types = new Map<string, string>();
  for (const { name, args } of handling) {
    const [first = "", ...rest] = args;
    const named = (list: readonly string[]) =>
      list.map((each) => each.replace(/^\./, "").toLowerCase());
    if (name === "addhandler") for (const each of named(rest)) handlers.set(each, first);
    if (name === "removehandler") for (const each of named(args)) handlers.delete(each);
    if (name === "addtype") for (const each of named(rest)) types.set(each, first);
    if (name === "removetype") for (const each of named(args)) types.delete(each);
  }
  return { handlers, types };
}

/** All of `x.php.bak` but the base; leading dots belong to the base. */
function extensionsOf(fileName: string): readonly string[] {
  return fileName
    .replace(/^\.+/, "")
    .split(".")
    .slice(1)
    .map((each) => each.toLowerCase());
}
