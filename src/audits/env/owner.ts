import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import {
  isStatedOwner,
  judgeEnvOwner,
  lockedOutReader,
  ownerEdit,
  serviceGroupsOf,
} from "../../core/install/env-owner.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { FixPlan } from "../../core/fix.ts";
import type { FileOwner } from "../../core/ports/files.ts";
import type { Sourced } from "../../core/install/install.ts";
import { unreadServices } from "../../core/install/env-gaps.ts";
import { gap } from "../../core/look.ts";
import { formatMode } from "../../core/install/mode.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { type SeenEnvFile, seenEnvFiles } from "../../core/install/seen-env-files.ts";
import { uniqueGaps } from "../../core/unique-gaps.ts";
import { shownPath } from "../../core/install/shown-path.ts";

type ExpectedOwner = Sourced<FileOwner & { readonly name: string }>;

export const owner: Audit = {
  meta: {
    id: "env/owner",
    title: "An env file belongs to the account that reads it",
    rule: 2,
    severity: "high",
    why: "With mode 0600 only the owner reads the file. When that is a person or another service, the shop either cannot start or the file is opened wider than it should be, and its owner can change every key unseen.",
    remedy:
      "`chown www-data:www-data .env` with the account that the service runs as, then `chmod 600 .env`. Another owner on purpose is written into guard.yaml: install.owner.",
    needs: [],
    references: [
      "https://man7.org/linux/man-pages/man1/chown.1.html",
      "https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html",
    ],
  },
  run(context) {
    const { install } = context;
    const { seen, gaps } = seenEnvFiles(install);
    if (seen.length === 0 && gaps.length === 0) return notApplicable("there is no env file");
    if (install.owner.kind === "blocked") {
      return conclude({ gaps: [...gaps, gap("the account that reads it", install.owner.reason)] });
    }
    if (install.owner.kind === "absent") {
      return conclude({ gaps, needs: ["guard.yaml: install.owner"] });
    }
    const expected = install.owner.value;
    // A service that could not be read may be the one that reads the file, as another account.
    const unread = expected.source === "guard.yaml" ? [] : unreadServices(install);
    const told = seen.filter(({ stat }) => isReaderTold(expected, stat));
    const findings = told.flatMap((each) => judge(each, expected, context));
    const needs = told.length < seen.length ? ["guard.yaml: install.owner"] : [];
    return conclude({ findings, gaps: uniqueGaps([...gaps, ...unread]), needs });
  },
};

/** Code belongs to root on many a well-kept server: who else's file it reads, that does not say. */
function isReaderTold({ value, source }: ExpectedOwner, { uid }: SeenEnvFile["stat"]): boolean {
  return source !== "owner of the root" || value.uid !== 0 || uid === 0;
}

function judge(seen: SeenEnvFile, expected: ExpectedOwner, context: AuditContext): FindingDraft[] {
  const { file, stat } = seen;
  const verdict = judgeEnvOwner(file, stat, expected.value, serviceGroupsOf(context.install));
  if (verdict === "right") return [];
  const name = shownPath(context.install, file.path);
  const { accounts } = context;
  const [user, group] = [accounts.userName(stat.uid), accounts.groupName(stat.gid)];
  const reader = accounts.userName(expected.value.uid);
  const location = { kind: "file", path: file.path } as const;
  const evidence = `${reader}: ${expected.source}`;
  if (verdict === "group") {
    return [
      {
        severity: "low",
        message: `${name} is ${formatMode(stat.mode)} ${user}:${group}: safe, but not as the guide has it`,
        location,
        evidence,
        fix: fixOf(seen, expected, name, {
          safety: "review",
          caution: "the service may read it and not change it now; it would own it afterwards",
        }),
      },
    ];
  }
  const safety = isStatedOwner(expected)
    ? ({ safety: "safe" } as const)
    : ({
        safety: "review",
        caution: `that ${reader} reads it is only concluded from: ${expected.source}`,
      } as const);
  const message = `${name} belongs to ${user}, the service reads it as ${reader}`;
  const lockedOut = lockedOutReader(context.install, file, expected.value);
  if (lockedOut !== undefined) {
    const remedy = `run the service as ${reader}, or correct install.owner: it runs as ${lockedOut}`;
    return [{ message, location, evidence, remedy }];
  }
  return [{ message, location, evidence, fix: fixOf(seen, expected, name, safety) }];
}

function fixOf(
  { file, stat }: SeenEnvFile,
  expected: ExpectedOwner,
  name: string,
  safety: Pick<FixPlan, "safety" | "caution">,
): FixPlan {
  return {
    title: `give ${name} to ${expected.value.name}`,
    ...safety,
    edits: [ownerEdit(file.path, stat, expected.value)],
  };
}
