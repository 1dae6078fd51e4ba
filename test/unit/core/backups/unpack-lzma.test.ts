import { randomBytes } from "node:crypto";
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { unpackLzma } from "../../../../src/core/backups/unpack-lzma.ts";
import { needProgram } from "../../../support/need-program.ts";
import { seededRandom } from "../../../support/mint.ts";

/** A `.lzma` file: five bytes of properties, eight of size, then the raw stream. */
function pack(bytes: Uint8Array, level: string): { stream: Buffer; properties: Buffer } {
  const { stdout } = spawnSync("/usr/bin/xz", ["--format=lzma", level, "-c"], { input: bytes });
  return { properties: stdout.subarray(0, 5), stream: stdout.subarray(13) };
}

/** Text with repetitions near and far, and stretches of noise. */
function sample(seed: number): Buffer {
  const below = seededRandom(seed);
  const parts: Buffer[] = [];
  for (let count = 1 + below(40); count > 0; count -= 1) {
    const kind = below(4);
    if (kind === 0) parts.push(Buffer.from("abc".repeat(1 + below(300))));
    else if (kind === 1)
      parts.push(Buffer.from(Array.from({ length: below(400) }, () => below(256))));
    else if (kind === 2) parts.push(Buffer.alloc(below(2000), below(256)));
    else parts.push(parts[below(parts.length)] ?? Buffer.from("x"));
  }
  return Buffer.concat(parts);
}

test("unpacks what xz packed: 60 samples", ({ skip }) => {
  needProgram(skip, "xz");
  for (let seed = 1; seed <= 60; seed += 1) {
    const bytes = sample(seed);
    const { stream, properties } = pack(bytes, seed % 2 === 0 ? "-9e" : "-0");
    const unpacked = unpackLzma(stream, properties, bytes.length);
    expect(unpacked && Buffer.from(unpacked).equals(bytes), `seed ${seed}`).toBe(true);
  }
});

test("ends with damaged data: 500 times", () => {
  for (let round = 0; round < 500; round += 1) {
    const properties = Uint8Array.of(round % 256, 0, 0, 1, 0);
    const unpacked = unpackLzma(randomBytes(round), properties, 4096);
    expect(unpacked === undefined || unpacked.length === 4096).toBe(true);
  }
});
