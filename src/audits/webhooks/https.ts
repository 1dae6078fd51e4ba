import type { Audit } from "../../core/audit.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { findingsOfPlainUrls } from "../../core/install/url-findings.ts";

export const https: Audit = {
  meta: {
    id: "webhooks/https",
    title: "Every webhook endpoint is https",
    rule: 4,
    severity: "high",
    why: "Webhooks announce payments together with names and amounts. Stripe and PayPal refuse plain http for live endpoints; over http anybody on the way can read and replay them.",
    remedy:
      "Register the https address in the provider's dashboard and in the setting, then send a test event.",
    needs: [],
    references: [
      "https://docs.stripe.com/webhooks",
      "https://developer.paypal.com/api/rest/webhooks/",
    ],
  },
  run({ install }) {
    const urls = install.urls.filter((url) => url.role === "webhook");
    const gaps = ownValueGaps(install);
    if (urls.length === 0 && gaps.length === 0) {
      return notApplicable("no webhook URL is configured");
    }
    return conclude({ findings: findingsOfPlainUrls(urls), gaps });
  },
};
