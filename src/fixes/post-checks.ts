import { GuardError, environmentError } from "../core/error.ts";
import type { Finding } from "../core/finding.ts";
import type { InstallWriter } from "../core/ports/install-writer.ts";
import type { Look } from "../core/look.ts";
import { publishPath } from "../core/text/path-text.ts";
import type { PlannedChange, PlannedFix } from "./planned-fix.ts";

/** What is asked after the changes, before they count as done. */
export interface PostChecks {
  /** Runs these audits again: what they find now. */
  findingsOf(auditIds: readonly string[]): Promise<Look<readonly Finding[]>>;
  /** Files which the service reads itself and must still be able to read. */
  readonly serviceReads: ReadonlySet<string>;
  /** Whether the service user can read each path; `absent` when no service user is known. */
  canServiceRead(paths: readonly string[]): Promise<Look<readonly boolean[]>>;
}

/** Files that the service can read now and must still read afterwards. Not knowing is a refusal. */
export async function readableBefore(
  writer: InstallWriter,
  changes: readonly PlannedChange[],
  checks: PostChecks,
): Promise<readonly string[]> {
  const paths = changes
    .map(({ path }) => path)
    .filter((path) => checks.serviceReads.has(path) && writer.inspect(path).kind === "found");
  if (paths.length === 0) return [];
  const look = await checks.canServiceRead(paths);
  if (look.kind === "absent") return [];
  if (look.kind === "found") return paths.filter((_, index) => look.value[index] === true);
  throw environmentError(
    "SERVICE_NOT_ASKED",
    `cannot tell whether the service could still read its files: ${look.reason.text}`,
    "run it as root",
  );
}

/** A finding counts as mended when it is gone, or when nothing is left of it that a fix could do. */
export async function assertMended(
  fixes: readonly PlannedFix[],
  checks: PostChecks,
): Promise<void> {
  const auditIds = [...new Set(fixes.flatMap((fix) => fix.auditIds))];
  const look = await checks.findingsOf(auditIds);
  if (look.kind === "absent") return;
  if (look.kind === "blocked") throw notVerified(look.reason.text);
  const expected = new Set(fixes.flatMap((fix) => fix.fingerprints));
  const still = look.value.find(
    ({ fix, fingerprint }) => fix !== null && expected.has(fingerprint),
  );
  if (still) throw notVerified(`${still.auditId} still fails: ${still.message}`);
}

export async function assertStillReadable(
  paths: readonly string[],
  checks: PostChecks,
): Promise<void> {
  if (paths.length === 0) return;
  const look = await checks.canServiceRead(paths);
  if (look.kind === "found") {
    const lost = paths.find((_, index) => look.value[index] !== true);
    if (lost === undefined) return;
    throw notVerified(`the service user could no longer read ${publishPath(lost)}`);
  }
  throw notVerified("the service user could not be asked");
}

function notVerified(what: string): GuardError {
  return new GuardError("rolled-back", "NOT_VERIFIED", what);
}
