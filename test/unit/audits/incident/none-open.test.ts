import { noneOpen } from "../../../../src/audits/incident/none-open.ts";
import type { IncidentEvent, IncidentRecord } from "../../../../src/core/incident/incident.ts";
import { nextRecord, recordLine } from "../../../../src/incident/journal.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import type { Files } from "../../../support/install-builder.ts";

type Dated = readonly [at: string, event: IncidentEvent];

const opened = (id: string, playbook = "stripe-key"): IncidentEvent => ({
  kind: "open",
  data: {
    incident: id,
    playbook,
    install: { root: "/srv/shop", host: "shop1" },
    tool: "iptvbp-guard 0",
    affected: [],
  },
});
const done = (step: "revoke" | "replace", outcome: "done" | "failed" = "done"): IncidentEvent => ({
  kind: "step",
  data: { step, outcome, known: "stated" },
});
const mode: IncidentEvent = { kind: "mode", data: { mode: "used", known: "stated" } };

/** The journal as the runner writes it. */
function journal(events: readonly Dated[]): string {
  let last: IncidentRecord | undefined;
  return events
    .map(([at, event]) => {
      last = nextRecord(last, event, { at: new Date(at), by: "jo" });
      return `${recordLine(last)}\n`;
    })
    .join("");
}

const id = "2026-11-24-stripe-key";
const at = (time: string) => `2026-11-24T${time}:00.000Z`;
const files = { ".env": "A=1\n" };
const state = (text: string): { readonly files: Files; readonly state: Files } => ({
  files,
  state: { [`incidents/${id}/journal.jsonl`]: text },
});
const place = `incident ${id}`;

// The tests stand at 09:00 on the 24th.
auditCases(noneOpen, {
  passes: [
    { name: "there was never one", files },
    { name: "opened just now", ...state(journal([[at("08:50"), opened(id)]])) },
    {
      name: "its clocks are met",
      ...state(
        journal([
          [at("06:00"), opened(id)],
          [at("06:01"), mode],
          [at("06:10"), done("revoke")],
          [at("06:40"), done("replace")],
        ]),
      ),
    },
    {
      name: "closed long ago, though late",
      ...state(
        journal([
          ["2026-01-02T06:00:00.000Z", opened(id)],
          ["2026-01-09T06:00:00.000Z", { kind: "close", data: { open: [] } }],
        ]),
      ),
    },
    {
      name: "told an authority in time, and still at it",
      ...state(
        journal([
          ["2026-11-22T06:00:00.000Z", opened(id)],
          ["2026-11-22T06:10:00.000Z", done("revoke")],
          ["2026-11-22T06:20:00.000Z", done("replace")],
          ["2026-11-22T10:00:00.000Z", { kind: "aware", data: { text: "names were read" } }],
        ]),
      ),
    },
  ],
  fails: [
    {
      name: "the key may still be alive",
      ...state(journal([[at("07:00"), opened(id)]])),
      findings: [
        {
          message: `${id}: step 1, Revoke the key, due 2026-11-24 07:15 UTC (and 2 more)`,
          at: place,
          evidence: "open since 2026-11-24 07:00 UTC",
        },
      ],
    },
    {
      name: "the step that stops the clock has failed",
      ...state(
        journal([
          [at("07:00"), opened(id)],
          [at("07:05"), done("revoke", "failed")],
          [at("07:06"), done("replace")],
        ]),
      ),
      findings: [
        {
          message: `${id}: step 1, Revoke the key, due 2026-11-24 07:15 UTC (and 1 more)`,
          at: place,
        },
      ],
    },
    {
      name: "an authority should have been told",
      ...state(
        journal([
          ["2026-11-20T06:00:00.000Z", opened(id)],
          ["2026-11-20T06:10:00.000Z", done("revoke")],
          ["2026-11-20T06:20:00.000Z", done("replace")],
          ["2026-11-20T08:00:00.000Z", { kind: "aware", data: { text: "names were read" } }],
        ]),
      ),
      findings: [
        {
          message: `${id}: tell the data-protection authority, due 2026-11-23 08:00 UTC`,
          at: place,
        },
      ],
    },
    {
      name: "everything met, and forgotten",
      ...state(
        journal([
          ["2026-11-10T06:00:00.000Z", opened(id)],
          ["2026-11-10T06:10:00.000Z", done("revoke")],
          ["2026-11-10T06:20:00.000Z", done("replace")],
        ]),
      ),
      findings: [
        {
          message: `${id}: still open, and nothing was written down since 2026-11-10`,
          at: place,
        },
      ],
    },
    {
      name: "each incident for itself, beside one that cannot be read",
      files,
      state: {
        [`incidents/${id}/journal.jsonl`]: journal([[at("07:00"), opened(id)]]),
        "incidents/2026-11-23-env-exposed/journal.jsonl": journal([
          ["2026-11-23T06:00:00.000Z", opened("2026-11-23-env-exposed", "env-exposed")],
        ]),
        "incidents/2026-11-22-stripe-key/journal.jsonl": "nothing of ours\n",
      },
      findings: [
        {
          message:
            "2026-11-23-env-exposed: what moves money is dead, due 2026-11-23 07:00 UTC (and 2 more)",
          at: "incident 2026-11-23-env-exposed",
        },
        {
          message: `${id}: step 1, Revoke the key, due 2026-11-24 07:15 UTC (and 2 more)`,
          at: place,
        },
      ],
      gaps: ["journal of incident 2026-11-22-stripe-key"],
    },
  ],
  unknowns: [
    {
      name: "a journal that does not begin with its opening",
      ...state(journal([[at("08:00"), mode]])),
      code: "parse",
      text: id,
    },
    {
      name: "a journal of a playbook that this version does not have",
      ...state(journal([[at("08:00"), opened(id, "of-tomorrow")]])),
      code: "parse",
    },
    {
      name: "the folder of incidents is a file",
      files,
      state: { incidents: "a file" },
      code: "io",
    },
  ],
});
