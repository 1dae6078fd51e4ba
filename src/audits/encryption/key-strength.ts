import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { type KeyFault, faultOfDataKey, keyOfBytes } from "../../core/credentials/data-key.ts";
import {
  dataKeyFile,
  dataKeyId,
  dataKeySettings,
  largestKeyFile,
} from "../../core/credentials/data-key-places.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { Location } from "../../core/location.ts";
import { conclude, unknown } from "../../core/outcome.ts";
import { isInside } from "../../core/text/path-text.ts";
import type { Secret } from "../../core/secrets/secret.ts";

const texts: Readonly<Record<KeyFault | "empty", string>> = {
  empty: "the encryption key is empty",
  default: "the encryption key is an example value",
  length: "the encryption key is not 32 bytes long",
  "not-random": "the encryption key is not random",
};

export const keyStrength: Audit = {
  meta: {
    id: "encryption/key-strength",
    title: "The key that encrypts stored credentials is 32 random bytes",
    rule: 10,
    severity: "critical",
    why: "IPTVbp encrypts panel and payment credentials in its database with AES-256. With a short, default or guessable key a copy of the database gives all of them away.",
    remedy:
      "Make a key with `openssl rand -base64 32`, and change it only by the vendor's procedure: what was encrypted with the old key is unreadable without it.",
    needs: [],
    references: [
      "https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html",
      "https://laravel.com/docs/encryption",
    ],
  },
  run(context) {
    const file = dataKeyFile(context.install);
    if (file !== undefined) return judgeFile(context, file);
    const keys = dataKeySettings(context);
    const findings = keys.flatMap(({ entry, path }) =>
      judge(entry.value, { kind: "env", path, key: entry.key, line: entry.line }),
    );
    const needs = keys.length > 0 ? [] : ["guard.yaml: install.encryptionKey"];
    return conclude({ findings, gaps: ownValueGaps(context.install), needs });
  },
};

function judgeFile(context: AuditContext, path: string) {
  const reader = isInside(context.install.root, path) ? context.files : context.host;
  const content = reader.read(path, { maxBytes: largestKeyFile });
  if (content.kind === "blocked") return unknown(content.reason, path);
  if (content.kind === "absent") {
    return unknown({ code: "io", text: "the file that guard.yaml names is not there" }, path);
  }
  const { value } = keyOfBytes(content.value.bytes);
  return conclude({ findings: judge(value, { kind: "file", path }) });
}

function judge(value: Secret, location: Location): FindingDraft[] {
  const fault = value.length === 0 ? "empty" : faultOfDataKey(value);
  return fault ? [{ message: texts[fault], location, ruleId: dataKeyId }] : [];
}
