import type { RotationDocument } from "../../core/documents/rotation-document.ts";
import { rotationEvery } from "../../core/credentials/rotation-scope.ts";
import { openRotations } from "../../rotation/rotation-state.ts";
import { plural } from "../../core/exit.ts";
import { unreadText } from "../../rotation/rotations-seen.ts";
import { type StatusSubject, statusRows } from "../../rotation/status-rows.ts";
import { createAuditContext } from "../audit/audit-context.ts";
import { type OpenOptions, type OpenedInstall, openInstall } from "../open-install.ts";
import { openLedger } from "../audit/open-ledger.ts";
import { changeNotes } from "./change-notes.ts";
import { settingsOf, specOf } from "./rotate-desk.ts";
import { rotationDocument } from "./rotate-document.ts";
import type { RotationPorts } from "./rotate-ports.ts";

/** How old every credential is, how that is known, and when it is due. */
export async function rotationStatus(
  ports: RotationPorts,
  options: OpenOptions,
): Promise<RotationDocument> {
  const opened = openInstall(ports, options);
  const settings = settingsOf(opened);
  const { install, credentials, catalogue, ruleFiles, declared } = opened;
  const ledger = openLedger(ports, opened, settings);
  const now = ports.clock.now();
  const context = createAuditContext(ports, {
    now,
    install,
    catalogue,
    ruleFiles,
    credentials,
    declared,
    ledger: ledger.ages,
  });
  const ages = new Map((await context.ages()).map((age) => [age.credentialId, age]));
  const subjects = subjectsOf(opened, settings).map((subject) => {
    const age = ages.get(subject.id);
    return age ? { ...subject, age } : subject;
  });
  const rows = statusRows(subjects, now);
  return rotationDocument(
    { ports, opened },
    {
      status: "listed",
      credentials: rows,
      rotations: openRotations(ledger.records),
      notes: [
        ...opened.notes,
        ...changeNotes(opened, ledger, rows),
        ...(ledger.warning === undefined ? [] : [ledger.warning]),
        ...(ledger.unread === 0
          ? []
          : [
              `${plural(ledger.unread, "record")} of the ledger: ${unreadText}; a rotation may be missing`,
            ]),
      ],
    },
  );
}

function subjectsOf(opened: OpenedInstall, settings: readonly string[]): readonly StatusSubject[] {
  const ids = new Set(opened.credentials.map(({ id }) => id));
  const held = [...ids].map((id) => ({ id, stored: "env" as const }));
  const inside = settings.map((id) => ({ id, stored: "settings" as const }));
  return [...held, ...inside].flatMap(({ id, stored }) => {
    const spec = specOf(opened, id);
    const every = rotationEvery(opened.install, id, spec);
    return spec && every ? [{ id, title: spec.title, stored, every }] : [];
  });
}
