import type { AuditMeta } from "../core/audit.ts";
import type { Report } from "../core/documents/report.ts";
import type { Severity } from "../core/severity.ts";

/** What a rendering may know besides the report. */
export interface ReporterContext {
  /** Absent for an audit that this version does not have. */
  readonly meta: (auditId: string) => AuditMeta | undefined;
  /** Title of a vendor rule, 1 to 11. */
  readonly ruleTitle: (rule: number) => string | undefined;
  /** List passes, waived findings and whole remedies too. */
  readonly verbose: boolean;
  readonly columns: number;
  /** Puts colour on a severity word, or leaves it alone. */
  readonly color: (severity: Severity, text: string) => string;
  /** The program as it was called, quoted for a shell. */
  readonly invocation: string;
  /** What leads a command to this install again: `--config FILE`, a path, or nothing. Quoted. */
  readonly target: string;
  /** The same for a command that takes no path: `--config shop`, or absent. */
  readonly configTarget?: string;
  /** Whether a command is there: what is not built yet is never advised. */
  readonly exists: (command: string) => boolean;
  /** `summary`: only the block below the rule line, as beside `--output`. */
  readonly part: "whole" | "summary";
  /**
   * Opens the incident for a credential in use that has leaked, quoted; `folder` where it must be
   * typed. Absent when none has.
   */
  readonly leak?: { readonly command: string; readonly folder?: string };
  /** Set for the sample install; `kept` is where it stays, quoted. */
  readonly demo?: { readonly kept?: string };
}

/** A report as text, ending with a newline. Pure. */
export type Reporter = (report: Report, context: ReporterContext) => string;
