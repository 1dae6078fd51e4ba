/** Built into the server of the distributions: never loaded, always there. */
const builtIn = ["core", "so", "http", "watchdog", "log_config", "logio", "version", "unixd"];

export function builtInModules(): Set<string> {
  return new Set(builtIn.flatMap(namesOf));
}

/** Names under which `<IfModule>` knows a module that was loaded as `rewrite_module`. */
export function loadedNames(identifier: string): readonly string[] {
  const short = identifier.replace(/_module$/, "");
  // The modules of MPMs and PHP are not called like their files.
  if (short.startsWith("mpm_")) return [...namesOf(short), `${short.slice(4)}.c`];
  return namesOf(short);
}

function namesOf(short: string): string[] {
  const source =
    short === "core" || short === "http"
      ? `${short === "http" ? "http_core" : short}.c`
      : `mod_${short}.c`;
  return [`${short}_module`, source];
}
