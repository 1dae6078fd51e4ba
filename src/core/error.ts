/** The kind decides the exit code: the first three are 2, `internal` is 5, `rolled-back` is 4. */
export type ErrorKind = "usage" | "configuration" | "environment" | "rolled-back" | "internal";

/**
 * A failure of the program (not a finding). `message` says what and where, lower case, no full
 * stop; each hint starts with a verb. Neither may hold a secret.
 */
export class GuardError extends Error {
  override readonly name = "GuardError";
  readonly kind: ErrorKind;
  /** Stable code for machines, as `CONFIG_UNKNOWN_KEY`. */
  readonly code: string;
  readonly hints: readonly string[];

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    hints: readonly string[] = [],
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.kind = kind;
    this.code = code;
    this.hints = hints;
  }
}

/** One of several installs must be named; how that is typed depends on the command. */
export class SeveralInstalls extends GuardError {
  /** Absolute. */
  readonly roots: readonly string[];

  constructor(message: string, roots: readonly string[], hints: readonly string[]) {
    super("environment", "SEVERAL_INSTALLS", message, hints);
    this.roots = roots;
  }
}

export function usageError(code: string, message: string, ...hints: string[]): GuardError {
  return new GuardError("usage", code, message, hints);
}

export function configurationError(code: string, message: string, ...hints: string[]): GuardError {
  return new GuardError("configuration", code, message, hints);
}

export function environmentError(code: string, message: string, ...hints: string[]): GuardError {
  return new GuardError("environment", code, message, hints);
}
