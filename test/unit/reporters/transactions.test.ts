import { describe, expect, test } from "vitest";
import type { FixDocument, FixRow } from "../../../src/core/documents/fix-document.ts";
import type { UndoDocument } from "../../../src/core/documents/undo-document.ts";
import { fixPlanText, fixResultText } from "../../../src/reporters/documents/fix-human.ts";
import { undoText } from "../../../src/reporters/documents/undo-human.ts";

const head = {
  schemaVersion: 1,
  tool: { name: "iptvbp-guard", version: "0.1.0" },
  install: { root: "/var/www/iptvbp", host: "shop1" },
  startedAt: "2026-11-24T09:14:00.000Z",
} as const;

const context = {
  columns: 80,
  asked: true,
  fixCommand: "sudo iptvbp-guard fix",
  undoCommand: "sudo iptvbp-guard undo",
};

function aFix(part: Partial<FixRow> = {}): FixRow {
  return {
    number: 1,
    safety: "safe",
    auditIds: ["env/mode"],
    fingerprints: ["0".repeat(32)],
    severity: "high",
    title: "close .env",
    state: "pending",
    changes: [
      {
        path: ".env",
        edits: ["mode"],
        lines: [
          { sign: "-", text: "0644 www-data:www-data" },
          { sign: "+", text: "0600 www-data:www-data" },
        ],
      },
    ],
    ...part,
  };
}

function aDocument(fixes: readonly FixRow[], part: Partial<FixDocument> = {}): FixDocument {
  return {
    ...head,
    kind: "fix",
    status: fixes.length > 0 ? "planned" : "nothing",
    transaction: null,
    fixes,
    notes: [],
    exitCode: 0,
    exitReason: "x",
    ...part,
  };
}

const ignore = aFix({
  number: 2,
  auditIds: ["gitignore/env-ignored", "gitignore/keys-and-dumps-ignored"],
  changes: [
    {
      path: ".gitignore",
      edits: ["ignore-lines"],
      lines: [
        { sign: "@", text: "4" },
        { sign: " ", text: "/node_modules" },
        { sign: "+", text: ".env*" },
      ],
    },
  ],
});
const review = aFix({
  number: 3,
  safety: "review",
  state: "left",
  auditIds: ["env/debug-off"],
  caution: "restart the service afterwards",
});
const refused = aFix({
  number: 4,
  state: "refused",
  reason: ".env has a second name",
  changes: [],
});

describe("the plan of a fix", () => {
  test("shows each change as a diff, what a person must decide, and what cannot be done", () => {
    expect(fixPlanText(aDocument([aFix(), ignore, review, refused]), context))
      .toMatchInlineSnapshot(`
      "2 safe fixes, 2 more that need a person. Nothing is changed until you say so.

      1  safe   .env                                                          env/mode
         -      0644 www-data:www-data
         +      0600 www-data:www-data
      2  safe   .gitignore     gitignore/env-ignored, gitignore/keys-and-dumps-ignored
         @@ 4
          /node_modules
         +.env*
      3  review .env                                                     env/debug-off
         -      0644 www-data:www-data
         +      0600 www-data:www-data
         ! restart the service afterwards
      4  no     close .env                                                    env/mode
         ! .env has a second name
      "
    `);
  });

  test("nothing to fix is one line", () => {
    expect(fixPlanText(aDocument([]), context)).toBe("Nothing to fix.\n");
    expect(fixResultText(aDocument([]), context)).toBe("Nothing to fix.\n");
  });

  test("what came from outside is escaped", () => {
    const evil = "\u001B[2J\u202E";
    const row = aFix({
      title: evil,
      auditIds: [evil],
      caution: evil,
      changes: [{ path: evil, edits: ["mode"], lines: [{ sign: "+", text: evil }] }],
    });
    const document = aDocument([row, { ...row, changes: [], state: "applied", result: evil }], {
      notes: [evil],
      exitReason: evil,
      status: "refused",
    });
    const text = fixPlanText(document, context) + fixResultText(document, context);
    // eslint-disable-next-line no-control-regex -- these are what is looked for
    expect(text).not.toMatch(/\u001B|\u202E/);
    expect(text).toContain(String.raw`\x1b[2J\u{202e}`);
  });
});

describe("the result of a fix", () => {
  const applied = aDocument(
    [
      aFix({ state: "applied", result: "0600; www-data can still read it" }),
      { ...ignore, state: "applied", result: "would be ignored now; commit .gitignore yourself" },
      review,
    ],
    { status: "applied", transaction: 7 },
  );

  test("says what was done, how to take it back and what is left", () => {
    expect(fixResultText(applied, { ...context, asked: false, unmended: 6 }))
      .toMatchInlineSnapshot(`
        "done  env/mode                          0600; www-data can still read it
        done  gitignore/env-ignored             would be ignored now; commit .gitignore
                                                yourself
              gitignore/keys-and-dumps-ignored  the same change

        Transaction 7 is complete. Take it back: sudo iptvbp-guard undo
        1 fix needs a person: sudo iptvbp-guard fix
        6 audits need a person: explain <audit-id> says how.
        "
      `);
  });

  test("names the file where one audit mended two", () => {
    const two = [".env", ".env.production"].map((path) =>
      aFix({ state: "applied", result: "0600", changes: [{ path, edits: ["mode"], lines: [] }] }),
    );
    const text = fixResultText(aDocument(two, { status: "applied", transaction: 1 }), context);
    expect(text).toContain("done  env/mode  .env: 0600\ndone  env/mode  .env.production: 0600\n");
  });

  test("what somebody declined is not offered again", () => {
    expect(fixResultText(applied, context)).not.toContain("needs a person");
  });

  test("a roll back says that nothing was changed, and why", () => {
    const document = aDocument(
      [aFix({ state: "rolled-back", reason: "www-data could not read .env" })],
      {
        status: "rolled-back",
        exitReason: "rolled back: www-data could not read .env",
      },
    );
    expect(fixResultText(document, context)).toBe(
      "back  env/mode  www-data could not read .env\n\n" +
        "Nothing was changed: rolled back: www-data could not read .env.\n",
    );
  });
});

describe("undo", () => {
  const document: UndoDocument = {
    ...head,
    kind: "undo",
    status: "planned",
    transaction: 1,
    at: "2026-11-24T09:14:00.000Z",
    changes: [
      {
        path: ".env",
        text: "0600 -> 0644",
        reopens: [{ auditId: "env/mode", severity: "high" }],
        state: "pending",
      },
      { path: ".env.bak", text: "back in place", reopens: [], state: "changed" },
    ],
    notes: [],
    exitCode: 0,
    exitReason: "x",
  };

  test.each([
    [
      "planned",
      /^Transaction 1, 2026-11-24 09:14 UTC, 2 changes; none was touched since\.\n  \.env      0600 -> 0644   reopens env\/mode \(high\)\n! \.env\.bak/,
    ],
    ["refused", /refused\.\n[\s\S]*Nothing was put back: what is marked ! was changed since\.\n$/],
    ["undone", /^Undone, but for what changed meanwhile: \.env\.bak\.\n$/],
    ["nothing", /^There is nothing to undo\.\n$/],
  ] as const)("%s", (status, expected) => {
    expect(undoText({ ...document, status }, 80)).toMatch(expected);
  });

  test("keeps within the terminal when a change reopens much", () => {
    const reopens = ["gitignore/env-ignored", "gitignore/keys-and-dumps-ignored"].map(
      (auditId) => ({ auditId, severity: "high" }) as const,
    );
    const change = { path: ".gitignore", text: "5 lines taken out", reopens, state: "pending" };
    const changes = [change as UndoDocument["changes"][number]];
    for (const line of undoText({ ...document, changes }, 80).split("\n"))
      expect(line.length).toBeLessThanOrEqual(80);
  });

  test("done whole", () => {
    const changes = document.changes.map((change) => ({ ...change, state: "undone" as const }));
    expect(undoText({ ...document, status: "undone", changes }, 80)).toBe(
      "Undone. Content, mode, owner and mtime are as before transaction 1.\n",
    );
  });

  test("the list is a table", () => {
    const transactions = [
      {
        number: 1,
        kind: "fix",
        at: "2026-11-24T09:14:00.000Z",
        status: "committed",
        changes: 3,
        pruned: false,
        lost: 0,
      },
      {
        number: 2,
        kind: "fix",
        at: "2026-11-24T09:15:00.000Z",
        status: "undone",
        changes: 1,
        pruned: true,
        lost: 0,
      },
    ] as const;
    expect(undoText({ ...document, status: "listed", transactions }, 80)).toMatchInlineSnapshot(`
      "No.   When (UTC)        Kind     Changes     State
      1     2026-11-24 09:14  fix      3 changes   committed
      2     2026-11-24 09:15  fix      1 change    undone  (too old to undo)
      "
    `);
    expect(undoText({ ...document, status: "listed" }, 80)).toBe("There are no transactions.\n");
  });

  test("what came from outside is escaped", () => {
    const changes = [
      { path: "\u001B[2J", text: "\u202Ex", reopens: [], state: "changed" as const },
    ];
    for (const status of ["planned", "refused", "undone"] as const) {
      const text = undoText({ ...document, status, changes, notes: ["\u009B"] }, 80);
      // eslint-disable-next-line no-control-regex -- these are what is looked for
      expect(text).not.toMatch(/\u001B|\u202E|\u009B/);
    }
  });
});
