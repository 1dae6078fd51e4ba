import fs from "node:fs";
import type { FileReader } from "../../src/core/ports/files.ts";

/** What became of a name while it was being read. */
export interface Race {
  readonly reader: (reader: FileReader) => FileReader;
  /** Whether its content was handed out before it changed. */
  readonly wasRead: () => boolean;
  readonly hasHappened: () => boolean;
}

/**
 * Lets something happen to a file on the disk after the nth question about it, of whichever reader.
 *
 * @param asked the names under which the file is asked for.
 */
export function raceAt(asked: readonly string[], after: number, happen: () => void): Race {
  let questions = 0;
  let isRead = false;
  const ask = <T>(path: string, act: () => T, isContent = false): T => {
    const answer = act();
    if (!asked.includes(path)) return answer;
    questions += 1;
    if (isContent && questions <= after) isRead = true;
    if (questions === after) happen();
    return answer;
  };
  return {
    wasRead: () => isRead,
    hasHappened: () => questions >= after,
    reader: (reader) => ({
      stat: (path) => ask(path, () => reader.stat(path)),
      read: (path, options) => ask(path, () => reader.read(path, options), true),
      chunks: (path, options) => ask(path, () => reader.chunks(path, options), true),
      list: (path) => ask(path, () => reader.list(path)),
      readLink: (path) => ask(path, () => reader.readLink(path)),
      realPath: (path) => ask(path, () => reader.realPath(path)),
      accessList: (path) => ask(path, () => reader.accessList(path)),
    }),
  };
}

/** What may happen to a file between two questions. */
export const happenings: Readonly<Record<string, (path: string) => void>> = {
  vanishes: (path) => fs.rmSync(path, { recursive: true, force: true }),
  "becomes empty": (path) => fs.truncateSync(path, 0),
  "becomes something else": (path) => fs.writeFileSync(path, "\u0000\u00FF{{{ = [\n"),
  "becomes a folder": (path) => {
    fs.rmSync(path, { force: true });
    fs.mkdirSync(path);
  },
  "becomes a link to itself": (path) => {
    fs.rmSync(path, { force: true });
    fs.symlinkSync(path, path);
  },
};
