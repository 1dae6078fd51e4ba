import type { Credential } from "../../core/credentials/credential.ts";
import { GuardError, environmentError } from "../../core/error.ts";
import type { Edit } from "../../core/fix.ts";
import { absent, found } from "../../core/look.ts";
import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import type { Secret } from "../../core/secrets/secret.ts";
import { type TransactionResult, applyTransaction } from "../../fixes/apply-transaction.ts";
import type { FixDependencies } from "../../fixes/fix-dependencies.ts";
import { judgeFix } from "../../fixes/judge-change.ts";
import { mergeEdits } from "../../fixes/merge-edits.ts";
import type { PlannedFix } from "../../fixes/planned-fix.ts";
import type { PostChecks } from "../../fixes/post-checks.ts";
import { contentPrint } from "../../rotation/ledger.ts";
import { fixPortsOf } from "../fix/fix-plan.ts";
import { withRecovery } from "../fix/fix-recovery.ts";
import { openInstall } from "../open-install.ts";
import type { RotationDesk } from "./rotate-desk.ts";
import { inForce, placesHolding, valueAsRead } from "./rotate-places.ts";
import type { Turn } from "./rotate-turn.ts";

/** What the transaction engine needs for a cut over. */
export function rotationFixPorts({ ports, opened, ledger }: RotationDesk): FixDependencies {
  return { ...fixPortsOf(ports, opened.install.root), contentPrint: contentPrint(ledger.hash) };
}

/**
 * Writes the new value to every place of the env files as one transaction, and looks whether the
 * service would get it.
 *
 * @throws GuardError when it was refused or rolled back: the files are as before then.
 */
export async function writeNewValue(
  turn: Turn,
  credential: Credential,
  value: Secret,
): Promise<void> {
  const { desk, rotation } = turn;
  const { opened } = desk;
  const { root } = opened.install;
  const deps = rotationFixPorts(desk);
  const places = placesHolding(opened, credential);
  const { targets } = places;
  const asRead = valueAsRead(opened, places, credential, value);
  const edits = targets.map(({ path, key, dialect, valueFor }): Edit => {
    return { kind: "set-secret", path, key, dialect, value: valueFor(value) };
  });
  const unlock = deps.store.lock();
  try {
    withRecovery(deps, root);
    await applyEdits(desk, deps, rotation.id, edits, checksOf(turn, asRead));
  } finally {
    unlock();
  }
}

/** One transaction of a rotation. The caller holds the lock. */
export async function applyEdits(
  { ports, opened }: RotationDesk,
  deps: FixDependencies,
  rotation: string,
  edits: readonly Edit[],
  checks: PostChecks = noChecks,
): Promise<TransactionResult> {
  const { root } = opened.install;
  const fix = judgeFix(deps, ports.accounts.self.uid, plannedFix(rotation, edits));
  assertFit(fix, root);
  const result = await applyTransaction(deps, root, [fix], checks);
  if (result.status === "rolled-back") throw rolledBack(result, root);
  return result;
}

const noChecks: PostChecks = {
  findingsOf: async () => found([]),
  serviceReads: new Set(),
  canServiceRead: async () => absent,
};

function plannedFix(title: string, edits: readonly Edit[]): PlannedFix {
  const { changes } = mergeEdits(edits);
  return { safety: "safe", auditIds: [], fingerprints: [], severity: "info", title, changes };
}

function assertFit({ refused, caution, changes }: PlannedFix, root: string): void {
  const why = refused ?? caution;
  if (why === undefined) return;
  const where = changes.map(({ path }) => publishPath(relativeTo(root, path))).join(", ");
  throw environmentError("CUT_OVER_REFUSED", `${where} is not changed: ${why}`);
}

function rolledBack(
  { reason, conflicts }: Extract<TransactionResult, { status: "rolled-back" }>,
  root: string,
): GuardError {
  const left = conflicts.map((path) => publishPath(relativeTo(root, path)));
  const hints = left.length === 0 ? [] : [`look at ${left.join(", ")}: somebody else changed it`];
  return new GuardError("rolled-back", "CUT_OVER_ROLLED_BACK", `rolled back: ${reason}`, hints);
}

function checksOf({ desk, rotation }: Turn, value: Secret): PostChecks {
  const { ports, opened, options } = desk;
  const { envFiles, serviceUser } = opened.install;
  return {
    findingsOf: async () => {
      const now = inForce(openInstall(ports, options), rotation.credential);
      if (now?.value.equals(value) === true) return found([]);
      const where = now ? `${now.path}:${now.line}` : "no file";
      throw new GuardError(
        "rolled-back",
        "NOT_IN_FORCE",
        `the new value would not be the one in force; ${where} decides`,
      );
    },
    serviceReads: new Set(
      envFiles.filter((file) => file.readByManager === undefined).map(({ path }) => path),
    ),
    canServiceRead: async (paths) =>
      serviceUser.kind === "found"
        ? ports.accounts.canRead(serviceUser.value.value, paths)
        : serviceUser,
  };
}
