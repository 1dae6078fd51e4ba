import type { RunningProcess } from "../ports/running-process.ts";
import { isInside } from "../text/path-text.ts";

export interface ServerProcess {
  readonly pid: number;
  readonly uid: number;
  /** `node`, `php-fpm`. */
  readonly program: string;
}

const servers =
  /^(?:node|nodejs|php|php-fpm|bun|deno|python|ruby|puma|gunicorn|uwsgi|java)[\d.-]*$/;

/** It is root's wherever it was started from, and runs no code of the install: its workers do. */
const master = /^php-fpm[\d.]*: master process/;

/** Processes of a server's kind that stand in the root or were started with a file of it. */
export function serversOf(
  processes: readonly RunningProcess[],
  root: string,
): readonly ServerProcess[] {
  return processes.flatMap(({ pid, uid, args, cwd }) => {
    const program = programOf(args);
    const isHere =
      (cwd !== undefined && isInside(root, cwd)) || args.some((each) => isInside(root, each));
    const isServer = servers.test(program) && !master.test(args[0] ?? "");
    return isHere && isServer ? [{ pid, uid, program }] : [];
  });
}

function programOf(args: readonly string[]): string {
  const [first = ""] = (args[0] ?? "").split(/[\s:]/);
  return first.slice(first.lastIndexOf("/") + 1);
}
