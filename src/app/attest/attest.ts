import { usageError } from "../../core/error.ts";
import type { AttestationDocument } from "../../core/documents/attestation-document.ts";
import { found } from "../../core/look.ts";
import { dayOf } from "../../core/statements/day.ts";
import type { StatementRecord } from "../../core/statements/statement.ts";
import { type StatementLine, newestStatement } from "../../core/statements/statement-lines.ts";
import { refuseSecrets } from "../refuse-secrets.ts";
import { type OpenedInstall, openInstall } from "../open-install.ts";
import { askStatement } from "./ask-statement.ts";
import type { AttestOptions, AttestPorts, AttestTalk } from "./attest-ports.ts";
import { attestationDocument } from "./attestation-view.ts";
import { checkFlags } from "./check-flags.ts";
import { type Subject, findSubject, subjects } from "./find-subject.ts";
import { readEvidence } from "./read-evidence.ts";
import { addRecord, assertKept } from "./statement-records.ts";

/**
 * Writes down what a person saw in a dashboard, or takes it back. Nothing is written before every
 * question has its answer.
 *
 * @throws GuardError for flags that make no sense, secrets in texts, and a state that cannot be kept.
 */
export async function attest(
  ports: AttestPorts,
  talk: AttestTalk,
  options: AttestOptions,
): Promise<AttestationDocument> {
  const subject = findSubject(options.audit ?? (await askAudit(talk)));
  checkFlags(subject, options, { today: dayOf(ports.wallNow()), asks: talk.asks });
  const opened = openInstall(ports, options);
  const { root } = opened.install;
  const before = assertKept(ports, root);
  if (options.withdraw) assertStated(subject, before);
  else if (talk.asks) introduce(subject, before, talk);
  const record = await recordOf(ports, talk, opened, { subject, options });
  const lines = addRecord(ports, root, record);
  const status = options.withdraw ? "withdrawn" : "stated";
  return attestationDocument(ports, opened, { status, subjects: [subject], lines });
}

async function askAudit({ asks, prompter }: AttestTalk): Promise<string> {
  if (!asks) {
    throw usageError(
      "NO_AUDIT",
      "attest: what is it about?",
      "name the audit, as in: attest accounts/two-factor --state on",
      "see all that take a statement with: attest --list",
    );
  }
  const choices = subjects.map(({ meta }) => ({
    value: meta.id,
    name: meta.id,
    description: meta.title,
  }));
  return prompter.select({ message: "What is it about?", flag: "attest <audit-id>", choices });
}

/** A damaged line may have stated it: only what certainly was not cannot be taken back. */
function assertStated({ meta }: Subject, lines: readonly StatementLine[]): void {
  if (newestStatement(found(lines), meta.id).kind !== "absent") return;
  throw usageError(
    "NOTHING_STATED",
    `nothing is stated about ${meta.id}`,
    "see what is with: attest --list",
  );
}

function introduce(
  { meta, spec }: Subject,
  lines: readonly StatementLine[],
  talk: AttestTalk,
): void {
  talk.say(meta.id, meta.title);
  talk.say("Look at", spec.look);
  const look = newestStatement(found(lines), meta.id);
  if (look.kind === "found") talk.say("Stated", `on ${look.value.date} by ${look.value.by}`);
}

async function recordOf(
  ports: AttestPorts,
  talk: AttestTalk,
  opened: OpenedInstall,
  { subject, options }: { readonly subject: Subject; readonly options: AttestOptions },
): Promise<StatementRecord> {
  const checkText = (flag: string, text: string) => {
    if (text !== "") refuseSecrets(opened, flag, text, "the state");
  };
  const { host, cwd, operator } = ports;
  const { note, by = operator } = options;
  checkText("--note", note ?? "");
  checkText("--by", by);
  checkText("--state", options.state ?? "");
  const audit = subject.meta.id;
  const remark = note === undefined ? {} : { note };
  if (options.withdraw) {
    return { kind: "withdrawn", audit, at: ports.wallNow().toISOString(), by, ...remark };
  }
  const evidenceOf = (typed: string) => {
    checkText("--evidence", typed);
    return readEvidence(host, cwd, typed, opened);
  };
  const today = dayOf(ports.wallNow());
  const setup = { options, operator, today, checkText, readEvidence: evidenceOf };
  const stated = await askStatement(subject, setup, talk);
  return { kind: "stated", audit, at: ports.wallNow().toISOString(), ...stated, ...remark };
}
