import type { RotationEvent, RotationRecord } from "./rotation-event.ts";

/** First record of every ledger; `key` (base64, 32 bytes) also keys the report's fingerprints. */
export interface LedgerHead {
  readonly kind: "ledger";
  readonly version: 1;
  readonly key: string;
}

/** A value of a credential was seen for the first time, or again after another one. */
export interface SeenRecord {
  readonly kind: "seen";
  readonly credential: string;
  /** Keyed, see `valuePrint`. */
  readonly print: string;
  /** ISO 8601, the real clock. */
  readonly at: string;
  /** ISO 8601: the file that holds it had its content since then; lost with the file's next edit. */
  readonly existed?: string;
}

/** A person said since when the present value is in use. */
export interface RecordedRecord {
  readonly kind: "recorded";
  readonly credential: string;
  /** Absent for what IPTVbp's own settings hold: its value is never seen here. */
  readonly print?: string;
  /** ISO 8601: when the value was made. */
  readonly since: string;
  readonly at: string;
  readonly by: string;
}

/** A person said something about a value that was replaced without `rotate`. */
export interface StatedRecord {
  readonly kind: "stated";
  readonly credential: string;
  /** Of the value in use; absent for what IPTVbp's own settings hold. */
  readonly print?: string;
  /** `tested`: everything that uses it was tried. `old-dead`: the value before it is refused. */
  readonly what: "tested" | "old-dead";
  readonly at: string;
  readonly by: string;
}

export type LedgerRecord = LedgerHead | SeenRecord | RecordedRecord | StatedRecord | RotationRecord;

type Fields = Readonly<Record<string, unknown>>;

/** Whether a line of the ledger is one that this version understands. */
export function isLedgerRecord(value: unknown): value is LedgerRecord {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Fields;
  switch (fields["kind"]) {
    case "ledger":
      return isText(fields, "key");
    case "seen":
      return (
        isText(fields, "credential", "print") &&
        isMoment(fields, "at") &&
        (fields["existed"] === undefined || isMoment(fields, "existed"))
      );
    case "recorded":
      return (
        isText(fields, "credential", "by") &&
        (fields["print"] === undefined || isText(fields, "print")) &&
        isMoment(fields, "since", "at")
      );
    case "stated":
      return (
        isText(fields, "credential", "by") &&
        (fields["what"] === "tested" || fields["what"] === "old-dead") &&
        (fields["print"] === undefined || isText(fields, "print")) &&
        isMoment(fields, "at")
      );
    case "rotation":
      return (
        isText(fields, "rotation", "credential", "by") &&
        isMoment(fields, "at") &&
        isEvent(fields["event"])
      );
    default:
      return false;
  }
}

const steps: ReadonlySet<unknown> = new Set<RotationEvent["step"]>([
  "start",
  "mode",
  "minted",
  "cutting",
  "cut-over",
  "reloaded",
  "tested",
  "revoked",
  "done",
  "backing-out",
  "backed-out",
]);

function isEvent(value: unknown): boolean {
  return typeof value === "object" && value !== null && steps.has((value as Fields)["step"]);
}

function isText(fields: Fields, ...names: readonly string[]): boolean {
  return names.every((name) => typeof fields[name] === "string");
}

function isMoment(fields: Fields, ...names: readonly string[]): boolean {
  return (
    isText(fields, ...names) &&
    names.every((name) => !Number.isNaN(Date.parse(String(fields[name]))))
  );
}
