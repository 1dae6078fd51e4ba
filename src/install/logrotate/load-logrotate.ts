import type { LogRotation } from "../../core/logs/log-rotation.ts";
import { type Gap, type Look, absent, blocked, found, gap } from "../../core/look.ts";
import type { FileReader } from "../../core/ports/files.ts";
import { joinPath, parentOf } from "../../core/text/path-text.ts";
import { namePattern } from "../glob.ts";
import { readText } from "../read-text.ts";
import {
  type LogrotateItem,
  type RotationOptions,
  logrotateDefaults,
  parseLogrotate,
} from "./parse-logrotate.ts";

type Stanza = Extract<LogrotateItem, { readonly kind: "stanza" }>;

interface PlacedStanza {
  readonly stanza: Stanza;
  readonly rotation: LogRotation;
}

/** What logrotate does on this host. */
export interface Logrotate {
  /** How a log is kept; absent when no stanza is about it, or logrotate is not set up. */
  rotationOf(path: string): Look<LogRotation>;
  readonly gaps: readonly Gap[];
}

const mainFile = "/etc/logrotate.conf";
const deepest = 8;
const mostFiles = 1000;

/** https://man7.org/linux/man-pages/man8/logrotate.8.html, `tabooext` */
const tabooAtFirst =
  "*,v *.cfsaved *.disabled *.dpkg-bak *.dpkg-del *.dpkg-dist *.dpkg-new *.dpkg-old *.rhn-cfg-tmp-* *.rpmnew *.rpmorig *.rpmsave *.swp *.ucf-dist *.ucf-new *.ucf-old *~".split(
    " ",
  );

/** Reads logrotate's configuration with what it includes. Lines of a file count from there on. */
export function loadLogrotate(reader: FileReader, path = mainFile): Logrotate {
  const reading: Reading = {
    reader,
    stanzas: [],
    gaps: [],
    options: logrotateDefaults,
    taboo: tabooAtFirst,
    files: 0,
  };
  readFile(reading, path, 0);
  const { stanzas, gaps } = reading;
  return {
    gaps,
    rotationOf(log) {
      // The first stanza that has a file keeps it; a second one is an error to logrotate.
      const first = stanzas.find(({ stanza }) =>
        stanza.patterns.some((pattern) => matchesPath(pattern, log)),
      );
      if (first?.stanza.problem !== undefined) {
        return blocked("parse", `${first.rotation.path} ${first.stanza.problem}`);
      }
      if (first) return found(first.rotation);
      const [hidden] = gaps;
      return hidden ? blocked(hidden.reason.code, `${hidden.what}: ${hidden.reason.text}`) : absent;
    },
  };
}

interface Reading {
  readonly reader: FileReader;
  readonly stanzas: PlacedStanza[];
  readonly gaps: Gap[];
  options: RotationOptions;
  taboo: readonly string[];
  /** How many were read. */
  files: number;
}

function readFile(reading: Reading, path: string, depth: number): void {
  reading.files += 1;
  if (reading.files === mostFiles) {
    reading.gaps.push(gap(path, { code: "too-large", text: "includes too many others" }));
  }
  if (reading.files >= mostFiles) return;
  const content = readText(reading.reader, path);
  if (content.kind === "blocked") reading.gaps.push(gap(path, content.reason));
  if (content.kind !== "found") return;
  for (const item of parseLogrotate(content.value.text)) {
    if (item.kind === "setting") reading.options = item.set(reading.options);
    if (item.kind === "taboo") {
      reading.taboo = item.adds ? [...reading.taboo, ...item.list] : item.list;
    }
    if (item.kind === "include") include(reading, resolved(path, item.path), depth + 1);
    if (item.kind === "stanza") {
      const rotation = { ...item.set(reading.options), path, line: item.line };
      reading.stanzas.push({ stanza: item, rotation });
    }
  }
}

function resolved(from: string, path: string): string {
  return path.startsWith("/") ? path : joinPath(parentOf(from), path);
}

/** A file, or a folder with all of its files in the order of their names. */
function include(reading: Reading, path: string, depth: number): void {
  const { reader, gaps } = reading;
  if (depth > deepest) {
    gaps.push(gap(path, { code: "parse", text: "includes too many others" }));
    return;
  }
  const stat = reader.stat(path);
  if (stat.kind === "blocked") gaps.push(gap(path, stat.reason));
  if (stat.kind !== "found") return;
  if (stat.value.kind !== "directory") return readFile(reading, path, depth);
  const listed = reader.list(path);
  if (listed.kind === "blocked") gaps.push(gap(path, listed.reason));
  if (listed.kind !== "found") return undefined;
  for (const { name } of listed.value) {
    if (name === "." || reading.taboo.some((pattern) => namePattern(pattern).test(name))) continue;
    const file = joinPath(path, name);
    const kind = reader.stat(file);
    // Folders and FIFOs are passed over, as logrotate does.
    if (kind.kind === "blocked") gaps.push(gap(file, kind.reason));
    if (kind.kind === "found" && kind.value.kind === "file") readFile(reading, file, depth);
  }
  return undefined;
}

function matchesPath(pattern: string, path: string): boolean {
  const [left, right] = [pattern.split("/"), path.split("/")];
  return (
    left.length === right.length &&
    left.every((part, index) => namePattern(part).test(right[index] ?? ""))
  );
}
