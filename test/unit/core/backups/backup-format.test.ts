import { randomBytes } from "node:crypto";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatOfHead } from "../../../../src/core/backups/backup-format.ts";
import { readBackup } from "../../../../src/core/backups/read-backup.ts";
import { repositoryAt } from "../../../../src/core/backups/backup-repository.ts";
import { createHostFiles } from "../../../../src/platform/files/file-reader.ts";
import { seededRandom } from "../../../support/mint.ts";
import { needProgram } from "../../../support/need-program.ts";
import { makeBackup, realBackups } from "../../../support/real-backups.ts";
import { tempFolder } from "../../../support/temp-folder.ts";

const reader = createHostFiles();

function shown(path: string): string {
  const look = statSync(path).isDirectory() ? repositoryAt(path, reader) : readBackup(path, reader);
  if (look.kind !== "found" || look.value === "empty") return JSON.stringify(look);
  return look.value.kind === "unsure"
    ? `unsure: ${look.value.text}`
    : `${look.value.kind} ${look.value.format}`;
}

describe("what real programs write", () => {
  for (const backup of realBackups) {
    test(`${backup.name} is ${backup.is}`, ({ skip }) => {
      needProgram(skip, backup.program);
      expect(shown(makeBackup(backup))).toBe(backup.is);
    });
  }
});

const text = (value: string) => Buffer.from(value, "latin1");
const random = randomBytes(4096);

describe("what the first bytes say", () => {
  test.each([
    ["an SQL dump", "-- PostgreSQL database dump\n", "clear plain SQL"],
    ["SQL without a head", "INSERT INTO a VALUES (1);\n", "clear plain SQL"],
    ["SQL with raw bytes", "INSERT INTO a VALUES (_binary '\0\x01\xff');\n", "clear plain SQL"],
    ["any text", "id;name\n1;jo\n", "clear plain text"],
    ["UTF-8", "# Übersicht über alles\n", "clear plain text"],
    ["SQLite", "SQLite format 3\0\x10\0", "clear SQLite"],
    ["PostgreSQL's own format", "PGDMP\x01\x0e\0", "clear pg_dump"],
    ["Redis", "REDIS0011\xfa\x09", "clear Redis"],
    ["ansible-vault", "$ANSIBLE_VAULT;1.1;AES256\n3132", "encrypted ansible-vault"],
    ["rclone crypt", "RCLONE\0\0abc", "encrypted rclone crypt"],
    ["a rar archive", "Rar!\x1a\x07\x01\0", "unsure"],
    ["random bytes", random, "unsure"],
    ["a text that speaks of age", "see age-encryption.org/v1\n", "clear plain text"],
    ["a name alone", "Salted", "clear plain text"],
    ["an armor around nothing", "-----BEGIN PGP MESSAGE-----\n\n!!\n", "clear plain text"],
    ["the first byte of OpenPGP alone", `\x8c\x0d\x09${"\0".repeat(20)}`, "unsure"],
  ])("%s", (_, bytes, is) => {
    const format = formatOfHead(typeof bytes === "string" ? text(bytes) : bytes);
    const shown = format.kind === "unsure" ? "unsure" : `${format.kind} ${format.format}`;
    expect(shown).toBe(is);
  });

  test("20,000 random beginnings are never taken for encrypted, and hardly for anything", () => {
    // Of a million some five are; the same ones each time, or the test would fail now and then.
    const random = seededRandom(20_261_127);
    let known = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const { kind } = formatOfHead(Uint8Array.from({ length: 64 }, () => random(256)));
      expect(kind).not.toBe("encrypted");
      if (kind !== "unsure") known += 1;
    }
    expect(known).toBeLessThan(20);
  });
});

describe("archives that cannot be decided", () => {
  const sealed = "PK\x03\x04\x14\0\x01\0";
  test.each([
    ["a zip archive without its end", `${sealed}${"\0".repeat(100)}`, "without its end"],
    [
      "a zip archive whose list is elsewhere",
      `${sealed}PK\x05\x06${"\xff".repeat(18)}`,
      "too long",
    ],
    ["a 7z archive cut short", `7z\xbc\xaf\x27\x1c\0\x04${"\x01".repeat(24)}`, "without its end"],
  ])("%s", (_, bytes, why) => {
    const path = join(tempFolder(), "backup");
    writeFileSync(path, text(bytes));
    expect(shown(path)).toContain(why);
  });
});
