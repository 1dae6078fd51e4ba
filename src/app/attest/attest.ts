import { usageError } from "../../core/error.ts";
import type { AttestationDocument } from "../../core/documents/attestation-document.ts";
import { dayOf } from "../../core/statements/day.ts";
import type { StatementRecord } from "../../core/statements/statement.ts";
import { refuseSecrets } from "../incident/refuse-secrets.ts";
import { type OpenedInstall, openInstall } from "../open-install.ts";
import { type Stated, askStatement, checkFlags } from "./ask-statement.ts";
import type { AttestOptions, AttestPorts, AttestTalk } from "./attest-ports.ts";
import { attestationDocument } from "./attestation-view.ts";
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
  const at = ports.wallNow();
  const today = dayOf(at);
  if (options.withdraw) refuseAnswers(options);
  else checkFlags(subject, options, today);
  const opened = openInstall(ports, options);
  assertKept(ports, opened.install.root);
  const stated = options.withdraw
    ? undefined
    : await askStatement(subject, { options, operator: ports.operator, today }, talk);
  const record = recordOf(ports, opened, { subject, options, at, stated });
  const lines = addRecord(ports, opened.install.root, record);
  return attestationDocument(ports, opened.install, {
    status: options.withdraw ? "withdrawn" : "stated",
    subjects: [subject],
    lines,
  });
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
  return prompter.select({
    message: "What is it about?",
    flag: "attest <audit-id>",
    choices: subjects.map(({ meta }) => ({
      value: meta.id,
      name: meta.id,
      description: meta.title,
    })),
  });
}

function refuseAnswers({ state, date, expires, evidence }: AttestOptions): void {
  const flags = { "--state": state, "--date": date, "--expires": expires, "--evidence": evidence };
  const [flag] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
  if (flag === undefined) return;
  throw usageError(
    "WITHDRAW_ALONE",
    `--withdraw takes back what was stated, and ${flag} states something`,
    "leave one of them out; a new statement replaces the old one by itself",
  );
}

interface Recorded {
  readonly subject: Subject;
  readonly options: AttestOptions;
  readonly at: Date;
  /** Absent: it is taken back. */
  readonly stated: Stated | undefined;
}

function recordOf(
  { host, cwd, operator }: AttestPorts,
  opened: OpenedInstall,
  { subject, options, at, stated }: Recorded,
): StatementRecord {
  const by = (stated?.by ?? options.by ?? operator).trim() || operator;
  const { note } = options;
  const evidence = stated?.evidence.trim() ?? "";
  const names = typeof stated?.answer === "object" ? stated.answer.join(", ") : "";
  for (const [flag, text] of [
    ["--by", by],
    ["--note", note ?? ""],
    ["--evidence", evidence],
    ["--state", names],
  ] as const) {
    refuseSecrets(opened, flag, text, "the state");
  }
  const head = { audit: subject.meta.id, at: at.toISOString(), by };
  const remark = note === undefined ? {} : { note };
  if (!stated) return { kind: "withdrawn", ...head, ...remark };
  const file = evidence === "" ? {} : { evidence: readEvidence(host, cwd, evidence, opened) };
  const { answer, date, until } = stated;
  return { kind: "stated", ...head, answer, date, until, ...remark, ...file };
}
