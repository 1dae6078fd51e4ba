import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { AttestOptions } from "../../../../src/app/attest/attest-ports.ts";
import { subjects } from "../../../../src/app/attest/find-subject.ts";
import { lockFile } from "../../../../src/platform/state/lock-file.ts";
import { attestShop } from "../../../support/attest-desk.ts";
import { findSpelling } from "../../../support/spellings.ts";

const twoFactor = "accounts/two-factor";
const on = { audit: twoFactor, state: "on" } as const;

const recordsOf = (text: string) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("without a terminal", () => {
  test("flags say it, and what they leave out has its defaults", async () => {
    const shop = attestShop();
    const { status, attestations } = await shop.run(on);
    expect(status).toBe("stated");
    expect(attestations).toEqual([
      {
        audit: twoFactor,
        title: "Two-factor authentication is required for all staff",
        severity: "high",
        state: "holds",
        verdict: "pass",
        answer: "on",
        date: "2026-11-24",
        until: "2027-02-22",
        by: "kim",
        at: "2026-11-24T09:00:00.000Z",
        note: null,
        evidence: null,
      },
    ]);
    expect(fs.statSync(shop.file()).mode & 0o7777).toBe(0o600);
    expect(fs.statSync(path.dirname(shop.file())).mode & 0o7777).toBe(0o700);
  });

  test("all flags", async () => {
    const shop = attestShop();
    fs.writeFileSync(path.join(shop.top, "shot.png"), "a picture");
    await shop.run({
      audit: "privilege/panel-scopes",
      state: "Create Users,  View  Packages",
      by: " jo ",
      date: "2026-11-20",
      expires: "60 days",
      evidence: "shot.png",
      note: "seen together",
    });
    expect(recordsOf(shop.text())[0]).toMatchObject({
      kind: "stated",
      answer: ["Create Users", "View Packages"],
      date: "2026-11-20",
      until: "2027-01-19",
      by: "jo",
      note: "seen together",
      evidence: {
        path: path.join(shop.top, "shot.png"),
        sha256: createHash("sha256").update("a picture").digest("hex"),
      },
    });
    expect(shop.text()).not.toContain("a picture");
  });

  test("the day of a review says that there was one, and when its time is over", async () => {
    const shop = attestShop();
    const { attestations } = await shop.run({ audit: "monitoring/reviewed", date: "2026-11-10" });
    expect(attestations[0]).toMatchObject({
      answer: "on",
      date: "2026-11-10",
      until: "2026-12-10",
    });
  });

  test.each<[string, Partial<AttestOptions>, RegExp]>([
    ["nothing", {}, /what is it about/],
    ["no answer", { audit: twoFactor }, /there is no answer to: Is two-factor/],
    ["no answer to a review", { audit: "accounts/sessions", by: "jo" }, /Were the active sessions/],
    ["no such audit", { ...on, audit: "accounts/2fa" }, /no audit is called "accounts\/2fa"/],
    [
      "an audit that looks for itself",
      { ...on, audit: "env/mode" },
      /env\/mode takes no statement/,
    ],
    ["no answer that it is", { ...on, state: "perhaps" }, /--state: "perhaps" is none of on, off/],
    ["a number", { ...on, state: "12" }, /none of on, off/],
    ["a day to come", { ...on, date: "2026-11-25" }, /2026-11-25 has not come yet/],
    ["no day", { ...on, date: "24.11.2026" }, /"24.11.2026" is no day/],
    ["too long ago", { ...on, date: "2025-11-23" }, /over 365 days ago/],
    ["longer ago than it usually holds", { ...on, date: "2026-08-01" }, /over 90 days ago/],
    ["an end before today", { ...on, expires: "2026-11-23" }, /--expires: 2026-11-23 is over/],
    ["an end too far", { ...on, expires: "2027-11-25" }, /2027-11-24 at most \(365 days\)/],
    [
      "a review that holds longer",
      { audit: "monitoring/reviewed", date: "2026-11-20", expires: "2026-12-21" },
      /2026-12-20 at most \(30 days\)/,
    ],
    ["taken back and stated", { ...on, withdraw: true }, /--withdraw takes back/],
  ])("%s is refused, and nothing is written", async (_, options, message) => {
    const shop = attestShop();
    await expect(shop.run(options)).rejects.toThrow(message);
    expect(shop.text()).toBe("");
  });

  test("an old day is fine with an end of its own", async () => {
    const shop = attestShop();
    const { attestations } = await shop.run({ ...on, date: "2026-08-01", expires: "2026-12-01" });
    expect(attestations[0]).toMatchObject({ state: "holds", until: "2026-12-01" });
  });

  test("the refusal of an audit that takes none names those that do", async () => {
    const error = await attestShop()
      .run({ ...on, audit: "env/mode" })
      .catch((thrown: unknown) => thrown);
    const ids = subjects.map(({ meta }) => meta.id);
    expect(error).toMatchObject({
      hints: [expect.stringContaining(ids.join(", ")), expect.anything()],
    });
    for (const [typed, meant] of [
      ["acounts/two-factor", twoFactor],
      ["two-factor", twoFactor],
      ["monitoring/review", "monitoring/reviewed"],
    ] as const) {
      const thrown = await attestShop()
        .run({ ...on, audit: typed })
        .catch((each: unknown) => each);
      expect(thrown).toMatchObject({ hints: [`did you mean "${meant}"?`, expect.anything()] });
    }
  });
});

describe("in a terminal", () => {
  test("asks what, who, evidence and until; what is wrong is asked again", async () => {
    const shop = attestShop();
    fs.writeFileSync(path.join(shop.top, "shot.png"), "a picture");
    await shop.run({ audit: twoFactor }, [
      [/required for all team members\?$/, "Yes"],
      [/^Who looked\?$/, shop.secret],
      [/^Who looked\?$/, ""],
      [/^Evidence/, "shot.pgn"],
      [/^Evidence/, "shot.png"],
      [/^Holds until$/, "2030-01-01"],
      [/^Holds until$/, "6 months"],
    ]);
    expect(recordsOf(shop.text())[0]).toMatchObject({ by: "kim", until: "2027-05-23" });
    expect(shop.said).toEqual([
      `${twoFactor}: Two-factor authentication is required for all staff`,
      expect.stringMatching(/^Look at: IPTVbp: Settings > Security > Policies/),
      expect.stringMatching(/^wrong: the text holds a secret/),
      "wrong: shot.pgn: there is no such file",
      expect.stringMatching(/^wrong: 2030-01-01 is too late/),
    ]);
    expect(findSpelling(shop.said.join("\n"), shop.secret)).toBeUndefined();
  });

  test("asks nothing that a flag answers, and says what was stated before", async () => {
    const shop = attestShop();
    await shop.run(on);
    await shop.run({ ...on, by: "jo", evidence: shop.root, expires: "30 days" }, []).then(
      () => expect.unreachable("a folder is no evidence"),
      (error: unknown) => expect(String(error)).toContain("is a directory"),
    );
    expect(shop.said.at(-1)).toBe("Stated: on 2026-11-24 by kim");
    await shop.run({ ...on, by: "jo", expires: "30 days" }, [[/^Evidence/, ""]]);
    expect(recordsOf(shop.text())).toHaveLength(2);
  });

  test("a review is asked for its day, and only when there was one", async () => {
    const shop = attestShop();
    await shop.run({}, [
      [/^What is it about/, "accounts/sessions"],
      [/reviewed\?$/, "Yes"],
      [/^On which day/, "2026-11-25"],
      [/^On which day/, "2026-11-20"],
      [/^Who/, ""],
      [/^Evidence/, ""],
    ]);
    await shop.run({ audit: "accounts/sessions" }, [
      [/reviewed\?$/, "No"],
      [/^Who/, ""],
      [/^Evidence/, ""],
    ]);
    expect(recordsOf(shop.text())).toMatchObject([
      { answer: "on", date: "2026-11-20", until: "2027-02-18" },
      { answer: "off", date: "2026-11-24" },
    ]);
  });

  test("a number and names are asked for as such", async () => {
    const shop = attestShop();
    const rest = [
      [/^Who/, ""],
      [/^Evidence/, ""],
      [/^Holds/, ""],
    ] as const;
    await shop.run({ audit: "accounts/passwords" }, [
      [/^How many characters/, "long"],
      [/^How many characters/, "14"],
      ...rest,
    ]);
    await shop.run({ audit: "privilege/panel-scopes" }, [
      [/^Which scopes/, shop.secret],
      [/^Which scopes/, "Create Users"],
      ...rest,
    ]);
    expect(recordsOf(shop.text()).map(({ answer }) => answer)).toEqual([14, ["Create Users"]]);
    expect(findSpelling(shop.said.join("\n"), shop.secret)).toBeUndefined();
  });
});

describe("nothing secret is kept", () => {
  test.each(["by", "note", "evidence", "state"] as const)("in --%s", async (flag) => {
    const shop = attestShop();
    for (const text of [shop.secret, "it is correct-horse-9 now", `x ${shop.secret}`]) {
      const options = { ...on, audit: "privilege/panel-scopes", [flag]: text };
      await expect(shop.run(options)).rejects.toThrow(/the text holds a secret/);
    }
    expect(shop.text()).toBe("");
  });

  test("no hash of a file with a key, and not of an env file", async () => {
    const shop = attestShop();
    fs.writeFileSync(path.join(shop.top, "export.csv"), `name,key\nstripe,${shop.secret}\n`);
    for (const evidence of ["export.csv", path.join(shop.root, ".env")]) {
      await expect(shop.run({ ...on, evidence })).rejects.toThrow(/holds a secret \(.*Stripe/);
    }
    expect(shop.text()).toBe("");
  });
});

describe("evidence", () => {
  test.each<[string, (file: string) => void, RegExp]>([
    ["a link loop", (file) => fs.symlinkSync(file, file), /link/],
    ["a FIFO", (file) => void execFileSync("mkfifo", [file]), /FIFO|fifo|pipe/i],
    ["a folder", (file) => fs.mkdirSync(file), /directory/],
    ["a device", (file) => fs.symlinkSync("/dev/null", file), /device/],
    ["nothing", () => {}, /no such file/],
    [
      "too large",
      (file) => {
        fs.writeFileSync(file, "");
        fs.truncateSync(file, 2 ** 30);
      },
      /larger than 16 MiB/,
    ],
  ])("that is %s is refused", async (_, make, message) => {
    const shop = attestShop();
    const file = path.join(shop.top, "evidence");
    make(file);
    await expect(shop.run({ ...on, evidence: file })).rejects.toThrow(message);
    expect(shop.text()).toBe("");
  });

  test("is kept by where it really is, and the list says what became of it", async () => {
    const shop = attestShop();
    const file = path.join(shop.top, "shot.png");
    fs.writeFileSync(file, "a picture");
    fs.symlinkSync(file, path.join(shop.top, "newest.png"));
    await shop.run({ ...on, evidence: "newest.png" });
    const now = async () =>
      (await shop.list()).attestations.find(({ audit }) => audit === twoFactor)?.evidence;
    expect(await now()).toMatchObject({ path: file, now: "same" });
    fs.writeFileSync(file, "another");
    expect((await now())?.now).toBe("changed");
    fs.truncateSync(file, 2 ** 30);
    expect((await now())?.now).toBe("changed");
    fs.rmSync(file);
    expect((await now())?.now).toBe("gone");
    fs.mkdirSync(file);
    expect((await now())?.now).toBe("unreadable");
  });
});

describe("the list", () => {
  test("has every audit that takes statements, and what stands", async () => {
    const shop = attestShop();
    const states = async () =>
      Object.fromEntries(
        (await shop.list()).attestations.map(({ audit, state }) => [audit, state]),
      );
    expect(Object.values(await states())).toEqual(subjects.map(() => "none"));
    await shop.run(on);
    await shop.run({ audit: "accounts/passwords", state: "14", expires: "2026-11-30" });
    await shop.run({ audit: "monitoring/reviewed", date: "2026-11-20" });
    await shop.run({ audit: "privilege/staff-roles", state: "off" });
    await shop.run({ audit: "privilege/staff-roles", withdraw: true, note: "asked again" });
    shop.at("2026-12-24T09:00:00Z");
    expect(await states()).toEqual({
      "access/dashboard-allowlist": "none",
      "accounts/passwords": "expired",
      "accounts/sessions": "none",
      "accounts/two-factor": "holds",
      "monitoring/reviewed": "overdue",
      "privilege/panel-scopes": "none",
      "privilege/staff-roles": "replaced",
    });
    shop.at("2026-11-01T09:00:00Z");
    expect((await states())[twoFactor]).toBe("to-come");
    expect((await shop.list()).notes).toEqual([
      "the clock of this host (2026-11-01) is before the newest statement (2026-11-24)",
    ]);
  });

  test("keeps what was replaced and taken back, newest first", async () => {
    const shop = attestShop();
    await shop.run({ ...on, state: "off", note: "one" });
    await shop.run({ ...on, note: "two" });
    await shop.run({ audit: twoFactor, withdraw: true, note: "three" });
    const rows = async () =>
      (await shop.list()).attestations
        .filter(({ audit }) => audit === twoFactor)
        .map(({ state, note, verdict }) => [state, note, verdict]);
    expect(await rows()).toEqual([
      ["withdrawn", "three", "skipped"],
      ["replaced", "two", null],
      ["replaced", "one", null],
    ]);
    await shop.run({ ...on, note: "four" });
    expect((await rows())[0]).toEqual(["holds", "four", "pass"]);
    expect(await rows()).toHaveLength(3);
  });

  test("a damaged line is said, and a new statement stands", async () => {
    const shop = attestShop();
    await shop.run(on);
    fs.appendFileSync(shop.file(), '{"kind":"stat');
    const row = async () =>
      (await shop.list()).attestations.find(({ audit }) => audit === twoFactor);
    expect(await row()).toMatchObject({ state: "damaged", verdict: "unknown" });
    expect((await shop.list()).notes).toEqual([
      expect.stringContaining("1 line of our attestations"),
    ]);
    await shop.run(on);
    expect(await row()).toMatchObject({ state: "holds", verdict: "pass" });
    expect(recordsOf(shop.text().split("\n").slice(0, 1).join())).toHaveLength(1);
  });

  test.each<[string, (file: string) => void]>([
    ["a folder", (file) => fs.mkdirSync(file)],
    ["a link", (file) => fs.symlinkSync("/etc/passwd", file)],
    ["a FIFO", (file) => void execFileSync("mkfifo", [file])],
  ])("%s in place of the file is an error, and nothing is stated", async (_, make) => {
    const shop = attestShop();
    await shop.run(on);
    const file = shop.file();
    fs.rmSync(file);
    make(file);
    await expect(shop.list()).rejects.toThrow(/what was stated cannot be read/);
    await expect(shop.run(on)).rejects.toThrow(/what was stated cannot be read/);
  });

  test("who comes second is told who holds the lock", async () => {
    const shop = attestShop();
    await shop.run(on);
    const unlock = lockFile(`${shop.file()}.lock`, "jo");
    await expect(shop.run(on)).rejects.toThrow(/another run holds the lock: jo/);
    unlock();
    await shop.run(on);
    expect(recordsOf(shop.text())).toHaveLength(2);
  });
});
