import { describe, expect, test } from "vitest";
import type { IncidentEvent, IncidentRecord } from "../../../src/core/incident/incident.ts";
import { canonicalJson } from "../../../src/incident/canonical-json.ts";
import { eventOfRecord } from "../../../src/incident/event-of-record.ts";
import { incidentClocks } from "../../../src/incident/incident-clocks.ts";
import { incidentState } from "../../../src/incident/incident-state.ts";
import { nextRecord } from "../../../src/incident/journal.ts";
import { timeline } from "../../../src/incident/timeline.ts";
import { shippedPlaybook } from "../../support/shipped-playbook.ts";

const playbook = shippedPlaybook("stripe-key");
const start = Date.parse("2026-11-24T09:31:07.000Z");

const opening: IncidentEvent = {
  kind: "open",
  data: {
    incident: "2026-11-24-stripe-key",
    playbook: "stripe-key",
    install: { root: "/var/www/shop", host: "shop1" },
    tool: "iptvbp-guard 0.0.0",
    affected: [{ id: "stripe.secret-key", title: "Stripe key", provider: "stripe" }],
  },
};

function recordsOf(...events: readonly IncidentEvent[]): readonly IncidentRecord[] {
  const records: IncidentRecord[] = [];
  for (const [index, event] of [opening, ...events].entries()) {
    const stamp = { at: new Date(start + index * 60_000), by: "jo" };
    records.push(nextRecord(records.at(-1), event, stamp));
  }
  return records;
}

function stateOf(...events: readonly IncidentEvent[]) {
  const state = incidentState(recordsOf(...events), playbook);
  if (!state) throw new Error("no state");
  return state;
}

const mode = (value: "used" | "exposed"): IncidentEvent => ({
  kind: "mode",
  data: { mode: value, known: "stated" },
});
const step = (
  id: "revoke" | "replace" | "review" | "check" | "reverse" | "investigate",
  outcome: "done" | "failed" | "skip",
): IncidentEvent => ({ kind: "step", data: { step: id, outcome, known: "stated" } });

type Row = readonly [
  name: string,
  events: readonly IncidentEvent[],
  current: string | undefined,
  statuses: string,
];

const rows: readonly Row[] = [
  ["nothing said yet", [], "revoke", "pppppp"],
  ["in use", [mode("used")], "revoke", "pppppp"],
  ["only exposed: the new key first", [mode("exposed")], "replace", "pppppp"],
  ["one done", [mode("used"), step("revoke", "done")], "replace", "dppppp"],
  [
    "a failed one waits for the rest",
    [mode("used"), step("revoke", "failed")],
    "replace",
    "fppppp",
  ],
  [
    "out of order",
    [mode("used"), step("review", "done"), step("revoke", "done")],
    "replace",
    "dpdppp",
  ],
  [
    "exposed turns out to be used: what is done stays done",
    [mode("exposed"), step("replace", "done"), mode("used")],
    "revoke",
    "pdpppp",
  ],
  [
    "only what failed is left",
    [
      mode("used"),
      step("revoke", "failed"),
      step("replace", "done"),
      step("review", "done"),
      step("check", "skip"),
      step("reverse", "done"),
      step("investigate", "done"),
    ],
    "revoke",
    "fddsdd",
  ],
  [
    "failed, then done",
    [mode("used"), step("revoke", "failed"), step("revoke", "done")],
    "replace",
    "dppppp",
  ],
];

describe("the state of an incident", () => {
  test.each(rows)("%s", (_, events, current, statuses) => {
    const state = stateOf(...events);
    expect(state.current?.id).toBe(current);
    expect(state.steps.map(({ status }) => status.charAt(0)).join("")).toBe(statuses);
    expect(state.steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("nothing is left when all is settled, and closing says when", () => {
    const all = playbook.steps.map(({ id }) => step(id, "done"));
    const state = stateOf(mode("used"), ...all, { kind: "close", data: { open: [] } });
    expect(state.current).toBeUndefined();
    expect(state).toMatchObject({ closedAt: "2026-11-24T09:39:07.000Z", closedBy: "jo" });
  });

  test("the first search stays: a later one can no longer look for the old value", () => {
    const search = (where: string): IncidentEvent => ({
      kind: "search",
      data: {
        audits: [],
        sightings: [{ auditId: "a/b", fingerprint: "f", message: "m", where, occurrences: 1 }],
        more: 0,
        unknown: [],
      },
    });
    expect(stateOf(search("one"), search("two")).sightings[0]?.where).toBe("one");
  });

  test("records without an opening have no state", () => {
    expect(incidentState(recordsOf().slice(1), playbook)).toBeUndefined();
  });
});

test.each([
  ["a kind nobody knows", "telepathy", {}],
  ["a step that does not exist", "step", { step: "rejoice", outcome: "done", known: "stated" }],
  ["an outcome that does not exist", "step", { step: "revoke", outcome: "won", known: "stated" }],
  ["a note without text", "note", {}],
  ["a name of every object", "constructor", {}],
])("%s is no event of ours", (_, kind, data) => {
  const [record] = recordsOf();
  expect(eventOfRecord({ ...record!, kind, data })).toBeUndefined();
});

describe("deadlines", () => {
  const at = (minutes: number) => new Date(start + minutes * 60_000);
  const states = (now: Date, ...events: readonly IncidentEvent[]) =>
    incidentClocks(playbook, stateOf(...events), now).map(({ state }) => state);

  test("run from the start until the step that stops them", () => {
    expect(states(at(30), mode("used"))).toEqual(["running", "waiting"]);
    expect(states(at(61), mode("used"))).toEqual(["late", "waiting"]);
    expect(states(at(600), mode("used"), step("revoke", "done"))).toEqual(["met", "waiting"]);
    expect(states(at(61), mode("used"), step("revoke", "failed"))).toEqual(["late", "waiting"]);
  });

  test("72 hours begin when somebody is certain, not before", () => {
    const aware: IncidentEvent = { kind: "aware", data: { text: "" } };
    const [, clock] = incidentClocks(playbook, stateOf(aware), at(10));
    expect(clock).toMatchObject({ due: "2026-11-27T09:32:07.000Z", state: "running" });
  });
});

test("the timeline tells every record in its order, and what was only stated", () => {
  const events: readonly IncidentEvent[] = [
    mode("used"),
    step("revoke", "done"),
    { kind: "note", data: { text: "case 12" } },
    { kind: "anchor", data: { head: "5f2c 91d0 7ab4 e366", seq: 2, to: "anna" } },
    { kind: "pause", data: {} },
    { kind: "resume", data: {} },
    { kind: "repair", data: { bytes: 7 } },
    { kind: "tool", data: { action: "search", step: "investigate", result: "2 findings" } },
    { kind: "close", data: { open: ["check"], reason: "a drill" } },
  ];
  const rowsOf = timeline(recordsOf(...events), playbook);
  expect(rowsOf.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(rowsOf.map(({ text }) => text).join("\n")).toMatchInlineSnapshot(`
    "opened stripe-key: stripe.secret-key
    mode "used": Yes, or not sure, as stated (not tested)
    step "revoke" done, as stated (not tested)
    case 12
    head 5f2c 91d0 7ab4 e366 of record 2 given to anna, as stated (not tested)
    stopped, to be resumed
    resumed
    cut off 7 bytes that an interrupted run had left unfinished
    search for step "investigate": 2 findings
    closed, not done: check: a drill"
  `);
});

test.each([
  [{ b: 1, a: [true, null, "x\n"] }, '{"a":[true,null,"x\\n"],"b":1}'],
  [{ a: undefined, é: { z: 0, y: -1 } }, '{"é":{"y":-1,"z":0}}'],
  ["plain", '"plain"'],
])("%j has one text: %s", (value, text) => {
  expect(canonicalJson(value)).toBe(text);
  expect(canonicalJson(JSON.parse(text))).toBe(text);
});
