import { exitCodes } from "../core/exit.ts";

export interface Interruption {
  readonly uninterrupted: <T>(work: () => Promise<T>) => Promise<T>;
  readonly onInterrupt: (clean: () => void) => () => void;
}

/**
 * Ends the program on SIGINT and SIGTERM. The one place that may call process.exit: half an audit
 * is worth nothing, and what runs cannot be told to stop. Children go with us, see `child-group.ts`.
 */
export function createInterruption(): Interruption {
  const cleaners = new Set<() => void>();
  let holds = 0;
  let waiting: number | undefined;
  const end = (exitCode: number) => {
    for (const clean of cleaners) clean();
    // The cursor that a spinner or a prompt had hidden.
    if (process.stderr.isTTY) process.stderr.write("\u001B[?25h\n");
    process.exit(exitCode);
  };
  const handle = (exitCode: number) => () => {
    if (holds === 0) end(exitCode);
    else waiting = exitCode;
  };
  process.on("SIGINT", handle(exitCodes.interrupted));
  process.on("SIGTERM", handle(exitCodes.terminated));
  return {
    uninterrupted: async (work) => {
      holds += 1;
      try {
        return await work();
      } finally {
        holds -= 1;
        if (waiting !== undefined && holds === 0) end(waiting);
      }
    },
    onInterrupt: (clean) => {
      cleaners.add(clean);
      return () => void cleaners.delete(clean);
    },
  };
}
