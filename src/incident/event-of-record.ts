import type {
  IncidentEvent,
  IncidentEventKind,
  IncidentRecord,
} from "../core/incident/incident.ts";
import { incidentModes, toolActions } from "../core/knowledge/playbook.ts";
import { incidentParts } from "../core/knowledge/provider.ts";

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const text: Check = (value) => typeof value === "string";
const count: Check = (value) => Number.isSafeInteger(value);
const list: Check = (value) => Array.isArray(value);
const object: Check = (value) => typeof value === "object" && value !== null;
const maybeText: Check = (value) => value === undefined || text(value);
const oneOf =
  (words: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && words.includes(value);

/** What the data of each kind must hold before anything relies on it. */
const shapes: Readonly<Record<IncidentEventKind, Shape>> = {
  open: { incident: text, playbook: text, install: object, tool: text, affected: list },
  search: { audits: list, sightings: list, more: count, unknown: list },
  mode: { mode: oneOf(incidentModes), known: oneOf(["stated", "tool"]) },
  step: {
    step: oneOf(incidentParts),
    outcome: oneOf(["done", "failed", "skip"]),
    reason: maybeText,
    known: oneOf(["stated", "tool"]),
  },
  tool: { action: oneOf(toolActions), step: oneOf(incidentParts), result: text },
  note: { text },
  aware: { text },
  anchor: { head: text, seq: count, to: text },
  pause: {},
  resume: {},
  repair: { bytes: count },
  close: { open: list, reason: maybeText },
};

/** The event of a record; undefined for a kind we do not know or data that does not fit it. */
export function eventOfRecord({ kind, data }: IncidentRecord): IncidentEvent | undefined {
  const shape = Object.hasOwn(shapes, kind) ? shapes[kind as IncidentEventKind] : undefined;
  if (!shape) return undefined;
  const fields = data as Readonly<Record<string, unknown>>;
  const fits = Object.entries(shape).every(([name, check]) => check(fields[name]));
  return fits ? ({ kind, data } as IncidentEvent) : undefined;
}
