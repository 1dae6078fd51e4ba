import { isWaivedUnknown } from "../core/acceptance/waived-gaps.ts";
import { coversPart } from "../core/acceptance/waiver-covers.ts";
import type { Waiver } from "../core/acceptance/waiver.ts";
import type { Report } from "../core/documents/report.ts";
import type { AppliedWaiver } from "../core/finding.ts";

/**
 * `2 waived (1 expires 2026-12-01)`, `1 unknown waived`, `5 known from the baseline`; empty where
 * everything counts.
 */
export function notCounted({ findings, audits, baseline }: Report): readonly string[] {
  const waived = findings.filter(({ state }) => state === "waived");
  const unknown = audits.filter(isWaivedUnknown);
  const known = findings.filter(({ state }) => state === "existing").length;
  const from = baseline === undefined ? "known before" : "known from the baseline";
  return [
    ...(waived.length > 0 ? [`${waived.length} waived${nextEnd(waived)}`] : []),
    ...(unknown.length > 0 ? [`${unknown.length} unknown waived${nextEnd(unknown)}`] : []),
    ...(known > 0 ? [`${known} ${from}`] : []),
  ];
}

/** The first date on which some of them come back. */
function nextEnd(all: readonly { readonly waiver?: AppliedWaiver }[]): string {
  const dates = all.flatMap(({ waiver }) => waiver?.expires ?? []).toSorted();
  const [first] = dates;
  if (first === undefined) return "";
  const count = dates.filter((date) => date === first).length;
  if (all.length === 1) return ` (expires ${first})`;
  return ` (${count} ${count === 1 ? "expires" : "expire"} ${first})`;
}

/** `until 2026-12-01, jo: the panel cannot do better`; as much of it as there is. */
export function waiverText({ reason, owner, expires }: AppliedWaiver): string {
  const until = expires === undefined ? "" : `until ${expires}`;
  const head = [until, owner ?? ""].filter((part) => part !== "").join(", ");
  return head === "" ? reason : `${head}: ${reason}`;
}

/** `waived until 2026-12-01, jo: the panel cannot do better`. */
export function waivedText(waiver: AppliedWaiver): string {
  const text = waiverText(waiver);
  return text === waiver.reason ? `waived: ${text}` : `waived ${text}`;
}

/** What the report says of a waivers file: what has ended and what was not needed. */
export function waiverNotes({ waivers, findings }: Report): readonly string[] {
  if (!waivers) return [];
  const why = (waiver: Waiver) =>
    findings.some((finding) => coversPart(waiver, finding)) ? ", it covers a part only" : "";
  return [
    ...waivers.expired.map(
      (waiver) => `expired ${waiver.expires}, counts again: ${subject(waiver)} (${waiver.owner})`,
    ),
    ...waivers.unused.map(
      (waiver) =>
        `unused${why(waiver)}: ${subject(waiver)} (${waiver.owner}, until ${waiver.expires})`,
    ),
  ];
}

/** `env/mode in storage`, `0123456789abcdef0123456789abcdef`. */
function subject({ audit, fingerprint, path }: Waiver): string {
  const what = [audit ?? "", fingerprint ?? ""].filter((part) => part !== "").join(" ");
  return path === undefined ? what : `${what} in ${path}`;
}

/** Why a shorter baseline would be better; undefined while all of it is found. */
export function goneText({ baseline }: Report): string | undefined {
  if (!baseline || baseline.gone === 0) return undefined;
  const what = baseline.gone === 1 ? "1 entry is" : `${baseline.gone} entries are`;
  return `${what} no longer found: write it anew`;
}
