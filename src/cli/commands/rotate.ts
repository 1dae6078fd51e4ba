import { openCredentials } from "../../app/rotate/rotate-desk.ts";
import { recordRotation } from "../../app/rotate/rotate-record.ts";
import { resumeRotation, startRotation } from "../../app/rotate/rotate-start.ts";
import { rotationStatus } from "../../app/rotate/rotate-status.ts";
import type { RotationDocument } from "../../core/documents/rotation-document.ts";
import { jsonText } from "../../reporters/json-text.ts";
import { rotationCalendar } from "../../reporters/rotation/ics.ts";
import { rotationResultText } from "../../reporters/rotation/result-human.ts";
import type { RotateCommand } from "../options.ts";
import { printResult } from "../print-result.ts";
import {
  openRuntime,
  readNewValue,
  rotateCommand,
  rotationPorts,
  rotationTalk,
} from "../rotate-room.ts";
import type { Session } from "../session.ts";
import { whenInterrupted } from "../when-interrupted.ts";

export async function rotate(options: RotateCommand, session: Session): Promise<number> {
  const document = await documentOf(options, session);
  const human = () =>
    rotationResultText(document, { command: (args) => rotateCommand(options, session, args) });
  printResult(session, options, document.exitCode, {
    whole: () => {
      if (options.format === "json") return jsonText(document);
      return options.format === "ics" ? rotationCalendar(document) : human();
    },
    summary: human,
  });
  return document.exitCode;
}

async function documentOf(options: RotateCommand, session: Session): Promise<RotationDocument> {
  const { action, credential, mode } = options;
  const ports = rotationPorts(openRuntime(options, session));
  if (action === "status") return rotationStatus(ports, options);
  if (action === "record") {
    return recordRotation(ports, { ...options, credential: credential ?? "" });
  }
  const newValue = options.newValueStdin ? await readNewValue() : undefined;
  const talk = rotationTalk(options, session, newValue);
  return whenInterrupted(
    session,
    () => leftBehind(openCredentials(ports, options), options, session),
    async () =>
      action === "resume"
        ? resumeRotation(ports, talk, options)
        : startRotation(ports, talk, options, mode),
  );
}

/** What somebody who interrupts a rotation has to know. */
function leftBehind(
  open: readonly string[],
  options: RotateCommand,
  session: Session,
): readonly string[] {
  const own = open.filter((each) => [undefined, each].includes(options.credential));
  if (own.length === 0) return ["Interrupted; no rotation was begun."];
  const resume = own.length === 1 ? `resume ${own[0]}` : "resume";
  return [
    "Interrupted. What was answered before is saved; go on with:",
    `  ${rotateCommand(options, session, resume)}`,
  ];
}
