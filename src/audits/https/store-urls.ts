import type { Audit } from "../../core/audit.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { findingsOfPlainUrls } from "../../core/install/url-findings.ts";

export const storeUrls: Audit = {
  meta: {
    id: "https/store-urls",
    title: "Store domains, the application URL and callback URLs are https",
    rule: 5,
    severity: "high",
    why: "Customers log in and pay there, and payment gateways send them back there. Over plain http sessions and payment results can be read and changed on the way.",
    remedy:
      "Get a certificate for the domain (Let's Encrypt), redirect http to https, and write the https address into the setting.",
    needs: [],
    references: [
      "https://letsencrypt.org/getting-started/",
      "https://nginx.org/en/docs/http/configuring_https_servers.html",
    ],
  },
  run({ install }) {
    const urls = install.urls.filter(({ role }) => role === "store" || role === "callback");
    const gaps = ownValueGaps(install);
    if (urls.length === 0 && gaps.length === 0) return notApplicable("no store URL is configured");
    return conclude({ findings: findingsOfPlainUrls(urls), gaps });
  },
};
