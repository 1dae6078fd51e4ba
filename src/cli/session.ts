import path from "node:path";
import type { ToolInfo } from "../core/documents/report.ts";
import type { Terminal } from "./terminal.ts";

/** What a command gets besides its options. */
export interface Session {
  readonly terminal: Terminal;
  readonly tool: ToolInfo;
  readonly cwd: string;
  /** The program as it was called. */
  readonly invocation: string;
  /** The same from another folder. */
  readonly invocationIn: (folder: string) => string;
  /** Ends signals' patience: while it runs, an interruption waits. */
  readonly uninterrupted: <T>(work: () => Promise<T>) => Promise<T>;
  /** Undone when the program is interrupted; gives the function that forgets it. */
  readonly onInterrupt: (clean: () => void) => () => void;
}

/** Absolute path of what was typed. */
export function resolveIn({ cwd }: Session, typed: string): string {
  return path.resolve(cwd, typed);
}
