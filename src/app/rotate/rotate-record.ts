import { environmentError, usageError } from "../../core/error.ts";
import { nearest } from "../../core/text/nearest.ts";
import type { RotationDocument } from "../../core/documents/rotation-document.ts";
import type { RecordedRecord, StatedRecord } from "../../rotation/ledger-record.ts";
import { valuePrint } from "../../rotation/ledger.ts";
import { openRotations } from "../../rotation/rotation-state.ts";
import type { OpenOptions } from "../open-install.ts";
import { refuseSecrets } from "../refuse-secrets.ts";
import { forgetEarlier } from "./forget-old-value.ts";
import { type RotationDesk, openRotationDesk, recordsOf, settingsOf } from "./rotate-desk.ts";
import { inForce } from "./rotate-places.ts";
import type { RotationPorts } from "./rotate-ports.ts";
import { rotationStatus } from "./rotate-status.ts";

export interface RecordOptions extends OpenOptions {
  readonly credential: string;
  /** When the value was made; default now. */
  readonly date?: Date;
  /** Who says so; default the account. */
  readonly by?: string;
  /** Everything that uses the value was tried since it changed. */
  readonly tested?: boolean;
  /** The value before it is revoked. */
  readonly oldDead?: boolean;
}

const earliest = Date.UTC(2011, 0, 1);

/** Writes down since when the value that is in use now exists, as a person says. */
export async function recordRotation(
  ports: RotationPorts,
  options: RecordOptions,
): Promise<RotationDocument> {
  const desk = openRotationDesk(ports, options);
  const { credential } = options;
  const held = inForce(desk.opened, credential);
  const isInSettings = desk.opened.install.config.stored.get(credential) === "settings";
  if (!held && !isInSettings) throw notHere(desk, credential);
  const at = ports.wallNow();
  const since = options.date ?? at;
  assertPlausible(since, at);
  if (options.by !== undefined) refuseSecrets(desk.opened, "--by", options.by, "the ledger");
  refuseBesideRotation(desk, options);
  const said = {
    credential,
    ...(held ? { print: valuePrint(held, desk.ledger.hash) } : {}),
    at: at.toISOString(),
    by: options.by ?? ports.operator,
  };
  const stated: readonly StatedRecord[] = [
    ...(options.tested ? [{ kind: "stated", what: "tested", ...said } as const] : []),
    ...(options.oldDead ? [{ kind: "stated", what: "old-dead", ...said } as const] : []),
  ];
  // What else is said about a value says nothing about its age.
  const recorded: readonly RecordedRecord[] =
    stated.length === 0 || options.date !== undefined
      ? [{ kind: "recorded", since: since.toISOString(), ...said }]
      : [];
  ports.ledgerOf(desk.opened.install.root).append([...recorded, ...stated]);
  const forgotten = options.oldDead ? forgetEarlier(desk, credential) : [];
  const status = await rotationStatus(ports, options);
  return {
    ...status,
    status: "recorded",
    credentials: status.credentials.filter((row) => row.credential === credential),
    notes: [...status.notes, ...forgotten],
    exitReason: recorded.length > 0 ? "recorded" : "stated",
  };
}

/** What a rotation still has to ask is answered there. */
function refuseBesideRotation(desk: RotationDesk, options: RecordOptions): void {
  if (!options.tested && !options.oldDead) return;
  const { credential } = options;
  const open = openRotations(recordsOf(desk)).some((each) => each.credential === credential);
  if (!open) return;
  throw environmentError(
    "ROTATION_OPEN",
    `a rotation of ${credential} is open, which asks for that itself`,
    `go on with: rotate resume ${credential}`,
  );
}

function assertPlausible(since: Date, now: Date): void {
  const day = since.toISOString().slice(0, 10);
  if (since.getTime() > now.getTime()) {
    throw usageError(
      "DATE_TO_COME",
      `${day} has not come yet, by the clock of this host`,
      "give the day on which the value was made: --date 2026-03-01",
    );
  }
  if (since.getTime() < earliest) {
    throw usageError(
      "DATE_TOO_EARLY",
      `${day} is before any of these services`,
      "give the day on which the value was made: --date 2026-03-01",
    );
  }
}

function notHere(desk: RotationDesk, credential: string): Error {
  const ids = [...desk.opened.credentials.map(({ id }) => id), ...settingsOf(desk.opened)];
  const near = nearest(credential, ids);
  return environmentError(
    "UNKNOWN_CREDENTIAL",
    `there is no credential "${credential}" here`,
    near === undefined ? "see the credentials with: rotate status" : `did you mean "${near}"?`,
  );
}
