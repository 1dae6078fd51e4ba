import type { Location } from "../../src/core/location.ts";
import type { Report } from "../../src/core/documents/report.ts";
import { aFinding, aGap, aReport, aRow } from "./a-report.ts";

/** A report with `text` in every field that is filled from outside, or read from a file. */
export function hostileReport(text: string): Report {
  const places: readonly Location[] = [
    { kind: "file", path: `${text}f`, line: 1 },
    { kind: "env", path: `${text}e`, key: text },
    { kind: "log", path: `${text}l`, line: 2 },
    { kind: "url", url: `${text}u` },
    { kind: "host", what: `${text}h` },
    { kind: "git", object: text, type: "ref", ref: text, date: text, reachable: true },
    { kind: "git", object: text, type: "blob", commit: text, path: `${text}g`, reachable: false },
  ];
  const waiver = { reason: text, owner: text, expires: text };
  const entry = { audit: text, fingerprint: text, path: text, ...waiver };
  const gap = aGap({ what: text, reason: text, code: text });
  const base = aReport({
    rows: [
      aRow({ id: `${text}1`, title: text, status: "fail", gaps: [gap], needs: [text] }),
      aRow({ id: `${text}2`, title: text, status: "unknown", reason: { code: text, text } }),
      aRow({
        id: `${text}6`,
        title: text,
        status: "unknown",
        reason: { code: text, text },
        gaps: [aGap({ what: `${text}w`, reason: text, waived: true })],
        waiver,
      }),
      aRow({ id: `${text}3`, title: text, status: "skipped", needs: [text, text] }),
      aRow({ id: `${text}4`, title: text, status: "pass" }),
      aRow({ id: `${text}5`, title: text, status: "not-applicable", reason: { code: "x", text } }),
    ],
    findings: (["new", "existing", "waived"] as const).map((state) =>
      aFinding({
        auditId: `${text}1`,
        message: `m ${text}`,
        evidence: `${text} e`,
        remedy: `${text} r`,
        location: { kind: "file", path: text },
        alsoAt: places,
        occurrences: 9,
        state,
        ...(state === "waived" ? { waiver } : {}),
      }),
    ),
    gaps: [gap, aGap({ what: `${text}o`, reason: text })],
    inputs: { [`${text}i`]: 1 },
    root: `/${text}`,
  });
  return {
    ...base,
    tool: { name: text, version: text },
    install: { root: `/${text}`, host: text },
    startedAt: "2026-11-24 (<b>@all</b>)",
    waivers: { file: text, applied: 1, expired: [entry], unused: [entry] },
    baseline: { file: text, known: 1, gone: 1 },
  };
}
