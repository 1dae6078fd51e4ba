import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  addNote,
  answerStep,
  closeIncident,
  pauseIncident,
  resumeIncident,
} from "../../../src/app/incident/change-incident.ts";
import { chooseIncident, readIncident } from "../../../src/app/incident/incident-desk.ts";
import { listIncidents, viewOf } from "../../../src/app/incident/incident-view.ts";
import { settleStep } from "../../../src/app/incident/settle-step.ts";
import {
  chooseStart,
  openIncident,
  searchIncident,
} from "../../../src/app/incident/start-incident.ts";
import { journalNotes, verifyIncident } from "../../../src/app/incident/verify-incident.ts";
import { lockFile } from "../../../src/platform/state/lock-file.ts";
import {
  type DeskOptions,
  type Shop,
  incidentDesk,
  incidentShop,
} from "../../support/incident-desk.ts";
import { mint } from "../../support/mint.ts";
import { findSpelling } from "../../support/spellings.ts";

const never = async () => {
  throw new Error("nobody is asked");
};

/** An open incident on a Stripe key, in the mode where it is revoked first. */
async function opened(options: DeskOptions = {}) {
  const shop = incidentShop();
  const desk = incidentDesk(shop, options);
  const chosen = await chooseStart(desk, { playbook: "stripe-key" }, never);
  const { id } = openIncident(desk, chosen, "used");
  return { shop, desk, id, journal: journalPath(shop) };
}

function journalPath({ state }: Shop): string {
  const [install = ""] = fs.readdirSync(state);
  const top = path.join(state, install, "incidents");
  const [id = ""] = fs.readdirSync(top).filter((name) => name !== "lock");
  return path.join(top, id, "journal.jsonl");
}

describe("an incident", () => {
  test("is private, says what it is about, and holds no secret", async () => {
    const { shop, desk, id, journal } = await opened();
    await searchIncident(desk, id);
    addNote(desk, id, { text: "called support", aware: false, sentTo: "anna" });
    const [stripe = ""] = shop.secrets;
    const view = viewOf(desk, readIncident(desk, id));
    expect(view.affected).toMatchObject([
      { id: "stripe.secret-key", shown: `sk_live_...${stripe.slice(-4)}` },
    ]);
    expect(view.searched).toBe(true);
    expect(fs.statSync(journal).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(journal)).mode & 0o777).toBe(0o700);
    const text = fs.readFileSync(journal, "utf8");
    for (const secret of shop.secrets) expect(findSpelling(text, secret)).toBeUndefined();
  });

  test("is led from its start to its end, and proves it", async () => {
    const { desk, id } = await opened();
    for (const step of ["revoke", "replace", "review", "check", "reverse", "investigate"]) {
      const { file } = settleStep(desk, id, { outcome: "done" });
      expect(file.state.steps.find((each) => each.id === step)).toMatchObject({
        status: "done",
        known: "stated",
        by: "jo",
      });
    }
    expect(() => settleStep(desk, id, { outcome: "done" })).toThrow(/no step is left/);
    const head = viewOf(desk, closeIncident(desk, id)).head;
    expect(verifyIncident(desk, id, [])).toMatchObject({ exitCode: 3 });
    expect(verifyIncident(desk, id, [head])).toMatchObject({ exitCode: 0 });
    expect(verifyIncident(desk, id, ["0000 0000 0000 0000"])).toMatchObject({ exitCode: 1 });
    expect(() => settleStep(desk, id, { outcome: "done" })).toThrow(/was closed/);
    addNote(desk, id, { text: "found the cause later", aware: false });
    expect(listIncidents(desk)).toMatchObject([{ id, status: "closed", settled: 6 }]);
  });

  test("is not closed with steps left unless somebody says why", async () => {
    const { desk, id } = await opened();
    settleStep(desk, id, { outcome: "failed", reason: "the dashboard is down" });
    expect(() => closeIncident(desk, id)).toThrow(/not done: revoke, replace/);
    expect(closeIncident(desk, id, "a drill").state.closedAt).toBeDefined();
  });

  test("is opened once, and after its end again under another name", async () => {
    const { desk, id } = await opened();
    const again = await chooseStart(desk, { playbook: "stripe-key" }, never);
    expect(() => openIncident(desk, again)).toThrow(new RegExp(`${id} is open already`));
    closeIncident(desk, id, "a drill");
    expect(openIncident(desk, again).id).toBe(`${id}-2`);
    expect(chooseIncident(desk)).toBe(`${id}-2`);
  });

  test("is chosen by its name when several are open", async () => {
    const { desk, id } = await opened();
    const other = openIncident(desk, await chooseStart(desk, { playbook: "env-exposed" }, never));
    expect(() => chooseIncident(desk)).toThrow(/several incidents are open/);
    expect(chooseIncident(desk, id)).toBe(id);
    expect(() => chooseIncident(desk, "nope")).toThrow(/no incident "nope"/);
    expect(viewOf(desk, other).affected.map((each) => each.id)).toEqual([
      "stripe.secret-key",
      "stripe.webhook-secret",
      "panel.main",
      "discord.bot-token",
    ]);
  });

  test.each([
    [{ outcome: "skip" }, /for a reason/],
    [{ outcome: "done", step: "revok" }, /no step "revok"/],
  ] as const)("%j is refused", async (answer, message) => {
    const { desk, id } = await opened();
    const before = readIncident(desk, id).records.length;
    expect(() => settleStep(desk, id, answer)).toThrow(message);
    expect(readIncident(desk, id).records.length).toBe(before);
  });

  test("needs to know whether it is in use before a step is recorded", async () => {
    const desk = incidentDesk(incidentShop());
    const { id } = openIncident(desk, await chooseStart(desk, { playbook: "stripe-key" }, never));
    expect(() => settleStep(desk, id, { outcome: "done" })).toThrow(/nobody has said yet/);
    const { step } = settleStep(desk, id, { outcome: "done", mode: "exposed" });
    expect(step).toMatchObject({ id: "replace", number: 1 });
  });
});

describe("no secret gets into a journal", () => {
  test.each([
    ["of the install", (shop: Shop) => shop.secrets[0] ?? ""],
    ["of the install that is no token", (shop: Shop) => shop.secrets[2] ?? ""],
    [
      "of the install, encoded",
      (shop: Shop) => Buffer.from(shop.secrets[0] ?? "").toString("base64"),
    ],
    ["of somebody else", () => mint("stripe.secret-key", 4711)],
  ])("a value %s in a note, a reason or a name is refused", async (_, secretOf) => {
    const { shop, desk, id, journal } = await opened();
    const secret = secretOf(shop);
    const before = fs.readFileSync(journal, "utf8");
    const text = `the key was ${secret} I think`;
    const refused = expect.objectContaining({ code: "SECRET_IN_TEXT" });
    expect(() => addNote(desk, id, { text, aware: false })).toThrow(refused);
    expect(() => addNote(desk, id, { text: "", aware: false, sentTo: text })).toThrow(refused);
    expect(() => settleStep(desk, id, { outcome: "skip", reason: text })).toThrow(refused);
    expect(() => closeIncident(desk, id, text)).toThrow(refused);
    expect(fs.readFileSync(journal, "utf8")).toBe(before);
  });

  test("the last four characters are fine, and so is what people write", async () => {
    const { shop, desk, id } = await opened();
    const text = `key ending ${(shop.secrets[0] ?? "").slice(-4)}; support case 00123456, https://example.com/a?b=c`;
    expect(addNote(desk, id, { text, aware: false }).records.at(-1)?.data).toEqual({ text });
  });
});

describe("two people at once", () => {
  test("both write, and nothing is lost", async () => {
    const { shop, desk, id } = await opened();
    const anna = incidentDesk(shop, { operator: "anna" });
    addNote(desk, id, { text: "one", aware: false });
    addNote(anna, id, { text: "two", aware: false });
    addNote(desk, id, { text: "three", aware: false });
    const { records } = readIncident(desk, id);
    expect(records.slice(-3).map(({ by, data }) => [by, data])).toEqual([
      ["jo", { text: "one" }],
      ["anna", { text: "two" }],
      ["jo", { text: "three" }],
    ]);
    expect(verifyIncident(desk, id, []).journal?.whole).toBe(true);
  });

  test("an answer about a step that somebody else has settled is not recorded", async () => {
    const { shop, desk, id } = await opened();
    settleStep(incidentDesk(shop, { operator: "anna" }), id, { outcome: "done" });
    const before = readIncident(desk, id).records.length;
    const late = answerStep(desk, id, { step: "revoke", outcome: "failed" });
    expect(late.settledBy).toBe("anna");
    expect(late.file.records.length).toBe(before);
  });

  test("of two people who were shown the same step, one settles it and nobody the next", async () => {
    const { shop, desk, id } = await opened();
    const answer = { outcome: "done", step: "revoke", isNext: true } as const;
    settleStep(incidentDesk(shop, { operator: "anna" }), id, answer);
    const before = readIncident(desk, id).records.length;
    expect(() => settleStep(desk, id, answer)).toThrow(/^anna has settled step "revoke" meanwhile/);
    expect(readIncident(desk, id).records.length).toBe(before);
  });

  test("a lock that is held is waited for and then named", async () => {
    const { desk, id, journal } = await opened();
    const unlock = lockFile(path.join(path.dirname(path.dirname(journal)), "lock"), "anna");
    try {
      expect(() => addNote(desk, id, { text: "x", aware: false })).toThrow(
        /another run holds the lock: anna, process \d+/,
      );
    } finally {
      unlock();
    }
    addNote(desk, id, { text: "x", aware: false });
  });
});

describe("a journal that was cut short or changed", () => {
  test("what a crash left is cut off and said, and nothing before it is lost", async () => {
    const { desk, id, journal } = await opened();
    const whole = fs.readFileSync(journal, "utf8");
    fs.appendFileSync(journal, '{"at":"2026-11-24T09:3');
    expect(readIncident(desk, id).records.length).toBe(2);
    const { records } = addNote(desk, id, { text: "after", aware: false });
    expect(records.map(({ kind }) => kind)).toEqual(["open", "mode", "repair", "note"]);
    expect(fs.readFileSync(journal, "utf8").startsWith(whole)).toBe(true);
    expect(verifyIncident(desk, id, []).journal).toMatchObject({ whole: true, tornBytes: 0 });
  });

  test("wherever in a line it was cut, the line before is where it goes on", async () => {
    const { desk, id, journal } = await opened();
    const before = fs.statSync(journal).size;
    settleStep(desk, id, { outcome: "done" });
    const whole = fs.readFileSync(journal);
    for (let size = before; size < whole.length - 1; size += 1) {
      fs.writeFileSync(journal, whole.subarray(0, size));
      const { state, records } = readIncident(desk, id);
      expect(records.length, `${size} bytes`).toBe(2);
      expect(state.current?.id, `${size} bytes`).toBe("revoke");
    }
  });

  test("a last line without its end is kept", async () => {
    const { desk, id, journal } = await opened();
    fs.truncateSync(journal, fs.statSync(journal).size - 1);
    const { records } = addNote(desk, id, { text: "after", aware: false });
    expect(records.map(({ kind }) => kind)).toEqual(["open", "mode", "note"]);
    expect(verifyIncident(desk, id, []).journal?.whole).toBe(true);
  });

  test("goes on all the same, and verify still names the line", async () => {
    const { desk, id, journal } = await opened();
    fs.writeFileSync(journal, fs.readFileSync(journal, "utf8").replace('"used"', '"exposed"'));
    addNote(desk, id, { text: "after", aware: false });
    expect(verifyIncident(desk, id, [])).toMatchObject({
      exitCode: 1,
      journal: { problems: [{ line: 2 }] },
    });
  });

  test("one that was emptied or deleted is listed, and named as broken", async () => {
    const { desk, id, journal } = await opened();
    fs.writeFileSync(journal, "");
    expect(listIncidents(desk)).toMatchObject([{ id, status: "unreadable" }]);
    expect(verifyIncident(desk, chooseIncident(desk, id), [])).toMatchObject({ exitCode: 1 });
    fs.rmSync(journal);
    expect(listIncidents(desk)).toMatchObject([{ id, status: "unreadable" }]);
    expect(() => verifyIncident(desk, chooseIncident(desk, id), [])).toThrow(/is not there/);
  });

  test("one that says nothing is listed, and says what to do", async () => {
    const { desk, id, journal } = await opened();
    fs.writeFileSync(journal, "garbage\n");
    expect(listIncidents(desk)).toMatchObject([{ id, status: "unreadable" }]);
    expect(() => readIncident(desk, id)).toThrow(/does not begin with its opening/);
    expect(verifyIncident(desk, id, [])).toMatchObject({ exitCode: 1 });
  });
});

test("a clock that goes back is noted and never sorted", async () => {
  let now = Date.parse("2026-11-24T09:00:00Z");
  const { desk, id } = await opened({ wallNow: () => new Date(now) });
  now -= 7_200_000;
  settleStep(desk, id, { outcome: "done" });
  const { records, state } = readIncident(desk, id);
  expect(records.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(state.current?.id).toBe("replace");
  expect(verifyIncident(desk, id, []).journal?.clockJumps).toHaveLength(1);
  expect(journalNotes(readIncident(desk, id))).toEqual([
    expect.stringMatching(/clock of this host went back at record 3/),
  ]);
});

test("stopping and going on is in the journal; used after all puts the revocation first", async () => {
  const { desk, id } = await opened();
  pauseIncident(desk, id);
  const { records, state } = resumeIncident(desk, id, "exposed");
  expect(records.map(({ kind }) => kind)).toEqual(["open", "mode", "pause", "resume", "mode"]);
  expect(state.current?.id).toBe("replace");
  expect(resumeIncident(desk, id, "used").state.current?.id).toBe("revoke");
});
