import type { SudoRule, Sudoers } from "../../core/install/sudoers.ts";
import { type Gap, type Look, found, gap } from "../../core/look.ts";
import type { FileReader } from "../../core/ports/files.ts";
import { joinPath, parentOf } from "../../core/text/path-text.ts";
import { readText } from "../read-text.ts";
import { collectAliases, parseSudoers } from "./parse-sudoers.ts";
import { sudoersLines } from "./sudoers-lines.ts";

interface SudoersFile {
  readonly path: string;
  readonly text: string;
}

const mainFile = "/etc/sudoers";
/** sudo's own limit. */
const deepest = 128;

/** The rules of this host in the order in which sudo reads them; absent where there is no sudo. */
export function loadSudoers(host: FileReader, hostName: string): Look<Sudoers> {
  const main = readText(host, mainFile);
  if (main.kind !== "found") return main;
  const gaps: Gap[] = [...otherSources(host)];
  const parts = readParts({ host, hostName, gaps }, { path: mainFile, text: main.value.text }, 0);
  const known = collectAliases(parts.map(({ text }) => text));
  const rules: SudoRule[] = [];
  const neverAsked: Sudoers["neverAsked"][number][] = [];
  for (const { path, text } of parts) {
    const parsed = parseSudoers(text, path, known);
    rules.push(...parsed.rules);
    neverAsked.push(...parsed.neverAsked);
    gaps.push(...parsed.problems.map((problem) => gap(path, { code: "parse", text: problem })));
  }
  return found({ rules, neverAsked, gaps });
}

interface Reading {
  readonly host: FileReader;
  readonly hostName: string;
  readonly gaps: Gap[];
}

/** Pieces of files, cut where others are included, so that their order is sudo's. */
function readParts(reading: Reading, file: SudoersFile, depth: number): readonly SudoersFile[] {
  const lines = file.text.split("\n");
  const parts: SudoersFile[] = [];
  let from = 0;
  for (const { text, line } of sudoersLines(file.text)) {
    const [, isFolder, name] = /^[@#]include(dir)?\s+"?(.+?)"?$/.exec(text) ?? [];
    if (name === undefined) continue;
    parts.push(piece(file, lines, from, line - 1));
    from = line;
    parts.push(...included(reading, file, name, isFolder !== undefined, depth));
  }
  return [...parts, piece(file, lines, from, lines.length)];
}

/** Lines keep their numbers: what stands elsewhere is left empty. */
function piece(file: SudoersFile, lines: readonly string[], from: number, to: number): SudoersFile {
  const text = lines.map((line, index) => (index >= from && index < to ? line : "")).join("\n");
  return { path: file.path, text };
}

function included(
  reading: Reading,
  { path }: SudoersFile,
  written: string,
  isFolder: boolean,
  depth: number,
): readonly SudoersFile[] {
  const { host, hostName, gaps } = reading;
  const name = written.replaceAll("%h", hostName.split(".")[0] ?? "").replaceAll(/\\(.)/g, "$1");
  const target = name.startsWith("/") ? name : joinPath(parentOf(path), name);
  if (depth >= deepest) {
    gaps.push(gap(target, { code: "parse", text: "included too deep" }));
    return [];
  }
  const paths = isFolder ? filesIn(reading, target) : [target];
  return paths.flatMap((each) => {
    const content = readText(host, each);
    if (content.kind === "blocked") gaps.push(gap(each, content.reason));
    if (content.kind !== "found") return [];
    return readParts(reading, { path: each, text: content.value.text }, depth + 1);
  });
}

/** In byte order; names with a dot or a tilde at the end are left out. */
function filesIn({ host, gaps }: Reading, folder: string): readonly string[] {
  const listed = host.list(folder);
  if (listed.kind === "blocked") gaps.push(gap(folder, listed.reason));
  if (listed.kind !== "found") return [];
  return listed.value
    .filter(({ name, stat }) => !/\.|~$/.test(name) && stat.kind !== "directory")
    .map(({ name }) => joinPath(folder, name));
}

/** https://www.sudo.ws/docs/man/sudoers.ldap.man/ */
function otherSources(host: FileReader): readonly Gap[] {
  const path = "/etc/nsswitch.conf";
  const content = readText(host, path);
  if (content.kind === "blocked") return [gap(path, content.reason)];
  if (content.kind === "absent") return [];
  const line = /^\s*sudoers:(.*)$/m.exec(content.value.text)?.[1]?.replace(/#.*/, "") ?? "files";
  const others = line.split(/\s+/).filter((word) => /^[a-z]+$/.test(word) && word !== "files");
  const text = `${others.join(" and ")} may hold rules of sudo too, and is not asked`;
  return others.length > 0 ? [gap(path, { code: "io", text })] : [];
}
