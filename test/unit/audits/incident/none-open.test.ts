import { noneOpen } from "../../../../src/audits/incident/none-open.ts";
import { readRuleFiles } from "../../../../src/platform/rule-files.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { inUse, journalText, opening, stepEnded } from "../../../support/incident-journal.ts";
import type { Files } from "../../../support/install-builder.ts";

const id = "2026-11-24-stripe-key";
const at = (time: string) => `2026-11-24T${time}:00.000Z`;
const files = { ".env": "A=1\n" };
const state = (text: string): { readonly files: Files; readonly state: Files } => ({
  files,
  state: { [`incidents/${id}/journal.jsonl`]: text },
});
const place = `incident ${id}`;

const stripe = readRuleFiles().find(({ path }) => path.endsWith("/stripe-key.yaml"))?.text ?? "";
const laptop = stripe.replace("id: stripe-key", "id: local-laptop");

/** All is in time, and there is more to do. */
const worked = journalText([
  [at("06:00"), opening(id)],
  [at("06:10"), stepEnded("revoke")],
  [at("06:20"), stepEnded("replace")],
  [at("08:00"), { kind: "aware", data: { text: "names were read" } }],
  [at("08:30"), { kind: "note", data: { text: "called support" } }],
]);

// The tests stand at 09:00 on the 24th.
auditCases(noneOpen, {
  passes: [
    { name: "there was never one", files },
    { name: "opened just now", ...state(journalText([[at("08:50"), opening(id)]])) },
    {
      name: "its clocks are met",
      ...state(
        journalText([
          [at("06:00"), opening(id)],
          [at("06:01"), inUse],
          [at("06:10"), stepEnded("revoke")],
          [at("06:40"), stepEnded("replace")],
        ]),
      ),
    },
    {
      name: "closed, and damaged behind its end",
      ...state(
        `${journalText([
          ["2026-01-02T06:00:00.000Z", opening(id)],
          ["2026-01-09T06:00:00.000Z", { kind: "close", data: { open: [] } }],
        ])}\u0000\n{"seq":`,
      ),
    },
    {
      name: "by a playbook of its own, which stands beside the configuration",
      ...state(journalText([[at("08:50"), opening(id, "local-laptop")]])),
      config: "",
      besideConfig: { "playbooks.d/local-laptop.yaml": laptop },
    },
    {
      name: "closed long ago, though late",
      ...state(
        journalText([
          ["2026-01-02T06:00:00.000Z", opening(id)],
          ["2026-01-09T06:00:00.000Z", { kind: "close", data: { open: [] } }],
        ]),
      ),
    },
    {
      name: "told an authority in time, and still at it",
      ...state(
        journalText([
          ["2026-11-22T06:00:00.000Z", opening(id)],
          ["2026-11-22T06:10:00.000Z", stepEnded("revoke")],
          ["2026-11-22T06:20:00.000Z", stepEnded("replace")],
          ["2026-11-22T10:00:00.000Z", { kind: "aware", data: { text: "names were read" } }],
        ]),
      ),
    },
  ],
  fails: [
    {
      name: "the key may still be alive",
      ...state(journalText([[at("07:00"), opening(id)]])),
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
        journalText([
          [at("07:00"), opening(id)],
          [at("07:05"), stepEnded("revoke", "failed")],
          [at("07:06"), stepEnded("replace")],
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
        journalText([
          ["2026-11-20T06:00:00.000Z", opening(id)],
          ["2026-11-20T06:10:00.000Z", stepEnded("revoke")],
          ["2026-11-20T06:20:00.000Z", stepEnded("replace")],
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
        journalText([
          ["2026-11-10T06:00:00.000Z", opening(id)],
          ["2026-11-10T06:10:00.000Z", stepEnded("revoke")],
          ["2026-11-10T06:20:00.000Z", stepEnded("replace")],
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
        [`incidents/${id}/journal.jsonl`]: journalText([[at("07:00"), opening(id)]]),
        "incidents/2026-11-23-env-exposed/journal.jsonl": journalText([
          ["2026-11-23T06:00:00.000Z", opening("2026-11-23-env-exposed", "env-exposed")],
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
      ...state(journalText([[at("08:00"), inUse]])),
      code: "parse",
      text: id,
    },
    {
      name: "a journal of a playbook that this version does not have",
      ...state(journalText([[at("08:00"), opening(id, "of-tomorrow")]])),
      code: "parse",
    },
    {
      name: "the folder of incidents is a file",
      files,
      state: { incidents: "a file" },
      code: "io",
    },
    {
      name: "a record was taken out: it may have started a clock",
      ...state(worked.replace(/^.*"aware".*\n/m, "")),
      code: "parse",
      text: `journal of incident ${id}: line 4: it is record 5`,
    },
    {
      name: "the last line is cut short",
      ...state(worked.slice(0, -20)),
      code: "parse",
      text: "its last line is cut short",
    },
    {
      name: "a folder of an incident without a journal",
      files,
      state: { [`incidents/${id}/`]: { is: "directory" } },
      code: "io",
      text: "its folder holds none",
    },
    { name: "an empty journal", ...state(""), code: "io", text: "its folder holds none" },
    {
      name: "what was written down has not come yet",
      ...state(worked),
      now: "2026-11-24T06:30:00Z",
      code: "expired",
      text: `incident ${id}: has a record of 2026-11-24 08:30 UTC`,
    },
  ],
});
