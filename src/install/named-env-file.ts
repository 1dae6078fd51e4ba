import type { EnvDialect } from "../core/install/install.ts";
import type { FileReader } from "../core/ports/files.ts";
import type { Gap, Reason } from "../core/look.ts";
import type { Belongings } from "./belongs.ts";
import type { ComposeProject } from "./compose/load-compose.ts";
import type { Releases } from "./releases.ts";

export interface EnvSources {
  readonly root: string;
  readonly releases?: Releases | undefined;
  /** Follows no link below the root. */
  readonly files: FileReader;
  readonly host: FileReader;
  readonly units: Belongings["units"];
  readonly compose: readonly ComposeProject[];
  /** `install.env` of guard.yaml: absolute paths or globs. */
  readonly configured: readonly string[] | undefined;
  /** Accounts whose files may name files outside of the root. */
  readonly trusted: ReadonlySet<number>;
}

/** How a file was found that only its name tells. */
export const inRootSource = "in the root";

/** An env file before it is looked at. */
export interface NamedEnvFile {
  readonly path: string;
  /** Why it, or what it holds, is not looked at: as a folder that could not be listed. */
  readonly hidden?: Reason;
  /** Somebody says that it is there. */
  readonly isWanted?: true;
  readonly links?: readonly string[];
  readonly source: string;
  /** Who is said to read it, the last one last. */
  readonly readers: readonly EnvDialect[];
  readonly readByManager?: string;
  readonly units?: readonly string[];
  readonly isUnlisted?: true;
}

/** One file that two name. */
export function bothSay(before: NamedEnvFile, each: NamedEnvFile): NamedEnvFile {
  const units = [...(before.units ?? []), ...(each.units ?? [])];
  const both = {
    readers: [...before.readers, ...each.readers],
    ...(units.length === 0 ? {} : { units }),
  };
  // What one who may say so names is read on that word, and by whom else is as the other says.
  if (isUntrusted(before) !== isUntrusted(each)) {
    const [word, { readByManager }] = isUntrusted(each) ? [before, each] : [each, before];
    return { ...(readByManager === undefined ? {} : { readByManager }), ...word, ...both };
  }
  // Where the unit says so it is stated, where the name says so it is concluded.
  const source = before.source === inRootSource ? each.source : before.source;
  // Whoever names it as well says that it is read.
  const { isUnlisted: _, ...known } = before;
  return { ...known, ...each, ...both, source };
}

function isUntrusted({ hidden }: NamedEnvFile): boolean {
  return hidden?.code === "untrusted";
}

/** What stands for the env files of a folder that is closed to us: none of their values is known. */
export function unlisted({ what, reason }: Gap, source: string): NamedEnvFile {
  return { path: what, hidden: reason, source, readers: [] };
}
