import type { Ports } from "../../src/app/ports.ts";
import { blocked } from "../../src/core/look.ts";
import { readTree } from "../../src/platform/files/read-tree.ts";
import { createRecordFile } from "../../src/platform/state/record-file.ts";
import { type BrokenGit, brokenGit } from "./fault-git.ts";
import { portsWithout } from "./fault-ports.ts";
import { type Happening, type JournalMoment, journalRace, raceAt } from "./fault-races.ts";

/** What is wrong with the world beside the files, in words that another process understands. */
export type Disturbance =
  /** A name, as the spots have it and as it really is, is closed. */
  | { readonly kind: "closed"; readonly at: string; readonly real: string }
  | { readonly kind: "git"; readonly git: BrokenGit; readonly folder: string }
  | { readonly kind: "clock"; readonly date: string }
  | { readonly kind: "hidden"; readonly what: "processes" | "listeners" | "modes" }
  /** The ledger is another file. */
  | { readonly kind: "ledger"; readonly path: string }
  | {
      readonly kind: "race";
      readonly path: string;
      /** The names under which it is asked for. */
      readonly asked: readonly string[];
      readonly after: number;
      readonly happening: Happening;
    }
  | {
      readonly kind: "journal race";
      readonly path: string;
      readonly incident: string;
      readonly moment: JournalMoment;
      readonly happening: Happening;
    };

export interface Disturbed {
  readonly ports: Ports;
  /** What a race has to tell when the run has ended. */
  readonly told?: () => readonly string[];
}

/** The ports of a shop in a world where that is wrong. */
export function disturbed(ports: Ports, what: Disturbance | undefined): Disturbed {
  switch (what?.kind) {
    case undefined:
      return { ports };
    case "closed":
      return { ports: portsWithout(ports, what.at, what.real) };
    case "git":
      return { ports: { ...ports, git: brokenGit(what.git, what.folder) } };
    case "clock": {
      const now = () => new Date(what.date);
      return { ports: { ...ports, clock: { now, monotonicMs: () => 0 }, wallNow: now } };
    }
    case "hidden":
      return { ports: { ...ports, ...hidden[what.what] } };
    case "ledger":
      return { ports: { ...ports, ledgerOf: () => createRecordFile(what.path, () => {}) } };
    case "race": {
      const race = raceAt(what);
      const filesOf: Ports["filesOf"] = (...place) => race.reader(ports.filesOf(...place));
      const treeOf = (root: string) => readTree(root, { files: filesOf(root) });
      return {
        ports: { ...ports, host: race.reader(ports.host), filesOf, treeOf },
        told: race.told,
      };
    }
    case "journal race": {
      const race = journalRace((root) => ports.incidentsOf(root), what);
      return { ports: { ...ports, incidentsOf: race.incidentsOf }, told: race.told };
    }
  }
}

const hidden = {
  processes: { processes: () => blocked("permission", "hidden by the kernel") },
  listeners: { listeners: () => blocked("permission", "hidden by the kernel") },
  modes: { modeDecides: () => blocked("filesystem", "the mode is approximate on NFS") },
} satisfies Readonly<Record<string, Partial<Ports>>>;
