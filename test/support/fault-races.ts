import fs from "node:fs";
import type { Ports } from "../../src/app/ports.ts";
import type { FileReader } from "../../src/core/ports/files.ts";

/** What may happen to a file between two questions. */
const happen = {
  vanishes: (path: string) => fs.rmSync(path, { recursive: true, force: true }),
  "becomes empty": (path: string) => fs.truncateSync(path, 0),
  "becomes something else": (path: string) => fs.writeFileSync(path, "\u0000\u00FF{{{ = [\n"),
  "becomes a folder": (path: string) => {
    fs.rmSync(path, { force: true });
    fs.mkdirSync(path);
  },
  "becomes a link to itself": (path: string) => {
    fs.rmSync(path, { force: true });
    fs.symlinkSync(path, path);
  },
};

export type Happening = keyof typeof happen;
export const happenings = Object.keys(happen) as readonly Happening[];

export interface RacePlan {
  readonly path: string;
  /** The names under which the file is asked for. */
  readonly asked: readonly string[];
  readonly after: number;
  readonly happening: Happening;
}

/** Lets something happen to a file on the disk after the nth question about it, of any reader. */
export function raceAt({ path: file, asked, after, happening }: RacePlan) {
  let questions = 0;
  let isRead = false;
  const ask = <T>(path: string, act: () => T, isContent = false): T => {
    const answer = act();
    if (!asked.includes(path)) return answer;
    questions += 1;
    if (isContent && questions <= after) isRead = true;
    if (questions === after) happen[happening](file);
    return answer;
  };
  return {
    /** `happened`; `read` when its content was handed out before it changed. */
    told: () => [...(questions >= after ? ["happened"] : []), ...(isRead ? ["read"] : [])],
    reader: (reader: FileReader): FileReader => ({
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

export type JournalMoment = "was listed" | "was read";

export interface JournalRacePlan {
  readonly path: string;
  readonly incident: string;
  readonly moment: JournalMoment;
  readonly happening: Happening;
}

/** The same for the journal of an incident, with all moments that there are. */
export function journalRace(
  incidentsOf: Ports["incidentsOf"],
  { path, incident, moment, happening }: JournalRacePlan,
) {
  const moments: JournalMoment[] = [];
  const after = <T>(now: JournalMoment, answer: T): T => {
    if (now === moment) happen[happening](path);
    moments.push(now);
    return answer;
  };
  return {
    told: () => moments,
    incidentsOf: (root: string) => {
      const incidents = incidentsOf(root);
      return {
        ...incidents,
        names: () => after("was listed", incidents.names()),
        read: (id: string) => {
          const content = incidents.read(id);
          return id === incident ? after("was read", content) : content;
        },
      };
    },
  };
}
