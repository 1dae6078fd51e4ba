import { createHash } from "node:crypto";
import path from "node:path";
import { environmentError, usageError } from "../../core/error.ts";
import type { Look } from "../../core/look.ts";
import type { FileReader } from "../../core/ports/files.ts";
import type { Evidence } from "../../core/statements/statement.ts";
import { publishPath } from "../../core/text/path-text.ts";
import type { OpenedInstall } from "../open-install.ts";
import { findSecret } from "../refuse-secrets.ts";

/**
 * The path and the hash of a file that shows what is stated. A file with a secret in it is refused:
 * its hash would be one of the secret, and a screenshot of a key is a leak.
 *
 * @throws GuardError `EVIDENCE_UNREADABLE`, `SECRET_IN_EVIDENCE`
 */
export function readEvidence(
  host: FileReader,
  cwd: string,
  typed: string,
  opened: Pick<OpenedInstall, "catalogue" | "credentials">,
): Evidence {
  const absolute = path.resolve(cwd, typed);
  const real = valueOf(host.realPath(absolute), typed);
  const { bytes } = valueOf(host.read(real), typed);
  const secret = findSecret(opened, bytes);
  if (secret !== undefined) {
    throw usageError(
      "SECRET_IN_EVIDENCE",
      `--evidence: ${publishPath(typed)} holds a secret (${secret})`,
      "show something without it, as a picture of the settings page",
    );
  }
  return { path: real, sha256: hashOf(bytes) };
}

/** What the file is now, beside what it was when its hash was taken. */
export function compareEvidence(
  host: FileReader,
  { path: file, sha256 }: Evidence,
): "same" | "changed" | "gone" | "unreadable" {
  const content = host.read(file);
  if (content.kind === "absent") return "gone";
  if (content.kind === "blocked")
    return content.reason.code === "too-large" ? "changed" : "unreadable";
  return hashOf(content.value.bytes) === sha256 ? "same" : "changed";
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function valueOf<T>(look: Look<T>, typed: string): T {
  if (look.kind === "found") return look.value;
  const why = look.kind === "absent" ? "there is no such file" : look.reason.text;
  throw environmentError(
    "EVIDENCE_UNREADABLE",
    `--evidence: ${publishPath(typed)}: ${why}`,
    "name a file that you may read, or leave it out",
  );
}
