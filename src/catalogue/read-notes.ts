import { parseInterval } from "../core/text/interval.ts";
import {
  type ProviderStep,
  type RotationFacts,
  type SourceNote,
  incidentParts,
} from "../core/knowledge/provider.ts";
import type { Fields } from "./yaml-fields.ts";

const stepKeys = ["do", "part", "open", "why", "not", "done-when"] as const;
const rotationKeys = ["every", "overlap", "overlap-hours", "note"] as const;
const sourceKeys = ["about", "url", "read"] as const;

/** Steps that a person takes: `planned:`, `breach:`, `incident:`. */
export function readSteps(fields: Fields, key: string): readonly ProviderStep[] {
  return fields.maps(key, stepKeys, (step) => ({
    do: step.text("do"),
    ...(step.has("part") ? { part: step.choice("part", incidentParts) } : {}),
    ...(step.has("open") ? { open: readUrl(step, "open") } : {}),
    ...(step.has("why") ? { why: step.text("why") } : {}),
    ...(step.has("not") ? { not: step.text("not") } : {}),
    ...(step.has("done-when") ? { doneWhen: step.text("done-when") } : {}),
  }));
}

export function readRotation(fields: Fields): RotationFacts | undefined {
  return fields.map("rotation", rotationKeys, (rotation) => {
    const every = parseInterval(rotation.text("every"));
    if (!every) return rotation.fail("every", "no interval", "write it as: 12 months, 90 days");
    const hours = rotation.maybeNumber("overlap-hours");
    const note = rotation.maybeText("note");
    return {
      every,
      overlap: rotation.choice("overlap", ["yes", "limited", "none", "unknown"]),
      ...(hours === undefined ? {} : { overlapHours: hours }),
      ...(note === undefined ? {} : { overlapNote: note }),
    };
  });
}

/** Where facts come from; at least one, each with an address and a day. */
export function readSources(fields: Fields): readonly SourceNote[] {
  const sources = fields.maps("sources", sourceKeys, (source) => ({
    about: source.text("about"),
    url: readUrl(source, "url"),
    read: readDay(source, "read"),
  }));
  if (sources.length > 0) return sources;
  return fields.fail("sources", '"sources" is missing', "say where the facts come from");
}

/** An ISO date such as `2026-11-24`. */
export function readDay(fields: Fields, key: string): string {
  const day = fields.text(key);
  const parsed = new Date(`${day}T00:00:00Z`);
  const real = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
  return real && day.length === 10
    ? day
    : fields.fail(key, `"${day}" is no date such as 2026-11-24`);
}

export function readUrl(fields: Fields, key: string): string {
  const url = fields.text(key);
  return url.startsWith("https://") ? url : fields.fail(key, `"${key}" must start with https://`);
}
