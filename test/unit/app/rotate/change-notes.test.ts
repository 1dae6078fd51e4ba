import { expect, test } from "vitest";
import { changeNotes } from "../../../../src/app/rotate/change-notes.ts";
import type { OpenedInstall } from "../../../../src/app/open-install.ts";
import type { RotationRow } from "../../../../src/core/documents/rotation-document.ts";
import type { CredentialSpec } from "../../../../src/core/knowledge/provider.ts";
import { Secret } from "../../../../src/core/secrets/secret.ts";
import type { LedgerRecord } from "../../../../src/rotation/ledger-record.ts";

const id = "stripe.secret-key";
const hash = (fields: readonly string[]) => `print of ${fields.at(-1)}`;
const spec = { id, pattern: { strong: true } } as unknown as CredentialSpec;
const opened = { credentials: [{ id, spec, value: new Secret("b") }] } as unknown as OpenedInstall;

const seen = (value: string, day: string): LedgerRecord => ({
  kind: "seen",
  credential: id,
  print: `print of ${value}`,
  at: `2026-10-${day}T04:00:00.000Z`,
});

const row = { credential: id, stored: "env", due: null } as unknown as RotationRow;

test.each<[string, readonly LedgerRecord[], readonly RotationRow[], string | undefined]>([
  [
    "one change",
    [seen("a", "27"), seen("b", "28")],
    [row],
    `the value of ${id} changed between 2026-10-27 and 2026-10-28, as audits saw it; if it was new then, say: rotate record ${id} --date 2026-10-28`,
  ],
  ["none", [seen("b", "27")], [row], undefined],
  ["a value that came back", [seen("b", "26"), seen("a", "27"), seen("b", "28")], [row], undefined],
  ["a value that no audit has seen", [seen("a", "27")], [row], undefined],
  [
    "a due date that is known",
    [seen("a", "27"), seen("b", "28")],
    [{ ...row, due: "2027-10-28" }],
    undefined,
  ],
  [
    "a value that nobody sees",
    [seen("a", "27"), seen("b", "28")],
    [{ ...row, stored: "settings" }],
    undefined,
  ],
])("%s", (_, records, rows, note) => {
  expect(changeNotes(opened, { records, hash }, rows)).toEqual(note === undefined ? [] : [note]);
});
