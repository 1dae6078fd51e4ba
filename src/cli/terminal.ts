/**
 * The rules of the terminal:
 *
 * - results go to stdout, everything else (progress, prompts, warnings, errors) to stderr;
 * - a message is one line: program, kind, lower-case text without full stop; hints follow it;
 * - whatever came from outside is escaped, and what looks like a secret is hidden;
 * - colour only on the severity word, only where somebody sees it (NO_COLOR, FORCE_COLOR, --no-color);
 * - a spinner only where stderr is a terminal that has a width; it never reads stdin.
 */
import { escapeControl } from "../core/text/escape-control.ts";
import { exitCodes } from "../core/exit.ts";
import type { Severity } from "../core/severity.ts";
import { redact } from "./redact.ts";

export type Paint = (severity: Severity, text: string) => string;

export interface Progress {
  text(text: string): void;
  stop(): void;
}

export interface Terminal {
  /** Columns to format for: 80, or fewer where the terminal has fewer. */
  readonly columns: number;
  /** Whether a person can be asked: stdin and stderr are terminals. */
  readonly interactive: boolean;
  /** A result, to stdout, as it is. */
  out(text: string): void;
  /** Lines for people, to stderr, made harmless. */
  note(...lines: readonly string[]): void;
  /** `iptvbp-guard: warning: ...`. */
  warn(text: string): void;
  paint(enabled: boolean): Promise<Paint>;
  progress(enabled: boolean): Promise<Progress>;
}

const programName = "iptvbp-guard";
const silent: Progress = { text: () => {}, stop: () => {} };

export function createTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  for (const stream of [stdout, stderr]) stream.on("error", whenWritingFails);
  const note = (...lines: readonly string[]) => {
    for (const line of lines) stderr.write(`${harmless(line)}\n`);
  };
  const width = stdout.isTTY && stdout.columns > 0 ? stdout.columns : 80;
  return {
    columns: Math.max(40, Math.min(80, width)),
    interactive: stdin.isTTY && stderr.isTTY,
    out: (text) => void stdout.write(text),
    note,
    warn: (text) => note(`${programName}: warning: ${text}`),
    paint: async (enabled) => (enabled && wantsColour() ? colourful() : (_, text) => text),
    progress: async (enabled) =>
      enabled && stderr.isTTY && stderr.columns > 0 ? spinner() : silent,
  };
}

/** Text from outside on one line of a terminal. */
export function harmless(text: string): string {
  return escapeControl(redact(text));
}

/** Whoever reads us has gone: that is no error of ours. A full disk is one of the environment. */
function whenWritingFails(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") return;
  // Nothing can be written any more; all that is left is the exit code, which must not be 0 or 1.
  process.exitCode = exitCodes.cannot;
  process.once("exit", () => {
    process.exitCode = exitCodes.cannot;
  });
  process.stderr.write(
    `${programName}: error: the output cannot be written (${error.code ?? "?"})\n`,
  );
}

// https://no-color.org/ and https://force-color.org/: set and not empty.
function wantsColour(): boolean {
  if ((process.env["NO_COLOR"] ?? "") !== "") return false;
  const forced = process.env["FORCE_COLOR"] ?? "";
  if (forced !== "") return forced !== "0";
  return process.stdout.isTTY && process.env["TERM"] !== "dumb";
}

async function colourful(): Promise<Paint> {
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level: 1 });
  return (severity, text) => {
    if (severity === "critical") return chalk.bold.red(text);
    if (severity === "high") return chalk.red(text);
    return severity === "medium" ? chalk.yellow(text) : chalk.cyan(text);
  };
}

async function spinner(): Promise<Progress> {
  const { default: ora } = await import("ora");
  const spinning = ora({ stream: process.stderr, discardStdin: false });
  return {
    // Not before there is something to say: lines printed under it would be torn.
    text: (text) => {
      spinning.text = harmless(text);
      if (!spinning.isSpinning) spinning.start();
    },
    stop: () => void spinning.stop(),
  };
}
