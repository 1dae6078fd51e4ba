import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { inTurn, timeProcess } from "./timing.js";

const bin = path.resolve(import.meta.dirname, "../../bin/iptvbp-guard.js");

/** What `--help` costs above starting Node on an empty file. */
export async function bench() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "guard-bench-"));
  const empty = path.join(folder, "empty.mjs");
  fs.writeFileSync(empty, "");
  const help = await inTurn(
    30,
    () => timeProcess(process.execPath, [bin, "--help"]),
    () => timeProcess(process.execPath, [empty]),
  );
  fs.rmSync(folder, { recursive: true });
  return [
    { label: "--help, median above bare Node", value: help.difference, unit: " ms", limit: 60 },
    { label: "--help / bare Node", value: help.ratio },
  ];
}
