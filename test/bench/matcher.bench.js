import fs from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { inTurn } from "./timing.js";

const top = path.resolve(import.meta.dirname, "../..");
const load = (file) => import(path.join(top, "dist", file));
const wanted = 50e6;
/** Slower than this is not worth 100 MB of history in a second. */
const limit = 6;

/** The matcher with all rules and ten own values, against a loop that only counts line ends. */
export async function bench() {
  const { compileMatcher } = await load("detect/compile-matcher.js");
  const { loadCatalogue } = await load("catalogue/load-catalogue.js");
  const { readRuleFiles } = await load("platform/rule-files.js");
  const own = await ownValues();
  const catalogue = loadCatalogue(readRuleFiles());
  const texts = readTexts(path.join(top, "node_modules"));
  const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
  const before = performance.now();
  const matcher = compileMatcher({ catalogue, own });
  const compiled = performance.now() - before;
  const timed = await inTurn(
    7,
    () => time(texts, (text) => matcher.match(text)),
    () => time(texts, countLines),
  );
  return [
    {
      label: `matcher / bare byte loop, ${Math.round(megabytes)} MB of code`,
      value: timed.ratio,
      limit,
    },
    { label: "matcher", value: (megabytes * 1000) / timed.a, unit: " MB/s" },
    { label: "bare byte loop", value: (megabytes * 1000) / timed.b, unit: " MB/s" },
    { label: "compiling the matcher", value: compiled, unit: " ms" },
  ];
}

async function ownValues() {
  const { Secret } = await load("core/secrets/secret.js");
  const { mintTemplate } = await load("core/mint/mint.js");
  const random = (below) => Math.floor(Math.random() * below);
  return Array.from({ length: 10 }, (_, index) => ({
    ruleId: `own.value-${index}`,
    title: "own value",
    name: `OWN_${index}`,
    value: new Secret(mintTemplate("{alnum:24}", random)),
    severity: "high",
    strong: true,
  }));
}

/** Text files below a folder until there are enough bytes of them. */
function readTexts(folder) {
  const texts = [];
  let total = 0;
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted()) {
    if (total >= wanted) break;
    if (!/\.(?:[cm]?[jt]sx?|json|md|css|html|ya?ml)$/.test(name)) continue;
    const full = path.join(folder, name);
    if (!fs.statSync(full).isFile()) continue;
    const bytes = fs.readFileSync(full);
    texts.push(bytes);
    total += bytes.length;
  }
  return texts;
}

function time(texts, read) {
  const before = performance.now();
  for (const text of texts) read(text);
  return performance.now() - before;
}

function countLines(text) {
  let lines = 0;
  for (let index = 0; index < text.length; index += 1) if (text[index] === 10) lines += 1;
  return lines;
}
