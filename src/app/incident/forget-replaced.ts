import { GuardError } from "../../core/error.ts";
import type { StatedRecord } from "../../rotation/ledger-record.ts";
import { printAsOf, valuePrint } from "../../rotation/ledger.ts";
import type { OpenOptions } from "../open-install.ts";
import { forgetEarlier, forgetStated } from "../rotate/forget-old-value.ts";
import {
  type RotationDesk,
  openRotationDesk,
  placesOf,
  recordsOf,
  specOf,
} from "../rotate/rotate-desk.ts";
import { inForce } from "../rotate/rotate-places.ts";
import type { RotationPorts } from "../rotate/rotate-ports.ts";
import type { IncidentFile } from "./incident-desk.ts";
import { rotationWithin } from "./rotate-incident.ts";

/**
 * Once somebody has said of an incident that its values are revoked and replaced, nothing of them
 * stays in our state, as after a rotation. A value that is in use still is not taken for a dead one.
 * Doing it again changes nothing, so that a crash before it loses nothing.
 *
 * @returns notes for people.
 */
export function forgetReplaced(
  ports: RotationPorts,
  options: OpenOptions,
  { state }: IncidentFile,
): readonly string[] {
  const isDone = (part: string) =>
    state.steps.some(({ id, status }) => id === part && status === "done");
  const ids = [...new Set(state.affected.map(({ id }) => id))];
  if (!isDone("revoke") || !isDone("replace") || ids.length === 0) return [];
  try {
    const desk = openRotationDesk(ports, options);
    return ids.flatMap((id) => forgetOne(desk, id, state.openedAt));
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    return [`copies of the old value that fixes have kept stay: ${error.message}`];
  }
}

function forgetOne(desk: RotationDesk, credential: string, openedAt: string): readonly string[] {
  const { ports, opened, ledger } = desk;
  // A rotation asks for it itself, and deletes what is dead.
  if (rotationWithin(ports, opened.install.root, credential, openedAt) !== undefined) return [];
  const records = recordsOf(desk);
  const held = inForce(opened, credential);
  const print = held && valuePrint(held, ledger.hash);
  const isInSettings = opened.install.config.stored.get(credential) === "settings";
  if (!isInSettings) {
    const before = printAsOf(records, credential, new Date(openedAt));
    if (before === undefined) return held ? [notKnown(credential)] : [];
    const isStillHeld = placesOf(opened, credential).some(
      (place) => valuePrint(place, ledger.hash) === before,
    );
    if (isStillHeld) return [stillInUse(credential)];
  }
  if (held || isInSettings) {
    const stated: StatedRecord = {
      kind: "stated",
      what: "old-dead",
      credential,
      ...(print === undefined ? {} : { print }),
      at: ports.wallNow().toISOString(),
      by: ports.operator,
    };
    const isSaid = records.some(
      (each) =>
        each.kind === "stated" &&
        each.what === "old-dead" &&
        each.credential === credential &&
        each.print === print &&
        each.at >= openedAt,
    );
    if (!isSaid) ports.ledgerOf(opened.install.root).append([stated]);
  }
  const spec = specOf(opened, credential);
  if (isInSettings && !held) return spec ? forgetStated(desk, credential, spec) : [];
  return forgetEarlier(desk, credential);
}

function stillInUse(credential: string): string {
  return `${credential} still has the value that it had when the incident began: replace it, or copies of the old value stay`;
}

function notKnown(credential: string): string {
  return `which value ${credential} had when the incident began is not known; once another one is in use, say: rotate record ${credential} --old-dead`;
}
