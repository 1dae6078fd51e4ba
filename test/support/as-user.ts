import { spawnSync } from "node:child_process";

export const isRoot = process.getuid?.() === 0;
/** `www-data` on Debian; any account without rights does. */
export const otherUser = { uid: 33, gid: 33 } as const;

/** Runs a program as another account, which only root can; its trimmed output. */
export function runAsOther(program: string, ...args: readonly string[]): string {
  const ran = spawnSync(program, args, { ...otherUser, cwd: "/", env: process.env });
  return `${ran.stdout.toString("utf8")}${ran.stderr.toString("utf8")}`.trim();
}
