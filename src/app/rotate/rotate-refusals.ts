import { environmentError, usageError } from "../../core/error.ts";
import { type Rotation, nextStep } from "../../rotation/rotation-state.ts";
import type { IncidentOnCredential } from "../incident/rotate-incident.ts";
import { stepName } from "./rotate-say.ts";

export function alreadyOpen(open: Rotation): Error {
  const step = nextStep(open);
  const since = open.startedAt.slice(0, 10);
  const parts = [
    `a rotation of ${open.credential} is open since ${since}`,
    ...(step === undefined ? [] : [`next: ${stepName(step)}`]),
    ...(open.minted && !open.oldDead ? ["old and new are alive; a third would end the first"] : []),
  ];
  const hint = `go on with: rotate resume ${open.credential}`;
  return environmentError("ROTATION_OPEN", parts.join("; "), hint);
}

/** The incident decides what comes first, so that nobody plans a week of overlap for a leaked key. */
export function incidentOpen(
  { id, mode, isUnread }: IncidentOnCredential,
  credential: string,
): Error {
  const breach = `revoke the old value first: rotate ${credential} --mode breach`;
  if (isUnread) {
    return environmentError(
      "INCIDENT_UNREAD",
      `the journal of incident ${id} cannot be read: it may be open on ${credential}, and a planned rotation would leave a leaked value alive`,
      `see what is wrong with it: incident verify --id ${id}`,
      breach,
    );
  }
  if (mode === "exposed") {
    return environmentError(
      "INCIDENT_OPEN",
      `incident ${id} is open on ${credential}, and its rotation belongs into it: there the new value comes first and the old one is revoked right after`,
      `go on inside: incident resume --id ${id}`,
      breach,
    );
  }
  return environmentError(
    "INCIDENT_OPEN",
    `incident ${id} is open on ${credential}: a planned rotation would leave the leaked value alive`,
    breach,
    `or go on inside: incident resume --id ${id}`,
  );
}

export function needsPerson(credential: string): Error {
  return usageError(
    "NEEDS_PERSON",
    `${credential} is kept in IPTVbp's settings, where only a person can replace it`,
    "rotate it at a terminal, without --yes and --new-value-stdin",
  );
}

export function needsHand(credential: string, place: string): Error {
  return usageError(
    "NEEDS_HAND",
    `${credential} stands only in ${place}, which the wizard does not change: the new value would be lost`,
    "rotate it at a terminal, without --new-value-stdin: you edit that file when you are asked to",
  );
}
