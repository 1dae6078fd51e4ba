import type { Audit } from "../../core/audit.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { findingsOfPlainUrls } from "../../core/install/url-findings.ts";

export const panelUrls: Audit = {
  meta: {
    id: "https/panel-urls",
    title: "Every panel is reached over HTTPS",
    rule: 5,
    severity: "high",
    why: "Xtream-style panels take the administrator's name and password, or an API key, with every call. Over plain http everybody on the way can read and reuse them.",
    remedy:
      "Use the panel's https address. A panel without TLS goes behind an nginx reverse proxy: a server block with `listen 443 ssl`, a Let's Encrypt certificate and `proxy_pass http://127.0.0.1:25500`, and a firewall rule that closes the plain port to everybody else.",
    needs: [],
    references: [
      "https://nginx.org/en/docs/http/configuring_https_servers.html",
      "https://ssl-config.mozilla.org/",
    ],
  },
  run({ install }) {
    const urls = install.urls.filter((url) => url.role === "panel");
    const gaps = ownValueGaps(install);
    if (urls.length === 0 && gaps.length === 0) return notApplicable("no panel URL is configured");
    return conclude({ findings: findingsOfPlainUrls(urls), gaps });
  },
};
