import { baseId } from "../../core/credentials/base-id.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { environmentError, usageError } from "../../core/error.ts";
import { nearest } from "../../core/text/nearest.ts";
import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import type { RotationDocument } from "../../core/documents/rotation-document.ts";
import { valuePrint } from "../../rotation/ledger.ts";
import type { RotationMode } from "../../rotation/rotation-event.ts";
import { type Rotation, newRotationId, openRotations } from "../../rotation/rotation-state.ts";
import type { OpenOptions } from "../open-install.ts";
import {
  type RotationDesk,
  noteEvent,
  openRotationDesk,
  recordsOf,
  settingsOf,
  specOf,
} from "./rotate-desk.ts";
import { openIncidentOn } from "../incident/rotate-incident.ts";
import { inForce } from "./rotate-places.ts";
import type { RotationPorts, RotationTalk } from "./rotate-ports.ts";
import { sayOpening } from "./rotate-opening.ts";
import { assertPipedValue } from "./rotate-receive.ts";
import { alreadyOpen, incidentOpen, needsHand, needsPerson } from "./rotate-refusals.ts";
import { runRotation } from "./rotate-run.ts";

export interface StartRotation extends OpenOptions {
  /** Credential id; asked for when absent. */
  readonly credential?: string;
  /** The incident that leads here: it has decided what comes first. */
  readonly incident?: string;
}

/**
 * Rotates one credential as far as it goes now: asks, changes and remembers step by step.
 *
 * @throws GuardError when it was refused; nothing was begun then.
 */
export async function startRotation(
  ports: RotationPorts,
  talk: RotationTalk,
  options: StartRotation,
  mode: RotationMode,
): Promise<RotationDocument> {
  if (options.credential !== undefined) refuseDataKey(options.credential);
  const desk = openRotationDesk(ports, options);
  for (const note of desk.opened.notes) talk.say(`note: ${note}`);
  const id = options.credential ?? (await chosenCredential(desk, talk));
  refuseUnknown(desk, id);
  const { root } = desk.opened.install;
  const unlock = ports.lockRotations(root);
  try {
    const rotation = startIn(desk, talk, { credential: id, mode, ...within(options) });
    return await runRotation(desk, rotation, talk);
  } finally {
    unlock();
  }
}

/** Goes on with a rotation that was begun: the only open one, or that of the credential. */
export async function resumeRotation(
  ports: RotationPorts,
  talk: RotationTalk,
  options: StartRotation,
): Promise<RotationDocument> {
  const desk = openRotationDesk(ports, options);
  for (const note of desk.opened.notes) talk.say(`note: ${note}`);
  const unlock = ports.lockRotations(desk.opened.install.root);
  try {
    const rotation = openOne(openRotations(recordsOf(desk)), options.credential);
    if (talk.newValue && rotation.cutOver) {
      throw usageError(
        "NO_NEW_VALUE_NEEDED",
        `the new value of ${rotation.credential} is in place already`,
        "go on without --new-value-stdin",
      );
    }
    const held = inForce(desk.opened, rotation.credential);
    if (held) assertTakesValue(desk, talk, held);
    sayOpening(desk, talk, rotation);
    return await runRotation(desk, rotation.id, talk);
  } finally {
    unlock();
  }
}

/** A value that no step would ask for would be lost, and the caller told that all is well. */
function assertTakesValue(
  { opened }: RotationDesk,
  { newValue }: RotationTalk,
  { id, path, line, heldBy }: Credential,
): void {
  if (!newValue || heldBy === "env") return;
  throw needsHand(id, `${publishPath(relativeTo(opened.install.root, path))}:${line}`);
}

function openOne(open: readonly Rotation[], credential: string | undefined): Rotation {
  const fitting = open.filter((each) => credential === undefined || each.credential === credential);
  const [first] = fitting;
  if (first && fitting.length === 1) return first;
  if (first) {
    const names = fitting.map((each) => each.credential).join(", ");
    throw usageError(
      "SEVERAL_ROTATIONS",
      `several rotations are open: ${names}`,
      "name one of them",
    );
  }
  const what = credential === undefined ? "no rotation" : `no rotation of ${credential}`;
  throw usageError("NO_ROTATION", `${what} is open`, "begin one with: rotate <credential>");
}

/** The id of the rotation to run: a new one, or an open one that becomes a breach. */
function startIn(
  desk: RotationDesk,
  talk: RotationTalk,
  wanted: { readonly credential: string; readonly mode: RotationMode; readonly within?: string },
): string {
  const { credential, mode, within: leading } = wanted;
  const { ports, opened } = desk;
  const records = recordsOf(desk);
  const open = openRotations(records).find((each) => each.credential === credential);
  if (open && mode === "planned") throw alreadyOpen(open);
  const incident = openIncidentOn(ports, opened.install.root, credential);
  if (incident && incident.id !== leading && mode === "planned") {
    throw incidentOpen(incident, credential);
  }
  const held = inForce(opened, credential);
  if (!held && (talk.yes || talk.newValue)) throw needsPerson(credential);
  refuseValueless(talk);
  if (held) assertTakesValue(desk, talk, held);
  if (held) assertPipedValue(desk, talk, held);
  if (open) {
    if (open.mode !== mode) noteEvent(desk, open, { step: "mode", mode });
    sayOpening(desk, talk, { ...open, mode });
    return open.id;
  }
  const rotation = begin(desk, credential, mode);
  sayOpening(desk, talk, rotation);
  return rotation.id;
}

/** The first event: what is rotated, how, and what the provider's rules are today. */
function begin(desk: RotationDesk, credential: string, mode: RotationMode): Rotation {
  const { ports, opened } = desk;
  const id = newRotationId(recordsOf(desk), credential, ports.wallNow());
  const held = inForce(opened, credential);
  const facts = specOf(opened, credential)?.rotation;
  noteEvent(
    desk,
    { id, credential },
    {
      step: "start",
      mode,
      stored: held ? "env" : "settings",
      overlap: facts?.overlap ?? "unknown",
      ...(facts?.overlapHours === undefined ? {} : { overlapHours: facts.overlapHours }),
      ...(held ? { print: valuePrint(held, desk.ledger.hash) } : {}),
    },
  );
  const [rotation] = openRotations(recordsOf(desk)).filter((each) => each.id === id);
  if (!rotation) throw new Error("a rotation that was begun stands in the ledger");
  return rotation;
}

function within({ incident }: StartRotation): { readonly within?: string } {
  return incident === undefined ? {} : { within: incident };
}

/** `--yes` alone would begin something that it cannot go on with. */
function refuseValueless({ yes, newValue, prompter }: RotationTalk): void {
  if (!yes && !prompter.interactive) {
    throw usageError(
      "NO_TERMINAL",
      "there is no terminal to ask, so no rotation was begun",
      "pipe the new value in with --new-value-stdin --yes: that does all but reload and revoke",
    );
  }
  if (!yes || newValue) return;
  throw usageError(
    "NO_NEW_VALUE",
    "there is no new value, and --yes answers no question that needs one",
    "pipe it in with --new-value-stdin",
    "leave --yes out at a terminal",
  );
}

function refuseUnknown(desk: RotationDesk, id: string): void {
  const { opened } = desk;
  if (inForce(opened, id) || opened.install.config.stored.get(id) === "settings") return;
  const known = rotatable(desk);
  const spec = specOf(opened, id);
  if (spec && !spec.public) {
    throw usageError(
      "NOWHERE",
      `${id} is nowhere to be seen in this install`,
      `say in guard.yaml where it is kept: credentials: { ${id}: { stored: settings } }`,
    );
  }
  const near = nearest(id, known);
  throw usageError(
    "UNKNOWN_CREDENTIAL",
    `there is no credential "${id}" here`,
    near === undefined ? "see the credentials with: rotate status" : `did you mean "${near}"?`,
  );
}

function refuseDataKey(id: string): void {
  if (baseId(id) !== "iptvbp.encryption-key") return;
  throw usageError(
    "NOT_ROTATED",
    "iptvbp.encryption-key is not rotated here: everything that IPTVbp has encrypted with it would be unreadable under another key, and how it re-encrypts is not published",
    "ask IPTVbp's support for its procedure, and make a backup of key and database first",
    "when it leaked, rotate every credential in IPTVbp's settings instead",
  );
}

function rotatable(desk: RotationDesk): readonly string[] {
  const ids = [...desk.opened.credentials.map(({ id }) => id), ...settingsOf(desk.opened)];
  return [...new Set(ids)].filter((id) => baseId(id) !== "iptvbp.encryption-key");
}

async function chosenCredential(desk: RotationDesk, talk: RotationTalk): Promise<string> {
  const ids = rotatable(desk);
  if (ids.length === 0) {
    throw environmentError("NO_CREDENTIAL", "there is no credential to rotate in this install");
  }
  return talk.prompter.select({
    message: "Which credential?",
    flag: "a credential, as in: rotate stripe.secret-key",
    choices: ids.map((id) => ({ value: id, name: id })),
  });
}
