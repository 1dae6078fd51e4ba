import type { FileReader } from "../../core/ports/files.ts";
import { type Gap, type Look, absent, found } from "../../core/look.ts";
import { createLinkView } from "../web-server/link-view.ts";
import { type ApacheConfiguration, loadApache } from "./load-apache.ts";
import { type ApacheSite, apacheSites } from "./web-sites.ts";

export interface ApacheView {
  readonly sites: readonly ApacheSite[];
  readonly configuration: ApacheConfiguration;
  readonly gaps: readonly Gap[];
}

/** Where Debian, Red Hat, Alpine and a build from source keep it; a host has one of them. */
const mainFiles = [
  "/etc/apache2/apache2.conf",
  "/etc/httpd/conf/httpd.conf",
  "/etc/apache2/httpd.conf",
  "/usr/local/apache2/conf/httpd.conf",
];

/** The Apache of this host; `absent` when there is none. */
export function readApache(host: FileReader): Look<ApacheView> {
  for (const path of mainFiles) {
    const loaded = loadApache(host, path);
    if (loaded.kind === "absent") continue;
    if (loaded.kind === "blocked") return loaded;
    const configuration = loaded.value;
    const sites = apacheSites(configuration, host, createLinkView(host));
    return found({ sites, configuration, gaps: configuration.gaps });
  }
  return absent;
}
