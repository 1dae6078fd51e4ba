import type { RotationDocument, RotationRow } from "../../core/documents/rotation-document.ts";

/**
 * The due dates as a calendar: one entry for a whole day each, and something to do where no date is
 * known. The same UID every time, so that a calendar which reads it again moves the entry.
 * https://www.rfc-editor.org/rfc/rfc5545
 */
export function rotationCalendar(document: RotationDocument): string {
  const { tool, credentials } = document;
  const entries = credentials.flatMap((row) =>
    row.due === null ? unknownEntry(row, document) : dueEntry(row, row.due, document),
  );
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//iptvbp-guard//iptvbp-guard ${textOf(tool.version)}//EN`,
    // A calendar of nothing is none: RFC 5545, 3.6.
    ...(entries.length > 0 ? entries : emptyEntry(document)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

type Place = Pick<RotationDocument, "install" | "startedAt">;

function dueEntry(row: RotationRow, due: string, place: Place): readonly string[] {
  const age = `${row.atLeast ? "at least " : ""}since ${row.since ?? "?"}`;
  return entryOf("VEVENT", row.credential, place, [
    `DTSTART;VALUE=DATE:${due.replaceAll("-", "")}`,
    `SUMMARY:${textOf(`Rotate ${row.credential} on ${place.install.host}`)}`,
    `DESCRIPTION:${textOf(`${row.title}\nIn use ${age}, ${row.knownFrom}; limit ${row.limit}`)}`,
    "TRANSP:TRANSPARENT",
  ]);
}

/** Nothing is known to be due where the age is not known: that is what has to be found out. */
function unknownEntry({ credential, title, limit }: RotationRow, place: Place): readonly string[] {
  const text = `${title}\nLimit ${limit}. Say it with: iptvbp-guard rotate record ${credential} --date ...`;
  return entryOf("VTODO", `age of ${credential}`, place, [
    `SUMMARY:${textOf(`Find out how old ${credential} on ${place.install.host} is`)}`,
    `DESCRIPTION:${textOf(text)}`,
  ]);
}

function emptyEntry(place: Place): readonly string[] {
  return entryOf("VJOURNAL", "no credential", place, [
    `SUMMARY:${textOf(`No credential on ${place.install.host} has to be rotated`)}`,
  ]);
}

/** One host may have several installs, with the same credentials. */
function entryOf(
  kind: "VEVENT" | "VTODO" | "VJOURNAL",
  name: string,
  { install: { host, root }, startedAt }: Place,
  lines: readonly string[],
): readonly string[] {
  return [
    `BEGIN:${kind}`,
    `UID:${textOf(`${name}@${host}:${root}`)}`,
    `DTSTAMP:${stampOf(startedAt)}`,
    ...lines,
    `END:${kind}`,
  ];
}

/** `20261124T091400Z`. */
function stampOf(iso: string): string {
  return `${iso.slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

function textOf(text: string): string {
  return text.replaceAll(/[\\;,]/g, String.raw`\$&`).replaceAll(/\r\n|\r|\n/g, String.raw`\n`);
}

const longest = 75;

/** Lines of at most 75 octets, never cut inside a character; each further one begins with a blank. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let result = "";
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > longest) {
      result += "\r\n ";
      octets = 1;
    }
    result += character;
    octets += size;
  }
  return result;
}
