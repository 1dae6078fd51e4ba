import type { Audit } from "../../core/audit.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { locationOfUrl } from "../../core/install/url-findings.ts";

export const noCredentialsInUrls: Audit = {
  meta: {
    id: "https/no-credentials-in-urls",
    title: "No configured URL carries a password or key",
    rule: 5,
    severity: "high",
    why: "URLs end up in access logs, error messages, browser histories and Referer headers; a password or key inside one ends up there too, even over https.",
    remedy:
      "Keep the bare address in the URL setting and the credential in a setting of its own, sent in a header or body. Rotate the credential: it has been in logs.",
    needs: [],
    references: ["https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1"],
  },
  run({ install }) {
    const gaps = ownValueGaps(install);
    const { urls } = install;
    if (urls.length === 0 && gaps.length === 0) return notApplicable("no URL is configured");
    const findings = urls
      .filter((url) => url.hasCredentials)
      .map((url) => ({
        message: `${url.name} carries a credential in its URL`,
        location: locationOfUrl(url),
        evidence: url.display,
      }));
    return conclude({ findings, gaps });
  },
};
