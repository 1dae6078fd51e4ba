import type { AuditMeta } from "../core/audit.ts";
import { configurationError } from "../core/error.ts";

const fields = ["title", "why", "remedy"] as const;

/**
 * What an install's own audits say is printed and kept in reports, so it holds no secret.
 *
 * @param secretIn the title of the secret in a text, if there is one.
 * @throws GuardError `LOCAL_AUDIT_SECRET`
 */
export function refuseSecretTexts(
  audits: readonly { readonly meta: Pick<AuditMeta, (typeof fields)[number] | "id"> }[],
  secretIn: (text: string) => string | undefined,
): void {
  for (const { meta } of audits) {
    for (const field of fields) {
      const secret = secretIn(meta[field]);
      if (secret === undefined) continue;
      throw configurationError(
        "LOCAL_AUDIT_SECRET",
        `the ${field} of ${meta.id} holds a secret (${secret}), and what it says is printed`,
        "write its last four characters only, in the file of audits.d",
      );
    }
  }
}
