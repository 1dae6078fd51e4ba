import { oldKeyDead } from "../../../../src/audits/rotation/old-key-dead.ts";
import type { LedgerRecord } from "../../../../src/rotation/ledger-record.ts";
import type { RotationEvent } from "../../../../src/rotation/rotation-event.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { ledgerText, rotationOf, seen } from "../../../support/ledger-lines.ts";
import { mint } from "../../../support/mint.ts";

const id = "stripe.secret-key";
const files = { ".env": `STRIPE_SECRET_KEY=${mint("stripe.secret-key")}\n` };
const ledger = (...records: readonly LedgerRecord[]) => ({
  files,
  state: { ledger: ledgerText(records) },
});
const place = ".env STRIPE_SECRET_KEY";

type Start = Extract<RotationEvent, { step: "start" }>;

/** Begun, made and brought in on one day; the tests stand on the 24th. */
const rotated = (
  day: string,
  over: Partial<Start> = {},
  more: readonly (readonly [string, RotationEvent])[] = [],
) =>
  rotationOf(id, [
    [
      `${day}T10:00:00.000Z`,
      { step: "start", mode: "planned", stored: "env", overlap: "yes", print: "old", ...over },
    ],
    [`${day}T10:01:00.000Z`, { step: "minted", known: "stated" }],
    [
      `${day}T10:02:00.000Z`,
      { step: "cut-over", known: "done", print: "new", transactions: [1], changedMs: 1 },
    ],
    ...more,
  ]);
const revoked = ["2026-11-21T10:00:00.000Z", { step: "revoked", known: "stated" }] as const;
const limited = { overlap: "limited", overlapHours: 24 } as const;
const stillAlive = (day: string, end: string) =>
  `${id}: the value replaced on ${day} is not known to be dead; its overlap ended on ${end}`;

auditCases(oldKeyDead, {
  passes: [
    { name: "said to be revoked", ...ledger(...rotated("2026-11-01", {}, [revoked])) },
    { name: "within the provider's overlap", ...ledger(...rotated("2026-11-24", limited)) },
    { name: "within a week where there is no end", ...ledger(...rotated("2026-11-18")) },
    {
      name: "it died when the new one was made",
      ...ledger(
        ...rotationOf(id, [
          [
            "2026-11-01T10:00:00.000Z",
            { step: "start", mode: "planned", stored: "env", overlap: "none" },
          ],
          ["2026-11-01T10:01:00.000Z", { step: "minted", known: "stated", oldDies: true }],
        ]),
      ),
    },
    {
      name: "changed without the wizard, and said to be dead",
      ...ledger(
        seen(id, "old", "2026-01-01T00:00:00.000Z"),
        seen(id, "new", "2026-11-02T00:00:00.000Z"),
        {
          kind: "stated",
          credential: id,
          print: "new",
          what: "old-dead",
          at: "2026-11-03T00:00:00.000Z",
          by: "jo",
        },
      ),
    },
  ],
  fails: [
    {
      name: "after the provider's overlap",
      ...ledger(...rotated("2026-11-22", limited)),
      findings: [{ message: stillAlive("2026-11-22", "2026-11-23"), at: place }],
    },
    {
      name: "after a week where there is no end",
      ...ledger(...rotated("2026-11-10")),
      findings: [{ message: stillAlive("2026-11-10", "2026-11-17"), at: place }],
    },
    {
      name: "after a week where the provider publishes nothing",
      ...ledger(...rotated("2026-11-10", { overlap: "unknown" })),
      findings: [{ message: stillAlive("2026-11-10", "2026-11-17"), at: place }],
    },
    {
      name: "at once where it had leaked",
      ...ledger(...rotated("2026-11-24", { mode: "breach" })),
      findings: [
        {
          message: `${id}: the value replaced on 2026-11-24 is not known to be dead, and it had leaked`,
          at: place,
        },
      ],
    },
    {
      name: "a new value that was never put in",
      ...ledger(...rotated("2026-11-10", limited).slice(0, 2)),
      findings: [
        {
          message: `${id}: a new value was made, the old one is still in use; its overlap ended on 2026-11-11`,
          at: place,
        },
      ],
    },
    {
      name: "each rotation for itself",
      ...ledger(
        ...rotated("2026-10-01"),
        ...rotated("2026-11-10", { print: "new" }, [revoked]),
        ...rotated("2026-11-11", { print: "new" }),
      ),
      findings: [
        { message: stillAlive("2026-10-01", "2026-10-08"), at: place },
        { message: stillAlive("2026-11-11", "2026-11-18"), at: place },
      ],
    },
  ],
  unknowns: [
    { name: "the ledger is a link", files, state: { ledger: { is: "link-loop" } }, code: "link" },
    {
      name: "the ledger holds what this version does not know",
      files,
      state: { ledger: `${ledgerText([])}{"kind":"of tomorrow"}\n` },
      code: "parse",
    },
  ],
  skips: [
    {
      name: "changed without the wizard",
      ...ledger(
        seen(id, "old", "2026-01-01T00:00:00.000Z"),
        seen(id, "new", "2026-11-02T00:00:00.000Z"),
      ),
      needs: [`rotate record ${id} --old-dead`],
    },
  ],
  notApplicable: [
    { name: "no ledger yet", files, text: "no value was replaced since the ledger began" },
    {
      name: "backed out",
      ...ledger(
        ...rotated("2026-11-01", {}, [
          ["2026-11-01T11:00:00.000Z", { step: "backed-out", reason: "x" }],
        ]),
      ),
      text: "no value was replaced since the ledger began",
    },
  ],
});
