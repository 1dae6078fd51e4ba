import type { RotationDocument, RotationRow } from "../../core/documents/rotation-document.ts";

/**
 * The due dates as a calendar: one entry for a whole day each, with the same UID every time, so that
 * a calendar which reads it again moves the entry. https://www.rfc-editor.org/rfc/rfc5545
 */
export function rotationCalendar(document: RotationDocument): string {
  const { tool, credentials, install, startedAt } = document;
  const entries = credentials.flatMap((row) => entryOf(row, install.host, stampOf(startedAt)));
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//iptvbp-guard//iptvbp-guard ${textOf(tool.version)}//EN`,
    ...entries,
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** Nothing is known to be due where the age is not known. */
function entryOf(row: RotationRow, host: string, stamp: string): readonly string[] {
  if (row.due === null) return [];
  const day = row.due.replaceAll("-", "");
  const age = `${row.atLeast ? "at least " : ""}since ${row.since ?? "?"}`;
  return [
    "BEGIN:VEVENT",
    `UID:${textOf(`${row.credential}@${host}`)}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day}`,
    `SUMMARY:${textOf(`Rotate ${row.credential} on ${host}`)}`,
    `DESCRIPTION:${textOf(`${row.title}\nIn use ${age}, ${row.knownFrom}; limit ${row.limit}`)}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
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
