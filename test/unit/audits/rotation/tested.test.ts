import { tested } from "../../../../src/audits/rotation/tested.ts";
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

const start: RotationEvent = {
  step: "start",
  mode: "planned",
  stored: "env",
  overlap: "limited",
  overlapHours: 168,
  print: "old",
};
const cut: RotationEvent = {
  step: "cut-over",
  known: "done",
  print: "new",
  transactions: [1],
  changedMs: 1,
};
const said = (works: boolean): RotationEvent => ({ step: "tested", known: "stated", works });
const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, "0")}:00.000Z`;
const begun = [
  [at(0), start],
  [at(1), { step: "minted", known: "stated" }],
] as const;
const replaced = [...begun, [at(2), cut]] as const;
const whole = [
  ...replaced,
  [at(3), said(true)],
  [at(4), { step: "revoked", known: "stated" }],
  [at(5), { step: "done" }],
] as const;
const oldSeen = seen(id, "old", "2026-01-01T00:00:00.000Z");
const newSeen = seen(id, "new", at(2));
const place = ".env STRIPE_SECRET_KEY";

auditCases(tested, {
  passes: [
    { name: "said to work", ...ledger(oldSeen, ...rotationOf(id, whole), newSeen) },
    {
      name: "said not to work first, and to work afterwards",
      ...ledger(...rotationOf(id, [...replaced, [at(3), said(false)], [at(4), said(true)]])),
    },
    {
      name: "changed without the wizard, and said to be tried",
      ...ledger(oldSeen, newSeen, {
        kind: "stated",
        credential: id,
        print: "new",
        what: "tested",
        at: at(3),
        by: "jo",
      }),
    },
    {
      name: "a second rotation that was backed out counts for nothing",
      ...ledger(
        ...rotationOf(id, whole),
        ...rotationOf(
          id,
          [
            [at(6), { ...start, print: "new" }],
            [at(7), { ...cut, print: "third" }],
            [at(8), { step: "backed-out", reason: "x" }],
          ],
          "second",
        ),
      ),
    },
  ],
  fails: [
    {
      name: "nobody has said that it works",
      ...ledger(oldSeen, ...rotationOf(id, replaced), newSeen),
      findings: [
        {
          message: `${id}: replaced on 2026-11-20, and nobody has said that the new value works`,
          at: place,
        },
      ],
    },
    {
      name: "said not to work",
      ...ledger(...rotationOf(id, [...replaced, [at(3), said(false)]])),
      findings: [
        { message: `${id}: replaced on 2026-11-20, and the new value did not work`, at: place },
      ],
    },
    {
      name: "a backup brought the old value back",
      ...ledger(oldSeen, ...rotationOf(id, whole), newSeen, seen(id, "old", at(30))),
      findings: [
        { message: `${id}: in use is the value that was replaced on 2026-11-20`, at: place },
      ],
    },
    {
      name: "one that IPTVbp's settings hold",
      files: { ".env": "A=1\n" },
      config: "credentials:\n  stripe.secret-key: { stored: settings }\n",
      state: {
        ledger: ledgerText(
          rotationOf(id, [
            [at(0), { step: "start", mode: "planned", stored: "settings", overlap: "yes" }],
            [at(2), { step: "cut-over", known: "stated", transactions: [], changedMs: 1 }],
          ]),
        ),
      },
      findings: [
        {
          message: `${id}: replaced on 2026-11-20, and nobody has said that the new value works`,
          at: `${id} in IPTVbp's settings`,
        },
      ],
    },
    {
      name: "beside records that another version wrote",
      files,
      state: {
        ledger: `${ledgerText(rotationOf(id, replaced))}{"kind":"of tomorrow"}\n`,
      },
      findings: [
        {
          message: `${id}: replaced on 2026-11-20, and nobody has said that the new value works`,
          at: place,
        },
      ],
      gaps: ["records of the ledger"],
    },
  ],
  unknowns: [
    {
      name: "the ledger is a link",
      files,
      state: { ledger: { is: "link-loop" } },
      code: "link",
    },
    { name: "the ledger is a folder", files, state: { "ledger/": {} }, code: "not-a-file" },
    {
      name: "the ledger holds what this version does not know",
      files,
      state: { ledger: `${ledgerText([])}{"kind":"of tomorrow"}\n` },
      code: "parse",
      text: "another version",
    },
  ],
  skips: [
    {
      name: "changed without the wizard",
      ...ledger(oldSeen, newSeen),
      needs: [`rotate record ${id} --tested`],
    },
    {
      name: "said to be tried, of the value before",
      ...ledger(
        oldSeen,
        newSeen,
        { kind: "stated", credential: id, print: "new", what: "tested", at: at(3), by: "jo" },
        seen(id, "third", at(9)),
      ),
      needs: [`rotate record ${id} --tested`],
    },
  ],
  notApplicable: [
    { name: "no ledger yet", files, text: "no value was replaced since the ledger began" },
    {
      name: "one value all the time",
      ...ledger(oldSeen),
      text: "no value was replaced since the ledger began",
    },
    {
      name: "a rotation that has changed nothing yet",
      ...ledger(oldSeen, ...rotationOf(id, begun)),
      text: "no value was replaced since the ledger began",
    },
    {
      name: "a value that went and came back",
      ...ledger(oldSeen, newSeen, seen(id, "old", at(20))),
      text: "no value was replaced since the ledger began",
    },
  ],
});
