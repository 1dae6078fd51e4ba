import { execFileSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
} from "node:fs";
import { describe, expect, test } from "vitest";
import { writeFileWhole } from "../../../src/platform/writing/write-private.ts";
import { isRoot } from "../../support/as-user.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

const bytes = Buffer.from("content\n");
const modeOf = (path: string): number => lstatSync(path).mode & 0o7777;

describe("a file written whole", () => {
  test("is private unless said otherwise, whatever the umask", () => {
    const folder = tempFolder();
    const umask = process.umask(0o077);
    try {
      writeFileWhole(`${folder}/one`, bytes);
      writeFileWhole(`${folder}/two`, bytes, { mode: 0o644 });
    } finally {
      process.umask(umask);
    }
    expect(readFileSync(`${folder}/one`, "utf8")).toBe("content\n");
    expect([modeOf(`${folder}/one`), modeOf(`${folder}/two`)]).toEqual([0o600, 0o644]);
    expect(readdirSync(folder)).toEqual(["one", "two"]);
  });

  test("replaces another only when asked", () => {
    const folder = populate(tempFolder(), { file: "old" });
    expect(() => writeFileWhole(`${folder}/file`, bytes)).toThrow("exists already");
    expect(readFileSync(`${folder}/file`, "utf8")).toBe("old");
    writeFileWhole(`${folder}/file`, bytes, { overwrite: true });
    expect(readFileSync(`${folder}/file`, "utf8")).toBe("content\n");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  test("leaves other names of the old file alone", () => {
    const folder = populate(tempFolder(), { file: "old" });
    execFileSync("ln", [`${folder}/file`, `${folder}/second`]);
    writeFileWhole(`${folder}/file`, bytes, { overwrite: true });
    expect(readFileSync(`${folder}/second`, "utf8")).toBe("old");
  });

  test.each([
    ["link", "is a link"],
    ["dangling", "is a link"],
    ["folder", "is a directory"],
    ["fifo", "is a FIFO"],
  ])("is not written to a %s", (name, message) => {
    const folder = populate(tempFolder(), { file: "old" });
    symlinkSync("file", `${folder}/link`);
    symlinkSync("nowhere", `${folder}/dangling`);
    mkdirSync(`${folder}/folder`);
    execFileSync("mkfifo", [`${folder}/fifo`]);
    expect(() => writeFileWhole(`${folder}/${name}`, bytes, { overwrite: true })).toThrow(message);
    expect(readFileSync(`${folder}/file`, "utf8")).toBe("old");
    expect(existsSync(`${folder}/nowhere`)).toBe(false);
  });

  // A device of our own: a broken program must not replace the machine's. Only root can make one.
  test.runIf(isRoot)("is not written to a device", () => {
    const device = `${tempFolder()}/null`;
    execFileSync("mknod", [device, "c", "1", "3"]);
    expect(() => writeFileWhole(device, bytes, { overwrite: true })).toThrow("is a device");
    expect(lstatSync(device).isCharacterDevice()).toBe(true);
  });

  test.each([
    ["missing/file", "there is no folder"],
    ["file/inner", "there is no folder"],
    ["x".repeat(300), "cannot be written (ENAMETOOLONG)"],
  ])("in %j fails with what to do", (name, message) => {
    const folder = populate(tempFolder(), { file: "old" });
    expect(() => writeFileWhole(`${folder}/${name}`, bytes)).toThrow(
      expect.objectContaining({
        kind: "environment",
        message: expect.stringContaining(message),
        hints: [expect.stringMatching(/^[a-z]/)],
      }),
    );
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  test.runIf(isRoot)("belongs to the owner of its folder", () => {
    const folder = tempFolder();
    chownSync(folder, 33, 34);
    writeFileWhole(`${folder}/file`, bytes);
    const { uid, gid } = lstatSync(`${folder}/file`);
    expect([uid, gid]).toEqual([33, 34]);
  });
});
