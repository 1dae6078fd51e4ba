import { attest as stateIt } from "../../app/attest/attest.ts";
import { listAttestations } from "../../app/attest/attestation-view.ts";
import { findSubject } from "../../app/attest/find-subject.ts";
import { usageError } from "../../core/error.ts";
import type { AttestationDocument } from "../../core/documents/attestation-document.ts";
import { attestationText } from "../../reporters/documents/attestation-human.ts";
import { hang } from "../../reporters/human/layout.ts";
import { jsonText } from "../../reporters/json-text.ts";
import { targetOf } from "../invocation.ts";
import type { AttestCommand } from "../options.ts";
import { printResult } from "../print-result.ts";
import { createPrompter } from "../prompter.ts";
import { createRuntime } from "../runtime.ts";
import type { Session } from "../session.ts";

export async function attest(options: AttestCommand, session: Session): Promise<number> {
  const { terminal, invocation } = session;
  const document = await documentOf(options, session);
  const text = () =>
    attestationText(document, {
      columns: options.output === undefined ? terminal.columns : 80,
      verbose: options.verbose,
      command: (args) => `${invocation} ${args} ${targetOf(placeOf(options))}`.trim(),
    });
  printResult(session, options, document.exitCode, {
    whole: () => (options.format === "json" ? jsonText(document) : text()),
    summary: text,
  });
  return document.exitCode;
}

async function documentOf(options: AttestCommand, session: Session): Promise<AttestationDocument> {
  const { host, ports } = createRuntime({ ...session, options });
  if (options.list) {
    refuseChanges(options);
    return listAttestations(
      ports,
      options,
      options.audit === undefined ? undefined : [findSubject(options.audit)],
    );
  }
  const { terminal } = session;
  const operator = host.env("SUDO_USER") ?? ports.accounts.userName(host.uid);
  const talk = {
    prompter: createPrompter(terminal.interactive),
    say: (label: string, text: string) =>
      terminal.note(...hang(`${label}  `.padEnd(9), text, terminal.columns)),
    asks: terminal.interactive && !options.yes,
  };
  return stateIt({ ...ports, operator }, talk, options);
}

function refuseChanges({
  state,
  by,
  date,
  expires,
  evidence,
  note,
  withdraw,
}: AttestCommand): void {
  const flags = { state, by, date, expires, evidence, note, withdraw: withdraw || undefined };
  const [flag] = Object.entries(flags).find(([, value]) => value !== undefined) ?? [];
  if (flag === undefined) return;
  throw usageError(
    "LIST_ALONE",
    `--list changes nothing, and --${flag} states something`,
    "leave one of them out",
  );
}

function placeOf({ config, stateDir }: AttestCommand) {
  return {
    ...(config === undefined ? {} : { config }),
    ...(stateDir === undefined ? {} : { stateDir }),
  };
}
