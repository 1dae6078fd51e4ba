import { inUse, journalText, opening, stepEnded } from "./incident-journal.ts";
import type { Files } from "./install-builder.ts";

const open = "2026-11-24-stripe-key";
const closed = "2026-10-12-stripe-key";

/** One incident is being worked on and inside all its clocks, another one has ended. */
export const shopIncidents: Files = {
  [`incidents/${open}/journal.jsonl`]: journalText([
    ["2026-11-24T06:00:00.000Z", opening(open)],
    ["2026-11-24T06:01:00.000Z", inUse],
    ["2026-11-24T06:10:00.000Z", stepEnded("revoke")],
    ["2026-11-24T06:40:00.000Z", stepEnded("replace")],
    ["2026-11-24T08:00:00.000Z", { kind: "aware", data: { text: "names were read" } }],
  ]),
  [`incidents/${closed}/journal.jsonl`]: journalText([
    ["2026-10-12T06:00:00.000Z", opening(closed)],
    ["2026-10-12T06:01:00.000Z", inUse],
    ["2026-10-12T06:10:00.000Z", stepEnded("revoke")],
    ["2026-10-12T06:40:00.000Z", stepEnded("replace")],
    ["2026-10-12T18:00:00.000Z", { kind: "close", data: { open: [] } }],
  ]),
};
