import { Buffer } from "node:buffer";
import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { FileReader } from "../../../src/core/ports/files.ts";
import { blocked } from "../../../src/core/look.ts";
import type { SearchResult } from "../../../src/core/ports/secret-search.ts";
import { environmentError } from "../../../src/core/error.ts";
import { compileMatcher } from "../../../src/detect/compile-matcher.ts";
import { createInstallFiles } from "../../../src/platform/files/file-reader.ts";
import { createSecretSearch } from "../../../src/sources/search-files.ts";
import { mint, mintTemplate, seededRandom } from "../../support/mint.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";
import { sampleCatalogue } from "../detect/catalogue.ts";

const matcher = compileMatcher({ catalogue: sampleCatalogue, own: [] });
const stripe = mint("stripe.secret-key");
const other = mint("stripe.secret-key", 2);

function searchIn(folder: string, change: (files: FileReader) => FileReader = (files) => files) {
  return createSecretSearch({ files: change(createInstallFiles(folder)), matcher });
}

async function inFiles(content: Record<string, string | Uint8Array>) {
  const folder = populate(tempFolder(), content);
  const paths = Object.keys(content).map((name) => join(folder, name));
  return { folder, result: await searchIn(folder).inFiles(paths) };
}

describe("files", () => {
  test("matches come with file, line and column, in order of path", async () => {
    const { folder, result } = await inFiles({
      "b.php": `<?php\n$k = '${stripe}';\n`,
      "a.txt": `${other}\n`,
      "c.txt": "nothing here\n",
    });
    expect(result.matches.map(({ location }) => location)).toEqual([
      { kind: "file", path: join(folder, "a.txt"), line: 1, column: 1 },
      { kind: "file", path: join(folder, "b.php"), line: 2, column: 7 },
    ]);
    expect(result.gaps).toEqual([]);
    expect(result.inputs).toEqual({ files: 3, bytes: 33 + 47 + 13 });
  });

  test("order and repetition of the paths make no difference", async () => {
    const folder = populate(tempFolder(), { a: stripe, b: other, c: stripe });
    const paths = ["a", "b", "c"].map((name) => join(folder, name));
    const search = searchIn(folder);
    const places = (result: SearchResult) =>
      result.matches.map(({ match, location }) => [match.secret.reveal(), location]);
    const there = await search.inFiles(paths);
    const again = await search.inFiles([...paths.toReversed(), ...paths]);
    expect(places(there)).toHaveLength(3);
    expect(places(again)).toEqual(places(there));
    expect(again.inputs).toEqual(there.inputs);
  });

  test("a file that vanished is no gap, one that cannot be read is", async () => {
    const folder = populate(tempFolder(), { "a.txt": stripe });
    symlinkSync("a.txt", join(folder, "link"));
    const unreadable = (files: FileReader): FileReader => ({
      ...files,
      read: (path, options) =>
        path.endsWith("closed")
          ? blocked("permission", "no permission")
          : files.read(path, options),
    });
    const names = ["a.txt", "gone", "closed", "link", "."];
    const result = await searchIn(folder, unreadable).inFiles(
      names.map((name) => join(folder, name)),
    );
    expect(result.matches).toHaveLength(1);
    expect(result.gaps.map(({ what, reason }) => `${what} ${reason.code}`)).toEqual([
      `${folder} not-a-file`,
      `${join(folder, "closed")} permission`,
      `${join(folder, "link")} link`,
    ]);
  });

  test("media files are counted, not read; a name alone makes none", async () => {
    const png = Buffer.concat([
      Buffer.from([0x89]),
      Buffer.from("PNG\r\n\x1a\n\0\0\0\rIHDR"),
      Buffer.from(stripe),
    ]);
    const { result } = await inFiles({ "a.png": png, "b.png": stripe });
    expect(result.matches).toHaveLength(1);
    expect(result.inputs).toMatchObject({ files: 1, media: 1 });
    expect(result.gaps).toEqual([]);
  });

  test.each(["GIF89a", "OTTO_KEY=", "ID3 ", "KEY=ftyp"])(
    "a text that starts like media (%s) is read",
    async (start) => {
      const { result } = await inFiles({ a: `${start}\n${stripe}` });
      expect(result.matches).toHaveLength(1);
    },
  );

  test("gzip in gzip is a gap", async () => {
    const { result } = await inFiles({ "a.gz": gzipSync(gzipSync(stripe)) });
    expect(result.gaps).toMatchObject([{ reason: { text: "packed twice, unpacked once" } }]);
  });

  test.each([
    ["zip", Buffer.from("PK\x03\x04")],
    ["pg_dump", Buffer.from("PGDMP\x01\x0e")],
    ["a git bundle", Buffer.from("# v2 git bundle\n")],
    ["a git pack", Buffer.from("PACK\0\0\0\x02")],
    ["xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
    ["zst", Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
    ["bz2", Buffer.from("BZh9")],
    ["7z", Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])],
  ])("%s is a gap that names the format", async (format, head) => {
    const { folder, result } = await inFiles({ "a.dat": Buffer.concat([head, Buffer.alloc(64)]) });
    expect(result.gaps).toEqual([
      {
        what: join(folder, "a.dat"),
        reason: { code: "parse", text: `${format} is not unpacked` },
        count: 1,
      },
    ]);
  });

  test("a disk that fails in the middle keeps what was read and is a gap", async () => {
    const folder = populate(tempFolder(), { "a.txt": "x" });
    const failing = (files: FileReader): FileReader => ({
      ...files,
      read: () => blocked("too-large", "too large"),
      chunks: () => ({
        kind: "found",
        value: (function* pieces() {
          yield Buffer.from(`${stripe}\n`);
          throw environmentError("READ_FAILED", "a file could not be read to its end (EIO)");
        })(),
      }),
    });
    const result = await searchIn(folder, failing).inFiles([join(folder, "a.txt")]);
    expect(result.matches).toHaveLength(1);
    expect(result.gaps).toMatchObject([{ reason: { code: "io" } }]);
  });

  test("too large a file is a gap", async () => {
    const folder = populate(tempFolder(), { "a.txt": "x" });
    const large = (files: FileReader): FileReader => ({
      ...files,
      read: () => blocked("too-large", "over 1 MiB"),
      chunks: (_, options) => blocked("too-large", `over ${options?.maxBytes}`),
    });
    const path = join(folder, "a.txt");
    const result = await searchIn(folder, large).inFiles([path]);
    expect(result.gaps).toMatchObject([{ what: path, reason: { text: `over ${1024 ** 3}` } }]);
  });
});

describe("large files", () => {
  const text = filler(3_000_000);

  test.each([0, 1, 524_287, 524_280, 1_048_570, 1_048_576, 2_097_150, 2_999_950])(
    "a secret at byte %d is found once, at its place",
    async (at) => {
      const cut = text.indexOf("\n", at) + 1;
      const whole = `${text.slice(0, cut)}key=${stripe}\n${text.slice(cut)}`;
      const line = whole.slice(0, cut).split("\n").length;
      const { result } = await inFiles({ "big.txt": whole });
      expect(result.matches.map(({ location }) => location)).toMatchObject([{ line, column: 5 }]);
    },
  );

  test("also without any line end, wherever it lies", async () => {
    const random = seededRandom(5);
    const base = "x".repeat(2_500_000);
    for (let round = 0; round < 12; round += 1) {
      const border = [524_288, 1_048_576, 2_097_152][round % 3] ?? 0;
      const at = border - 24_700 + random(25_000);
      const whole = `${base.slice(0, at)} ${stripe} ${base.slice(at)}`;
      const { result } = await inFiles({ "line.txt": whole });
      expect(
        result.matches.map(({ location }) => location),
        `at ${at}`,
      ).toMatchObject([{ line: 1, column: at + 2 }]);
    }
  });

  test("a secret that a border cuts is not taken for a shorter one", async () => {
    const border = 1024 * 1024;
    for (let before = 0; before <= stripe.length + 1; before += 1) {
      const whole = `${" ".repeat(border - before)}${stripe}${" ".repeat(200_000)}`;
      const { result } = await inFiles({ "line.txt": whole });
      const found = result.matches.map(({ match }) => [match.secret.reveal(), match.column]);
      expect(found).toEqual([[stripe, border - before + 1]]);
    }
  });

  test("pieces find what the whole has", async () => {
    const random = seededRandom(11);
    const lines = text.split("\n");
    for (let index = 0; index < 60; index += 1) {
      lines[random(lines.length)] = `k=${mint("stripe.secret-key", index)}`;
    }
    const whole = lines.join("\n");
    const { result } = await inFiles({ "big.txt": whole });
    const there = matcher.match(Buffer.from(whole));
    expect(there.length).toBeGreaterThan(55);
    expect(
      result.matches.map(({ match }) => [match.line, match.column, match.secret.reveal()]),
    ).toEqual(there.map((match) => [match.line, match.column, match.secret.reveal()]));
  });

  test("UTF-16 is read in pieces", async () => {
    const whole = Buffer.from(`\ufeff${text.slice(0, 900_000)}\nkey ${stripe}\n`, "utf16le");
    const { result } = await inFiles({ "big.txt": whole });
    const line = text.slice(0, 900_000).split("\n").length + 1;
    expect(result.matches.map(({ location }) => location)).toMatchObject([{ line, column: 5 }]);
  });

  test("a piece that happens to begin like UTF-16 is not taken for it", async () => {
    const whole = Buffer.concat([
      Buffer.alloc(2_000_000, Buffer.from([0xff, 0xfe])),
      Buffer.from(` ${stripe}`),
    ]);
    const { result } = await inFiles({ "big.bin": Buffer.concat([Buffer.from("a"), whole]) });
    expect(result.matches.map(({ location }) => location)).toMatchObject([{ column: 2_000_003 }]);
  });
});

describe("logs", () => {
  async function inLog(bytes: Uint8Array | string, name = "app.log") {
    const folder = populate(tempFolder(), { [name]: bytes });
    return searchIn(folder).inLogs([join(folder, name)]);
  }

  const lines = `first\nGET /?key=${stripe}\nlast\n`;

  test("locations are of kind log", async () => {
    const result = await inLog(lines);
    expect(result.matches.map(({ location }) => location)).toMatchObject([
      { kind: "log", line: 2 },
    ]);
    expect(result.inputs).toEqual({ logs: 1, logBytes: lines.length });
  });

  test("gzip is unpacked, several members too", async () => {
    const twice = Buffer.concat([gzipSync(lines), gzipSync(lines)]);
    const result = await inLog(twice, "app.log.1.gz");
    expect(result.matches.map(({ location }) => location)).toMatchObject([
      { line: 2 },
      { line: 5 },
    ]);
    expect(result.gaps).toEqual([]);
    expect(result.inputs).toEqual({ logs: 1, logBytes: twice.length });
  });

  test("cut gzip keeps what was read and is a gap", async () => {
    const long = lines + filler(400_000);
    const packed = gzipSync(long);
    const result = await inLog(packed.subarray(0, packed.length - 1000), "app.log.gz");
    expect(result.matches).toHaveLength(1);
    expect(result.gaps).toMatchObject([{ reason: { code: "io", text: "gzip cut short" } }]);
  });

  test("damaged gzip is a gap", async () => {
    const packed = gzipSync(lines);
    packed.fill(0xff, 12, 30);
    expect((await inLog(packed)).gaps).toMatchObject([{ reason: { text: "gzip damaged" } }]);
    const followed = await inLog(Buffer.concat([gzipSync(lines), Buffer.from("not gzip")]));
    expect(followed.gaps).toMatchObject([{ reason: { code: "parse", text: "gzip damaged" } }]);
    const padded = await inLog(Buffer.concat([gzipSync(lines), Buffer.alloc(512)]));
    expect(padded.gaps).toEqual([]);
    expect(padded.matches).toHaveLength(1);
  });

  test("large gzip goes through in pieces", async () => {
    const packed = gzipSync(`${filler(5_000_000)}\n${lines}`);
    const result = await inLog(packed, "app.log.gz");
    expect(result.matches).toHaveLength(1);
    expect(result.gaps).toEqual([]);
  });

  test("a key in every line is kept once with its number", async () => {
    const many = `GET /?key=${stripe}\n`.repeat(5000) + `GET /?key=${other}\n`;
    const result = await inLog(many);
    const total = result.matches.reduce((sum, { times = 1 }) => sum + times, 0);
    expect(total).toBe(5001);
    expect(result.matches).toHaveLength(22);
    expect(result.matches.at(-1)?.match.secret.reveal()).toBe(other);
  });

  test("more different secrets than anybody reads are counted in a gap", async () => {
    const random = seededRandom(3);
    const many = Array.from({ length: 10_007 }, () => mintTemplate("sk_live_{alnum:24}", random));
    const result = await inLog(many.join("\n"));
    expect(result.matches).toHaveLength(10_000);
    expect(result.gaps).toMatchObject([{ reason: { text: "7 more sightings are not listed" } }]);
  });
});

test("a closed file is a gap", async ({ skip }) => {
  if (process.getuid?.() === 0) skip("takes an ordinary account: nothing is closed to root");
  const folder = populate(tempFolder(), { a: stripe });
  chmodSync(join(folder, "a"), 0);
  const result = await searchIn(folder).inFiles([join(folder, "a")]);
  expect(result.gaps).toMatchObject([{ reason: { code: "permission" } }]);
});

/** Lines of words without a secret. */
function filler(bytes: number): string {
  const random = seededRandom(bytes);
  const words = ["customer", "invoice", "return", "const", "stream", "=>", "{ value }", "42"];
  const lines: string[] = [];
  let size = 0;
  while (size < bytes) {
    const line = Array.from({ length: 3 + random(9) }, () => words[random(words.length)]).join(" ");
    lines.push(line);
    size += line.length + 1;
  }
  return lines.join("\n").slice(0, bytes);
}
