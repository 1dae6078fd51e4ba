// Runs every benchmark, one after the other, and prints ratios and medians of this one run.
// Usage: npm run bench            all of them
//        npm run bench -- start   only the ones whose name holds "start"
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = import.meta.dirname;
const wanted = process.argv.slice(2);
const names = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith(".bench.js"))
  .filter((name) => wanted.length === 0 || wanted.some((each) => name.includes(each)))
  .toSorted();

let failed = false;
for (const name of names) {
  console.log(`\n${name.replace(".bench.js", "")}`);
  const { bench } = await import(pathToFileURL(path.join(folder, name)).href);
  for (const { label, value, limit, unit = "x" } of await bench()) {
    const missed = limit !== undefined && value > limit;
    failed ||= missed;
    const bound = limit === undefined ? "" : `   limit ${limit}${unit}${missed ? "   MISSED" : ""}`;
    console.log(`  ${label.padEnd(58)} ${value.toFixed(2)}${unit}${bound}`);
  }
}
process.exitCode = failed ? 1 : 0;
