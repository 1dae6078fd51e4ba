import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { describe, expect, test } from "vitest";
import {
  appendRecords,
  createRecordFile,
  readRecords,
} from "../../../src/platform/state/record-file.ts";
import { openStateFolder } from "../../../src/platform/state/state-folder.ts";
import type { StateQuestion } from "../../../src/platform/state/state-folder.ts";
import { assertTrusted } from "../../../src/platform/state/trust.ts";
import { isRoot } from "../../support/as-user.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

const modeOf = (path: string): number => lstatSync(path).mode & 0o7777;
const ask = (more: Partial<StateQuestion> = {}) =>
  openStateFolder({
    env: () => undefined,
    uid: 1000,
    home: "/home/jo",
    installRoot: "/srv/shop",
    rootsState: "/nonexistent/state",
    ...more,
  });
const variables = (values: Readonly<Record<string, string>>) => (name: string) => values[name];

describe("where the state is", () => {
  test.each<readonly [string, Partial<StateQuestion>, string]>([
    ["an option", { flag: "/a", env: variables({ IPTVBP_GUARD_STATE: "/b" }) }, "/a"],
    ["a variable", { env: variables({ IPTVBP_GUARD_STATE: "/b", XDG_STATE_HOME: "/c" }) }, "/b"],
    ["the user's folder", { env: variables({ XDG_STATE_HOME: "/c" }) }, "/c/iptvbp-guard"],
    [
      "a relative one is none",
      { env: variables({ XDG_STATE_HOME: "c" }) },
      "/home/jo/.local/state/iptvbp-guard",
    ],
    ["nothing", {}, "/home/jo/.local/state/iptvbp-guard"],
    ["root", { uid: 0 }, "/nonexistent/state"],
  ])("%s", (_, question, top) => {
    const state = ask(question);
    expect(state.path).toMatch(new RegExp(`^${top}/shop-[0-9a-f]{12}$`));
    expect(state.readonly).toBe(false);
  });

  test("a relative variable is an error", () => {
    const env = variables({ IPTVBP_GUARD_STATE: "state" });
    expect(() => ask({ env })).toThrow("not an absolute path");
  });

  test("two installs of one name have two, and strange names are plain", () => {
    expect(ask({ installRoot: "/srv/a/shop" }).path).not.toBe(ask({ installRoot: "/b/shop" }).path);
    expect(ask({ installRoot: "/srv/a b\n" }).path).toMatch(/\/a_b_-[0-9a-f]{12}$/);
  });

  test("is never inside the install", () => {
    expect(() => ask({ flag: "/srv/shop/state" })).toThrow("inside the audited install");
  });

  test("of root is not doubled by somebody else", () => {
    const rootsState = tempFolder();
    const state = ask({ rootsState });
    expect(state).toMatchObject({ readonly: true });
    expect(state.path.startsWith(rootsState)).toBe(true);
    expect(() => state.ensure()).toThrow("you are not root");
    expect(ask({ rootsState, flag: "/a" }).readonly).toBe(false);
  });
});

describe("the folder", () => {
  test("is made when first needed, for us alone", () => {
    const top = `${tempFolder()}/new/state`;
    const state = ask({ flag: top });
    expect(existsSync(top)).toBe(false);
    state.ensure();
    state.ensure();
    expect([modeOf(top), modeOf(state.path)]).toEqual([0o700, 0o700]);
    chmodSync(state.path, 0o755);
    state.ensure();
    expect(modeOf(state.path)).toBe(0o700);
  });

  test("that cannot be made is an error with a way out", () => {
    const top = populate(tempFolder(), { file: "" });
    expect(() => ask({ flag: `${top}/file` }).ensure()).toThrow(
      expect.objectContaining({ code: "STATE_NOT_WRITABLE", kind: "environment" }),
    );
  });
});

describe("what root trusts", () => {
  const trust = { uid: 0 };
  const refused = (path: string, more = {}) =>
    expect(() => assertTrusted(path, { ...trust, ...more }));

  test.runIf(isRoot)("is root's all the way, and may not exist yet", () => {
    const folder = populate(tempFolder(), { "a/b/config": "" });
    expect(() => assertTrusted(`${folder}/a/b/config`, trust)).not.toThrow();
    expect(() => assertTrusted(`${folder}/a/none/yet`, trust)).not.toThrow();
    expect(() => assertTrusted("/", trust)).not.toThrow();
  });

  test.runIf(isRoot).each([
    ["a/b/config", 0o664],
    ["a/b/config", 0o602],
    ["a/b", 0o775],
    ["a", 0o777],
  ])("has no %s of mode %o", (name, mode) => {
    const folder = populate(tempFolder(), { "a/b/config": "" });
    chmodSync(`${folder}/${name}`, mode);
    refused(`${folder}/a/b/config`).toThrow(`${folder}/${name} can be written by others`);
  });

  test.runIf(isRoot)("may be below a sticky folder of root's, but is none itself", () => {
    const folder = populate(tempFolder(), { "a/config": "" });
    chmodSync(`${folder}/a`, 0o1777);
    refused(`${folder}/a/config`).not.toThrow();
    refused(`${folder}/a`).toThrow("written by others");
    chownSync(`${folder}/a`, 33, 33);
    refused(`${folder}/a/config`, { sudoUid: 33 }).toThrow("written by others");
  });

  test.runIf(isRoot)("is nobody else's, but under sudo the caller's", () => {
    const folder = populate(tempFolder(), { "a/config": "" });
    chownSync(`${folder}/a/config`, 33, 33);
    refused(`${folder}/a/config`).toThrow("belongs to user 33");
    refused(`${folder}/a/config`, { sudoUid: 34 }).toThrow("belongs to user 33");
    refused(`${folder}/a/config`, { sudoUid: 33 }).not.toThrow();
  });

  test.runIf(isRoot)("is no link and below none", () => {
    const folder = populate(tempFolder(), { "a/config": "" });
    symlinkSync("a", `${folder}/b`);
    symlinkSync("config", `${folder}/a/link`);
    refused(`${folder}/b/config`).toThrow(`${folder}/b is a link`);
    refused(`${folder}/a/link`).toThrow("is a link");
  });

  test("is no matter to other users, but the install is", () => {
    const folder = populate(tempFolder(), { config: "" });
    chmodSync(`${folder}/config`, 0o666);
    expect(() => assertTrusted(`${folder}/config`, { uid: 1000 })).not.toThrow();
    expect(() => assertTrusted(folder, { uid: 1000, notInside: folder })).toThrow(
      expect.objectContaining({ code: "UNTRUSTED_PATH", kind: "environment" }),
    );
  });
});

describe("records", () => {
  test("come back in order, across writers", () => {
    const file = `${tempFolder()}/ledger`;
    expect(readRecords(file)).toEqual({ kind: "absent" });
    appendRecords(file, [{ a: 1 }, { a: "line\nbreak" }]);
    appendRecords(file, []);
    appendRecords(file, [{ a: 3 }]);
    expect(readRecords(file)).toEqual({
      kind: "found",
      value: [{ a: 1 }, { a: "line\nbreak" }, { a: 3 }],
    });
    expect(modeOf(file)).toBe(0o600);
  });

  test("survive a line that a crash cut short, wherever it was cut", () => {
    const file = `${tempFolder()}/ledger`;
    appendRecords(file, [{ first: 1 }]);
    const whole = lstatSync(file).size;
    appendRecords(file, [{ second: 2 }]);
    const both = lstatSync(file).size;
    for (let size = both - 1; size >= whole; size -= 1) {
      truncateSync(file, size);
      const look = readRecords(file);
      const records = look.kind === "found" ? look.value : [];
      expect(records[0]).toEqual({ first: 1 });
      expect(records).toHaveLength(size === both - 1 ? 2 : 1);
    }
    appendFileSync(file, '{"torn":');
    appendRecords(file, [{ third: 3 }]);
    expect(readRecords(file)).toMatchObject({ value: [{ first: 1 }, { third: 3 }] });
    // Nobody was told that a record is there whose line end is missing; it is whole all the same.
    appendFileSync(file, '{"fourth":4}');
    appendRecords(file, [{ fifth: 5 }]);
    expect(readRecords(file)).toMatchObject({
      value: [{ first: 1 }, { third: 3 }, { fourth: 4 }, { fifth: 5 }],
    });
  });

  test.for(["\0\0\0", '{"torn":', "x"])("damage of a whole line is not left out: %j", (damage) => {
    const file = `${tempFolder()}/ledger`;
    appendFileSync(file, `{"first":1}\n${damage}\n{"third":3}\n`);
    expect(readRecords(file)).toMatchObject({ value: [{ first: 1 }, null, { third: 3 }] });
  });

  test("are never written through a link", () => {
    const folder = populate(tempFolder(), { target: "" });
    symlinkSync("target", `${folder}/ledger`);
    expect(() => appendRecords(`${folder}/ledger`, [{ a: 1 }])).toThrow("ELOOP");
    expect(readFileSync(`${folder}/target`, "utf8")).toBe("");
    expect(readRecords(`${folder}/ledger`)).toMatchObject({ kind: "blocked" });
  });

  test("that cannot be read are unknown", () => {
    const folder = tempFolder();
    mkdirSync(`${folder}/ledger`);
    expect(readRecords(`${folder}/ledger`)).toMatchObject({
      kind: "blocked",
      reason: { code: "not-a-file" },
    });
  });

  test("make their folder first", () => {
    const folder = `${tempFolder()}/state`;
    const file = createRecordFile(`${folder}/ledger`, () => mkdirSync(folder));
    expect(file.read()).toEqual({ kind: "absent" });
    file.append([{ a: 1 }]);
    expect(file.read()).toEqual({ kind: "found", value: [{ a: 1 }] });
    writeFileSync(`${folder}/ledger`, "");
    expect(file.read()).toEqual({ kind: "found", value: [] });
  });
});
