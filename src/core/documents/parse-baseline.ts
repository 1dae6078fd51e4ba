import { configurationError } from "../error.ts";
import { type Severity, severities } from "../severity.ts";
import type { BaselineEntry } from "./baseline.ts";

/** The part of a baseline that a run uses. */
export interface ReadBaseline {
  /** Hex. */
  readonly key: string;
  readonly findings: readonly BaselineEntry[];
}

type Json = Readonly<Record<string, unknown>>;

const headKeys = ["schemaVersion", "tool", "kind", "install", "startedAt", "key", "findings"];
const entryKeys = ["fingerprint", "auditId", "severity"];

/**
 * Reads a baseline strictly: a damaged one must not read as an empty one.
 *
 * @param name for messages.
 * @throws GuardError `BASELINE_INVALID` that names the first wrong key; never a value.
 */
export function parseBaseline(text: string, name: string): ReadBaseline {
  const wrong = (why: string) =>
    configurationError(
      "BASELINE_INVALID",
      `${name}: no baseline: ${why}`,
      "take it from a backup, or write a new one with --write-baseline after looking at what is found",
    );
  const object = (value: unknown, at: string, keys: readonly string[]): Json => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw wrong(`${at} must be an object`);
    }
    const missing = keys.find((key) => !Object.hasOwn(value, key));
    if (missing !== undefined) throw wrong(`${at} has no ${missing}`);
    if (Object.keys(value).length > keys.length) throw wrong(`${at} has a key too many`);
    return value as Json;
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the text, which may hold anything.
    throw wrong("not JSON");
  }
  const document = object(parsed, "the document", headKeys);
  if (document["kind"] !== "baseline") throw wrong('kind must be "baseline"');
  if (document["schemaVersion"] !== 1) {
    throw wrong("schemaVersion must be 1: another version wrote this");
  }
  object(document["tool"], "tool", ["name", "version"]);
  object(document["install"], "install", ["root", "host"]);
  const { key, findings, startedAt } = document;
  if (typeof startedAt !== "string" || Number.isNaN(Date.parse(startedAt))) {
    throw wrong("startedAt must be a moment");
  }
  if (typeof key !== "string" || !/^(?:[0-9a-f]{2}){16,64}$/.test(key)) {
    throw wrong("key must be 16 to 64 bytes in hex");
  }
  if (!Array.isArray(findings)) throw wrong("findings must be a list");
  return {
    key,
    findings: findings.map((value: unknown, index) => {
      const at = `findings[${index}]`;
      const entry = object(value, at, entryKeys);
      const { fingerprint, auditId, severity } = entry;
      if (typeof fingerprint !== "string" || !/^[0-9a-f]{32}$/.test(fingerprint)) {
        throw wrong(`${at}.fingerprint must be 32 hex digits`);
      }
      if (typeof auditId !== "string" || auditId === "") throw wrong(`${at}.auditId must be text`);
      if (!severities.includes(severity as Severity)) {
        throw wrong(`${at}.severity must be one of ${severities.join(", ")}`);
      }
      return { fingerprint, auditId, severity: severity as Severity };
    }),
  };
}
