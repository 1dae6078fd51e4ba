import { type GuardError, configurationError } from "../error.ts";
import type { Report } from "./report.ts";
import { severities } from "../severity.ts";

type Json = Readonly<Record<string, unknown>>;

const statuses = ["pass", "fail", "unknown", "not-applicable", "skipped"];
const states = ["new", "existing", "waived"];
const kinds: Readonly<Record<string, Readonly<Record<string, "string" | "number" | "boolean">>>> = {
  file: { path: "string" },
  log: { path: "string", line: "number" },
  env: { path: "string", key: "string" },
  url: { url: "string" },
  host: { what: "string" },
  git: { object: "string", type: "string", reachable: "boolean" },
};
const optionalPlace = {
  line: "number",
  column: "number",
  commit: "string",
  path: "string",
  ref: "string",
  author: "string",
  date: "string",
} as const;

/**
 * Checks a parsed JSON document against the contract of a report.
 *
 * @throws GuardError `REPORT_INVALID` that names the first wrong key; never a value.
 */
export function parseReport(value: unknown, name: string): Report {
  const check = checker(name);
  const report = check.object(value, "the document");
  if (report["kind"] !== "report") throw check.wrong("kind", 'must be "report"');
  if (report["schemaVersion"] !== 1) {
    throw check.wrong("schemaVersion", "must be 1: another version wrote this");
  }
  check.fields(report["tool"], "tool", { name: "string", version: "string" });
  const install = check.object(report["install"], "install");
  for (const key of ["root", "host"]) {
    if (install[key] !== null) check.type(install[key], `install.${key}`, "string");
  }
  check.type(report["startedAt"], "startedAt", "string");
  if (Number.isNaN(Date.parse(String(report["startedAt"])))) {
    throw check.wrong("startedAt", "must be a moment");
  }
  check.type(report["durationMs"], "durationMs", "number");
  check.object(report["summary"], "summary");
  for (const [index, row] of check.list(report["audits"], "audits").entries()) {
    checkRow(check, row, `audits[${index}]`);
  }
  for (const [index, finding] of check.list(report["findings"], "findings").entries()) {
    checkFinding(check, finding, `findings[${index}]`);
  }
  const looked = check.object(report["looked"], "looked");
  for (const [key, count] of Object.entries(check.object(looked["inputs"], "looked.inputs"))) {
    check.type(count, `looked.inputs.${key}`, "number");
  }
  checkGaps(check, looked["gaps"], "looked.gaps");
  checkAcceptance(check, report);
  return value as Report;
}

function checkRow(check: Checker, value: unknown, at: string): void {
  const row = check.fields(value, at, {
    id: "string",
    title: "string",
    rule: "number",
    durationMs: "number",
  });
  check.oneOf(row["status"], `${at}.status`, statuses);
  check.oneOf(row["severity"], `${at}.severity`, severities);
  checkGaps(check, row["gaps"], `${at}.gaps`);
  if (row["reason"] !== undefined) {
    check.fields(row["reason"], `${at}.reason`, { code: "string", text: "string" });
  }
  if (row["waiver"] !== undefined) checkWaiver(check, row["waiver"], `${at}.waiver`);
  if (row["needs"] === undefined) return;
  for (const need of check.list(row["needs"], `${at}.needs`))
    check.type(need, `${at}.needs`, "string");
}

function checkFinding(check: Checker, value: unknown, at: string): void {
  const finding = check.fields(value, at, {
    fingerprint: "string",
    auditId: "string",
    message: "string",
    remedy: "string",
    occurrences: "number",
  });
  check.oneOf(finding["severity"], `${at}.severity`, severities);
  check.oneOf(finding["confidence"], `${at}.confidence`, ["high", "medium", "low"]);
  check.oneOf(finding["state"], `${at}.state`, states);
  check.oneOf(finding["fix"], `${at}.fix`, ["safe", "review", null]);
  for (const key of ["ruleId", "evidence"]) {
    if (finding[key] !== undefined) check.type(finding[key], `${at}.${key}`, "string");
  }
  if (finding["waiver"] !== undefined) {
    checkWaiver(check, finding["waiver"], `${at}.waiver`);
  }
  checkPlace(check, finding["location"], `${at}.location`);
  for (const place of check.list(finding["alsoAt"], `${at}.alsoAt`)) {
    checkPlace(check, place, `${at}.alsoAt`);
  }
}

function checkPlace(check: Checker, value: unknown, at: string): void {
  const place = check.object(value, at);
  const fields = kinds[String(place["kind"])];
  if (!fields) throw check.wrong(`${at}.kind`, `must be one of ${Object.keys(kinds).join(", ")}`);
  check.fields(place, at, fields);
  for (const [key, type] of Object.entries(optionalPlace)) {
    if (place[key] !== undefined) check.type(place[key], `${at}.${key}`, type);
  }
}

function checkGaps(check: Checker, value: unknown, at: string): void {
  for (const [index, gap] of check.list(value, at).entries()) {
    const place = `${at}[${index}]`;
    const fields = check.fields(gap, place, { what: "string", reason: "string", count: "number" });
    check.oneOf(fields["waived"], `${place}.waived`, [true, undefined]);
  }
}

/** A waiver as it was applied, or an entry of the file: all that there is must be text. */
function checkWaiver(check: Checker, value: unknown, at: string): void {
  const waiver = check.fields(value, at, { reason: "string" });
  for (const key of ["audit", "fingerprint", "path", "owner", "expires"]) {
    if (waiver[key] !== undefined) check.type(waiver[key], `${at}.${key}`, "string");
  }
}

function checkAcceptance(check: Checker, { waivers, baseline }: Json): void {
  if (waivers !== undefined) {
    const use = check.fields(waivers, "waivers", { file: "string", applied: "number" });
    for (const key of ["expired", "unused"]) {
      for (const each of check.list(use[key], `waivers.${key}`)) {
        checkWaiver(check, each, `waivers.${key}`);
        check.fields(each, `waivers.${key}`, { owner: "string", expires: "string" });
      }
    }
  }
  if (baseline === undefined) return;
  check.fields(baseline, "baseline", { file: "string", known: "number", gone: "number" });
}

type Checker = ReturnType<typeof checker>;

function checker(name: string) {
  const wrong = (at: string, text: string): GuardError =>
    configurationError(
      "REPORT_INVALID",
      `${name}: no report: ${at} ${text}`,
      "write one with: audit --format json --output report.json",
    );
  const object = (value: unknown, at: string): Json => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
    throw wrong(at, "must be an object");
  };
  const type = (value: unknown, at: string, wanted: "string" | "number" | "boolean"): void => {
    if (typeof value !== wanted) throw wrong(at, `must be a ${wanted}`);
  };
  return {
    wrong,
    object,
    type,
    list: (value: unknown, at: string): readonly unknown[] => {
      if (Array.isArray(value)) return value;
      throw wrong(at, "must be a list");
    },
    oneOf: (value: unknown, at: string, known: readonly unknown[]): void => {
      if (!known.includes(value)) throw wrong(at, `must be one of ${known.join(", ")}`);
    },
    fields: (
      value: unknown,
      at: string,
      wanted: Readonly<Record<string, "string" | "number" | "boolean">>,
    ): Json => {
      const found = object(value, at);
      for (const [key, kind] of Object.entries(wanted)) type(found[key], `${at}.${key}`, kind);
      return found;
    },
  };
}
