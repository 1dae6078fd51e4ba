import type { Finding } from "../../core/finding.ts";
import type { Location } from "../../core/location.ts";
import { escapeControl } from "../../core/text/escape-control.ts";
import { clean } from "./layout.ts";

/** `.env:3`, `.env:3  3f1c2a9  2025-01-15`, `https://...`. */
export function placeText(location: Location): string {
  switch (location.kind) {
    case "file":
    case "env":
    case "log":
      return withLine(location.path === "-" ? "stdin" : location.path, location.line);
    case "git":
      return gitText(location);
    case "url":
      return clean(location.url);
    case "host":
      return clean(location.what);
  }
}

function withLine(path: string, line: number | undefined): string {
  // Of a name every character counts, a newline too: the file must be found by it.
  return escapeControl(line === undefined ? path : `${path}:${line}`);
}

function gitText(location: Extract<Location, { kind: "git" }>): string {
  const { type, object, path, line, ref } = location;
  const commit = location.commit === undefined ? undefined : clean(location.commit.slice(0, 7));
  const date = location.date === undefined ? undefined : clean(location.date);
  const name = /^[0-9a-f]{40,64}$/.test(object) ? object.slice(0, 7) : clean(object);
  const place =
    path === undefined
      ? withLine(`${type} ${ref === undefined ? name : clean(ref)}`, line)
      : withLine(path, line);
  const parts = [place, commit ?? (path === undefined ? undefined : name), date];
  return parts.filter((part) => part !== undefined).join("  ");
}

/** Places beyond the first, as `and 211 more`; nothing when there is one. */
export function moreText({ occurrences }: Finding): string {
  return occurrences > 1 ? ` and ${occurrences - 1} more` : "";
}

/** What the place and the evidence add to the message: columns of one line, where they fit. */
export function whereParts(finding: Finding): readonly string[] {
  const { location, message, evidence } = finding;
  const place = saysPlace(message, location) ? "" : placeText(location);
  const more = moreText(finding);
  const first = place === "" ? more.trim() : place + more;
  const proof = evidence === undefined || message.includes(evidence) ? "" : clean(evidence);
  return [first, proof].filter((part) => part !== "");
}

/** `.env is 0644` needs no `.env` below it. */
function saysPlace(message: string, location: Location): boolean {
  switch (location.kind) {
    case "file":
    case "log":
    case "env":
      return (
        message.includes(location.path) ||
        (location.kind === "env" && location.line === undefined && message.includes(location.key))
      );
    case "url":
      return message.includes(location.url);
    case "host":
      return message.includes(location.what);
    case "git":
      return false;
  }
}
