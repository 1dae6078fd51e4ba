import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { inTurn, timeProcess } from "./timing.js";

const bin = path.resolve(import.meta.dirname, "../../bin/iptvbp-guard.js");
const limit = 6;

/** `scan --history` of 100 MB of blobs, against `git cat-file --batch` over the same objects. */
export async function bench() {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "guard-bench-")));
  try {
    const repo = path.join(folder, "repo");
    makeRepository(repo);
    const scan = [bin, "scan", "--history", repo, "--format", "json"];
    const read = `git -C "$0" cat-file --batch --batch-all-objects --buffer > /dev/null`;
    const timed = await inTurn(
      7,
      () => timeProcess(process.execPath, scan),
      () => timeProcess("sh", ["-c", read, repo]),
    );
    return [
      {
        label: "scan --history / git cat-file --batch, 100 MB of blobs",
        value: timed.ratio,
        limit,
      },
      { label: "scan --history, median", value: timed.a, unit: " ms" },
      { label: "git cat-file --batch, median", value: timed.b, unit: " ms" },
    ];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** 200 files of about 20 kB in 25 versions each: source-like text, in one pack with deltas. */
export function makeRepository(repo) {
  fs.mkdirSync(repo, { recursive: true });
  const git = (args, input) => {
    const result = spawnSync("git", args, { cwd: repo, input, maxBuffer: 1 << 28 });
    if (result.status !== 0) throw new Error(`git ${args[0]}: ${result.stderr.toString("utf8")}`);
  };
  git(["init", "-q", "--template=", "-b", "main"]);
  git(["fast-import", "--quiet", "--force"], Buffer.concat(history()));
  git(["repack", "-adfq", "--window=10", "--depth=50"]);
}

function history() {
  const random = seeded(7);
  const files = Array.from({ length: 200 }, () => sourceLines(random, 332));
  const pieces = [];
  for (let version = 0; version < 25; version += 1) {
    for (let group = 0; group < 40; group += 1) {
      const when = 1_700_000_000 + (version * 40 + group) * 3600;
      const message = `change ${version}.${group}`;
      const head = `commit refs/heads/main\ncommitter Jo Doe <jo@shop.example> ${when} +0000\n`;
      pieces.push(Buffer.from(`${head}data ${message.length}\n${message}\n`));
      for (let each = group * 5; each < group * 5 + 5; each += 1) {
        pieces.push(...change(files[each], each, version, random));
      }
    }
  }
  return pieces;
}

function change(lines, number, version, random) {
  const edits = version === 0 ? 0 : 12;
  for (let edit = 0; edit < edits; edit += 1) {
    lines[Math.floor(random() * lines.length)] = sourceLine(random);
  }
  const content = Buffer.from(lines.join(""));
  const name = `src/area${number % 8}/part${number % 5}/file${number}.js`;
  const head = `M 100644 inline ${name}\ndata ${content.length}\n`;
  return [Buffer.from(head), content, Buffer.from("\n")];
}

const words = (
  "return const order customer invoice total amount channel stream panel request response header " +
  "await payload verify account session renew expire update remove insert select value index"
).split(" ");

function sourceLines(random, count) {
  return Array.from({ length: count }, () => sourceLine(random));
}

function sourceLine(random) {
  const word = () => words[Math.floor(random() * words.length)];
  const number = Math.floor(random() * 10_000);
  return `  ${word()} ${word()}${number} = ${word()}.${word()}("${word()}-${word()}", ${number});\n`;
}

/** The same numbers in each run. */
function seeded(start) {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
