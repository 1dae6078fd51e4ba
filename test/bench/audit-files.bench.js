import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { inTurn, timeProcess } from "./timing.js";

const bin = path.resolve(import.meta.dirname, "../../bin/iptvbp-guard.js");
const fileCount = 10_000;

/** The audit of a 10,000-file install without history, against a script that only reads it. */
export async function bench() {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "guard-bench-")));
  const root = path.join(folder, "install");
  makeInstall(root);
  const reader = path.join(folder, "read.mjs");
  fs.writeFileSync(reader, readerScript);
  const state = path.join(folder, "state");
  const audit = [
    bin,
    "audit",
    root,
    "--state-dir",
    state,
    "--format",
    "json",
    "--fail-on",
    "never",
  ];
  const timed = await inTurn(
    7,
    () => timeProcess(process.execPath, audit, { expect: [0, 3] }),
    () => timeProcess(process.execPath, [reader, root]),
  );
  const peak = peakMegabytes([process.execPath, ...audit]);
  fs.rmSync(folder, { recursive: true });
  return [
    { label: "audit / bare open-and-read script, 10,000 files", value: timed.ratio, limit: 4 },
    { label: "audit, median", value: timed.a, unit: " ms" },
    { label: "bare script, median", value: timed.b, unit: " ms" },
    ...(peak === undefined
      ? []
      : [{ label: "audit, peak memory", value: peak, unit: " MB", limit: 150 }]),
  ];
}

const readerScript = `
import fs from "node:fs";
import path from "node:path";
let bytes = 0;
const walk = (folder) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) walk(full);
    else bytes += fs.readFileSync(full).length;
  }
};
walk(process.argv[2]);
console.log(bytes);
`;

/** Source-like files of 1 to 8 kB in 250 folders. */
function makeInstall(root) {
  fs.mkdirSync(root, { recursive: true });
  fs.writeFileSync(path.join(root, ".env"), "APP_ENV=production\nAPP_DEBUG=false\n", {
    mode: 0o600,
  });
  for (let index = 0; index < fileCount - 1; index += 1) {
    const folder = path.join(root, `src/area${index % 25}/part${index % 10}`);
    if (index < 250) fs.mkdirSync(folder, { recursive: true });
    const line = `  const value${index} = compute("item-${index}", { limit: ${index % 97} });\n`;
    fs.writeFileSync(path.join(folder, `file${index}.js`), line.repeat(16 + (index % 7) * 16));
  }
}

/** Peak memory by GNU time, where it is installed. */
function peakMegabytes(command) {
  const timed = spawnSync("/usr/bin/time", ["-f", "%M", ...command], { encoding: "utf8" });
  if (timed.error) return undefined;
  return Number(timed.stderr.trim().split("\n").at(-1)) / 1024;
}
