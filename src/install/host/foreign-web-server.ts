import type { FileReader } from "../../core/ports/files.ts";
import { isInside } from "../../core/text/path-text.ts";
import { mentions } from "../belongs.ts";
import { expandGlob } from "../glob.ts";
import { readText } from "../read-text.ts";

const servers = [
  {
    // Its sites lie there, and none of the main files that would say how they are used.
    name: "Apache",
    patterns: ["/etc/apache2/sites-enabled/*", "/etc/httpd/conf.d/*.conf"],
  },
  { name: "Caddy", patterns: ["/etc/caddy/Caddyfile", "/etc/caddy/conf.d/*"] },
  { name: "lighttpd", patterns: ["/etc/lighttpd/lighttpd.conf", "/etc/lighttpd/conf-enabled/*"] },
];

/** The name of a web server whose configuration reaches into the root and is not read. */
export function foreignWebServer(
  host: FileReader,
  root: string,
  isApacheRead: boolean,
): string | undefined {
  for (const { name, patterns } of servers) {
    if (name === "Apache" && isApacheRead) continue;
    for (const pattern of patterns) {
      for (const path of expandGlob(host, pattern).paths) {
        const content = readText(host, path);
        if (content.kind === "found" && reaches(content.value.text, root)) return name;
      }
    }
  }
  return undefined;
}

function reaches(text: string, root: string): boolean {
  if (mentions(text, root)) return true;
  const folders = text.matchAll(/(?:DocumentRoot|document-root\s*=|root\s+\*)\s+"?([^\s"]+)/gi);
  return [...folders].some(([, folder = ""]) => folder !== "/" && isInside(folder, root));
}
