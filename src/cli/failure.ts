import { GuardError, SeveralInstalls } from "../core/error.ts";
import { exitCodes } from "../core/exit.ts";
import type { ToolInfo } from "../core/documents/report.ts";
import { jsonText } from "../reporters/json-text.ts";
import { installHints } from "./install-hints.ts";
import { spelled, typedTarget } from "./invocation.ts";
import { redact } from "./redact.ts";
import { type Terminal, harmless } from "./terminal.ts";

export interface FailureSetup {
  readonly args: readonly string[];
  readonly terminal: Terminal;
  readonly tool: ToolInfo;
  readonly invocation: string;
  /** The same from another folder. */
  readonly invocationIn: (folder: string) => string;
}

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof GuardError) {
    if (error.kind === "rolled-back") return exitCodes.rolledBack;
    return error.kind === "internal" ? exitCodes.internal : exitCodes.cannot;
  }
  // Ctrl-C in a prompt: https://github.com/SBoudrias/Inquirer.js#handling-ctrlc-gracefully
  if (error instanceof Error && error.name === "ExitPromptError") return exitCodes.interrupted;
  return exitCodes.internal;
}

/** Prints an error: text on stderr, and under `--format json` a document on stdout. */
export function reportFailure(error: unknown, setup: FailureSetup): void {
  const { args, terminal, tool } = setup;
  const { kind, code, message, hints } = describe(error, setup);
  terminal.note(
    `iptvbp-guard: error: ${message}`,
    ...hints.map((hint) => `iptvbp-guard: hint: ${hint}`),
  );
  if (args.includes("--debug")) terminal.note(...stackOf(error));
  if (!wantsJson(args)) return;
  terminal.out(
    jsonText({
      schemaVersion: 1,
      tool,
      kind: "error",
      install: { root: null, host: null },
      startedAt: startOf(args).toISOString(),
      error: { kind, code, message: redact(message), hints: hints.map(redact) },
      exitCode: exitCodeOf(error),
    }),
  );
}

interface Description {
  readonly kind: string;
  readonly code: string;
  readonly message: string;
  readonly hints: readonly string[];
}

function describe(error: unknown, setup: FailureSetup): Description {
  const { invocation } = setup;
  if (error instanceof GuardError) {
    const { kind, code, message } = error;
    const first = error instanceof SeveralInstalls ? installHints(error.roots, setup) : [];
    const own = [...first, ...error.hints];
    const hints = own.length > 0 ? own : [lastHints[kind]];
    const target = typedTarget(setup.args);
    return { kind, code, message, hints: hints.map((hint) => spelled(hint, invocation, target)) };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    kind: "internal",
    code: "INTERNAL",
    message: `this is a bug in iptvbp-guard: ${text}`,
    hints: [
      "see where it happened with --debug",
      "report it with what that prints; keys are hidden in it",
    ],
  };
}

/** For an error that brought no hint of its own. */
const lastHints: Readonly<Record<GuardError["kind"], string>> = {
  usage: "read the options with: --help",
  configuration: "correct that place and try again",
  environment: "check that it is there and that you may read it",
  "rolled-back": "see where it failed with --debug",
  internal: "see where it happened with --debug",
};

/** The stack of the error and of its causes; a line each. */
function stackOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const own = (error.stack ?? String(error)).split("\n").map(harmless);
  return error.cause === undefined ? own : [...own, "caused by", ...stackOf(error.cause)];
}

/** The arguments may be what is wrong, so they are looked at as they are. */
function wantsJson(args: readonly string[]): boolean {
  return args.some(
    (each, index) =>
      each === "--format=json" || (each === "--format" && args[index + 1] === "json"),
  );
}

function startOf(args: readonly string[]): Date {
  const index = args.indexOf("--now");
  const fixed = new Date(index >= 0 ? (args[index + 1] ?? "") : "");
  return Number.isNaN(fixed.getTime()) ? new Date() : fixed;
}
