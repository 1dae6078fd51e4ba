import type { Audit } from "../../core/audit.ts";
import { credentialLocation } from "../../core/credentials/credential-location.ts";
import type { KnownRotation } from "../../core/credentials/known-rotation.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { conclude, notApplicable, unknown } from "../../core/outcome.ts";

export const tested: Audit = {
  meta: {
    id: "rotation/tested",
    title: "Every new value was tried after it was put in",
    rule: 3,
    severity: "medium",
    why: "A key that was copied with a blank, or that has too few rights, is noticed when a customer cannot pay. The vendor asks to test all integrations after each rotation.",
    remedy:
      "Use what depends on the value as a customer would, then say so: rotate resume asks for it, and rotate record ID --tested says it of a value that was changed in another way.",
    needs: [],
    references: [
      "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    ],
  },
  run(context) {
    const seen = context.rotations();
    if (seen.kind === "blocked") return unknown(seen.reason, "the ledger");
    const { rotations, noticed, gaps } = seen.kind === "found" ? seen.value : nothing;
    const last = lastOfEach(rotations).filter(
      ({ credential }) => !noticed.some((each) => each.credential === credential),
    );
    if (last.length + noticed.length + gaps.length === 0) {
      return notApplicable("no value was replaced since the ledger began");
    }
    const findings = last.flatMap((rotation): readonly FindingDraft[] => {
      const wrong = whatIsWrong(rotation);
      const { credential } = rotation;
      if (wrong === undefined) return [];
      const location = credentialLocation(context, credential);
      return [{ message: `${credential}: ${wrong}`, location, ruleId: credential }];
    });
    const untold = noticed.filter((change) => !change.tested);
    const needs = untold.map(({ credential }) => `rotate record ${credential} --tested`);
    return conclude({ findings, gaps, needs });
  },
};

const nothing = { rotations: [], noticed: [], gaps: [] };

/** The newest rotation of each credential that brought a new value in. */
function lastOfEach(rotations: readonly KnownRotation[]): readonly KnownRotation[] {
  const last = new Map<string, KnownRotation>();
  for (const rotation of rotations) {
    if (rotation.replacedAt === undefined || rotation.ended === "backed-out") continue;
    last.set(rotation.credential, rotation);
  }
  return [...last.values()];
}

function whatIsWrong({ replacedAt = "", works, isOldInUse }: KnownRotation): string | undefined {
  const day = replacedAt.slice(0, 10);
  if (isOldInUse) return `in use is the value that was replaced on ${day}`;
  if (works === undefined)
    return `replaced on ${day}, and nobody has said that the new value works`;
  return works ? undefined : `replaced on ${day}, and the new value did not work`;
}
