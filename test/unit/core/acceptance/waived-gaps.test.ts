import { describe, expect, test } from "vitest";
import {
  countOpenGaps,
  isWaivedUnknown,
  markWaivedGaps,
} from "../../../../src/core/acceptance/waived-gaps.ts";
import type { AuditRow, PublishedGap } from "../../../../src/core/documents/report.ts";
import { aGap, aRow } from "../../../support/a-report.ts";

const open = aGap();
const waived = aGap({ waived: true });
const row = (...gaps: readonly PublishedGap[]): AuditRow => aRow({ status: "unknown", gaps });

describe("a gap of the report", () => {
  test.each<[string, readonly AuditRow[], boolean]>([
    ["of no audit is open", [], false],
    ["of an audit that has it waived is waived", [row(waived)], true],
    ["that another audit tells, waived as well, is waived", [row(waived), row(waived)], true],
    ["that another audit tells is open, whichever comes first", [row(waived), row(open)], false],
    ["that another audit tells is open, whichever comes last", [row(open), row(waived)], false],
    ["that is told with another reason is open", [row(aGap({ reason: "x", waived: true }))], false],
    ["of another place is open", [row(aGap({ what: "x", waived: true }))], false],
  ])("%s", (_name, rows, isWaived) => {
    const gaps = markWaivedGaps([aGap({ count: 2 })], rows);
    expect(gaps).toEqual([aGap({ count: 2, ...(isWaived ? { waived: true } : {}) })]);
    expect(countOpenGaps(gaps)).toBe(isWaived ? 0 : 2);
  });
});

test.each<[AuditRow, boolean]>([
  [row(waived), true],
  [row(waived, waived), true],
  [row(waived, open), false],
  [row(), false],
  [aRow({ status: "fail", gaps: [waived] }), false],
])("%j is an unknown that is waived: %s", (each, expected) => {
  expect(isWaivedUnknown(each)).toBe(expected);
});
