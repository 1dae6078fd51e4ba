import { homedir, hostname } from "node:os";

/** What the process was started with: the only place that asks for it besides `cli`. */
export interface Host {
  readonly name: string;
  readonly platform: "linux" | "other";
  readonly uid: number;
  readonly gid: number;
  /** The user who called sudo; its files are trusted as root's. Only set when we are root. */
  readonly sudoUid: number | undefined;
  readonly home: string;
  /** Absolute; undefined when the current folder is gone. */
  readonly cwd: string | undefined;
  /** An environment variable; an empty one counts as not set. */
  env(name: string): string | undefined;
}

export function createHost(): Host {
  const env = (name: string): string | undefined => process.env[name] || undefined;
  const uid = process.geteuid?.() ?? 0;
  return {
    name: hostname(),
    platform: process.platform === "linux" ? "linux" : "other",
    uid,
    gid: process.getegid?.() ?? 0,
    sudoUid: uid === 0 ? parseUid(env("SUDO_UID")) : undefined,
    home: homeFolder(),
    cwd: currentFolder(),
    env,
  };
}

export function parseUid(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** A uid without passwd entry and without HOME has no home. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return "/nonexistent";
  }
}

function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
