import { describe, expect, test } from "vitest";
import type { CredentialAge } from "../../../src/core/credentials/age.ts";
import type { RotationDocument } from "../../../src/core/documents/rotation-document.ts";
import { rotationCalendar } from "../../../src/reporters/rotation/ics.ts";
import { rotationStatusText } from "../../../src/reporters/rotation/status-human.ts";
import { type StatusSubject, statusRows } from "../../../src/rotation/status-rows.ts";

const now = new Date("2026-11-24T00:00:00Z");
const year = { months: 12, days: 0 };

function subject(id: string, since?: string, over: Partial<CredentialAge> = {}): StatusSubject {
  const head = { id, title: id, stored: "env", every: year } as const;
  if (since === undefined) return head;
  const sinceMs = Date.parse(since);
  const age = { credentialId: id, sinceMs, atLeast: true, evidence: "git", source: "git 9c41e7b" };
  return { ...head, age: { ...age, ...over } as CredentialAge };
}

const exact = { atLeast: false, evidence: "recorded", source: "recorded by jo" } as const;

const subjects: readonly StatusSubject[] = [
  { ...subject("stripe.webhook-secret"), stored: "settings" },
  subject("stripe.secret-key", "2025-01-15"),
  subject("paypal.client-secret", "2025-12-18", exact),
  subject("discord.bot-token", "2026-01-20", exact),
  subject("nowpayments.api-key", "2026-03-01"),
  subject("smtp.password", "2025-11-25", exact),
  subject("redis.password", "2025-11-23", exact),
];

const documentOf = (given: readonly StatusSubject[]): RotationDocument => ({
  schemaVersion: 1,
  tool: { name: "iptvbp-guard", version: "1.2.3" },
  kind: "rotation",
  install: { root: "/srv/shop", host: "shop1" },
  startedAt: now.toISOString(),
  status: "listed",
  credentials: statusRows(given, now),
  rotations: [],
  notes: [],
  exitCode: 0,
  exitReason: "listed",
});

test("the table, overdue first", () => {
  const text = rotationStatusText(documentOf(subjects), {
    command: (args) => `guard rotate ${args}`,
  });
  expect(text.split("\n")).toEqual([
    "Credential            Age          Limit     Due         Known from",
    "stripe.secret-key     >= 22 months 12 months OVERDUE 10m git 9c41e7b",
    "redis.password        12 months    12 months OVERDUE 1d  recorded by jo",
    "smtp.password         11 months    12 months in 1 day    recorded by jo",
    "paypal.client-secret  11 months    12 months in 24 days  recorded by jo",
    "discord.bot-token     10 months    12 months in 57 days  recorded by jo",
    "nowpayments.api-key   >= 8 months  12 months ?           git 9c41e7b",
    "stripe.webhook-secret ?            12 months ?           IPTVbp settings",
    "",
    ">= at least  ? not known: guard rotate record <credential>",
    "Next: guard rotate stripe.secret-key",
    "",
  ]);
});

test("an open rotation is named with what is left and how to go on", () => {
  const open = {
    id: "r",
    credential: "panel.main",
    mode: "planned",
    startedAt: "2026-11-20T10:00:00Z",
    by: "jo",
    left: ["revoke the old value"],
    oldValue: "works",
    overlapEnds: "2026-11-27T10:00:00Z",
  } as const;
  const document = { ...documentOf([]), rotations: [open] };
  const text = rotationStatusText(document, { command: (args) => `guard rotate ${args}` });
  expect(text).toContain(
    "Open: panel.main, planned, since 2026-11-20 by jo, overlap until 2026-11-27",
  );
  expect(text).toContain("guard rotate resume panel.main");
});

describe("the state of a row", () => {
  test.each<[string, string, Partial<CredentialAge>, string, string | null]>([
    ["exact, young", "2026-10-01", exact, "ok", "2027-10-01"],
    ["exact, in the last tenth", "2025-12-20", exact, "soon", "2026-12-20"],
    ["exact, due today", "2025-11-24", exact, "soon", "2026-11-24"],
    ["exact, over", "2025-11-23", exact, "overdue", "2026-11-23"],
    ["at least, young: it may be due", "2026-10-01", {}, "unknown", null],
    ["at least, over", "2025-11-23", {}, "overdue", "2026-11-23"],
  ])("%s", (_, since, over, state, due) => {
    const [row] = statusRows([subject("a", since, over)], now);
    expect([row?.state, row?.due]).toEqual([state, due]);
  });
});

describe("the calendar", () => {
  const lines = (text: string) => text.split("\r\n");

  test("has an entry for every due date, and something to do where none is known", () => {
    const text = rotationCalendar(documentOf(subjects));
    expect(lines(text).filter((line) => line === "BEGIN:VEVENT")).toHaveLength(5);
    expect(text).toContain("DTSTART;VALUE=DATE:20261218\r\n");
    expect(text).toContain("DTSTAMP:20261124T000000Z\r\n");
    const unknown = documentOf(subjects).credentials.filter(({ due }) => due === null);
    expect(unknown.length).toBeGreaterThan(0);
    expect(lines(text).filter((line) => line === "BEGIN:VTODO")).toHaveLength(unknown.length);
    expect(text).toMatch(/SUMMARY:Find out how old nowpayments/);
    expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
  });

  test("is never without a component, which RFC 5545 forbids", () => {
    for (const some of [[], subjects]) {
      const text = rotationCalendar(documentOf(some));
      expect(text.match(/^BEGIN:/gm)?.length).toBeGreaterThan(1);
      for (const part of text.split(/^BEGIN:(?:VEVENT|VTODO|VJOURNAL)\r\n/m).slice(1)) {
        expect(part).toMatch(/^UID:/m);
        expect(part).toMatch(/^DTSTAMP:/m);
      }
    }
  });

  test("tells two installs of one host apart", () => {
    const document = documentOf(subjects);
    const uids = (root: string) =>
      rotationCalendar({ ...document, install: { ...document.install, root } })
        .replaceAll("\r\n ", "")
        .match(/^UID:.*$/gm);
    expect(uids("/srv/a")?.some((uid) => uids("/srv/b")?.includes(uid))).toBe(false);
  });

  test("ends every line with CRLF and folds at 75 octets, inside no character", () => {
    const title = `Sch\u00f6ne ${"\u{1f511}".repeat(40)} Schl\u00fcssel, der; lang\\ ist\nund mehr`;
    const text = rotationCalendar(documentOf([{ ...subject("a", "2025-01-15"), title }]));
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    for (const line of lines(text)) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const unfolded = text.replaceAll("\r\n ", "");
    expect(unfolded).toContain("\u{1f511}".repeat(40));
    expect(unfolded).toContain(
      String.raw`Schl\u00fcssel\, der\; lang\\ ist\nund mehr`.replace(String.raw`\u00fc`, "\u00fc"),
    );
    expect(text).not.toContain("\ufffd");
  });

  test("an entry has the same UID each time", () => {
    const uids = () => rotationCalendar(documentOf(subjects)).match(/^UID:.*$/gm);
    expect(uids()).toEqual(uids());
    expect(new Set(uids()).size).toBe(subjects.length);
  });
});
