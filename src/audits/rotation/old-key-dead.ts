import type { Audit } from "../../core/audit.ts";
import { credentialLocation } from "../../core/credentials/credential-location.ts";
import type { KnownRotation } from "../../core/credentials/known-rotation.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { conclude, notApplicable, unknown } from "../../core/outcome.ts";

/** Where a provider sets no end: long enough to see that everything works. */
const graceMs = 7 * 86_400_000;

export const oldKeyDead: Audit = {
  meta: {
    id: "rotation/old-key-dead",
    title: "Every replaced value is dead once its overlap is over",
    rule: 3,
    severity: "high",
    why: "A key that was replaced and still works protects nobody: whoever has it, from a backup, a log or an old laptop, goes on using it, and nobody watches it any more.",
    remedy:
      "Revoke the old value where it came from, see that a call with it is refused, then say so: rotate resume asks for it, and rotate record ID --old-dead says it of a value that was changed in another way.",
    needs: [],
    references: [
      "https://docs.stripe.com/keys",
      "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    ],
  },
  run(context) {
    const seen = context.rotations();
    if (seen.kind === "blocked") return unknown(seen.reason, "the ledger");
    const { rotations, noticed, gaps } = seen.kind === "found" ? seen.value : nothing;
    const replaced = rotations.filter(
      ({ mintedAt, replacedAt, ended }) =>
        (mintedAt ?? replacedAt) !== undefined && ended !== "backed-out",
    );
    if (replaced.length + noticed.length + gaps.length === 0) {
      return notApplicable("no value was replaced since the ledger began");
    }
    const findings = replaced.flatMap((rotation): readonly FindingDraft[] => {
      const wrong = whatIsWrong(rotation, context.now);
      const { credential } = rotation;
      if (wrong === undefined) return [];
      const location = credentialLocation(context, credential);
      const about = rotation.mintedAt ?? rotation.replacedAt ?? "";
      return [{ message: `${credential}: ${wrong}`, location, ruleId: credential, about }];
    });
    const untold = noticed.filter((change) => !change.oldDead);
    const needs = untold.map(({ credential }) => `rotate record ${credential} --old-dead`);
    return conclude({ findings, gaps, needs });
  },
};

const nothing = { rotations: [], noticed: [], gaps: [] };

function whatIsWrong(rotation: KnownRotation, now: Date): string | undefined {
  const { oldDeadAt, replacedAt, mode } = rotation;
  if (oldDeadAt !== undefined) return undefined;
  const end = overlapEnd(rotation);
  if (mode !== "breach" && end.getTime() > now.getTime()) return undefined;
  const what =
    replacedAt === undefined
      ? "a new value was made, the old one is still in use"
      : `the value replaced on ${day(replacedAt)} is not known to be dead`;
  if (mode === "breach") return `${what}, and it had leaked`;
  return `${what}; its overlap ended on ${day(end.toISOString())}`;
}

/** As the provider sets it, counted from the making of the new value; else a week. */
function overlapEnd({ overlapEnds, mintedAt, replacedAt = "" }: KnownRotation): Date {
  if (overlapEnds !== undefined) return new Date(overlapEnds);
  return new Date(Date.parse(mintedAt ?? replacedAt) + graceMs);
}

function day(moment: string): string {
  return moment.slice(0, 10);
}
