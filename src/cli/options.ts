import type { FailOn } from "../core/severity.ts";

/** What every command accepts. */
export interface CommonOptions {
  readonly config?: string;
  /** Absolute. */
  readonly stateDir?: string;
  /** As given, or told from the ending of `output`; one that the command knows. */
  readonly format: string;
  readonly output?: string;
  readonly failOn: FailOn;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly debug: boolean;
  readonly color: boolean;
  readonly yes: boolean;
  readonly now?: Date;
}

export interface AuditCommand extends CommonOptions {
  readonly path?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly strict: boolean;
}

export interface ScanCommand extends CommonOptions {
  readonly paths: readonly string[];
  readonly staged: boolean;
  readonly stdin: boolean;
  readonly history: boolean;
  /** False: ignored files too. */
  readonly ignore: boolean;
  /** False: `guard:allow` lines count. */
  readonly inline: boolean;
  readonly ownValues?: string;
}

export interface FixCommand extends CommonOptions {
  readonly path?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly dryRun: boolean;
}

export interface UndoCommand extends CommonOptions {
  readonly transaction?: number;
  readonly list: boolean;
}

export interface InitCommand extends CommonOptions {
  readonly path?: string;
}

export interface ExplainCommand extends CommonOptions {
  readonly topic: string;
}

export interface ReportCommand extends CommonOptions {
  readonly file: string;
}

export interface DemoCommand extends CommonOptions {
  readonly keep?: string;
}

/** What the parsed command line leads to; each gives the exit code. */
export interface Commands {
  audit(options: AuditCommand): Promise<number>;
  demo(options: DemoCommand): Promise<number>;
  explain(options: ExplainCommand): Promise<number>;
  fix(options: FixCommand): Promise<number>;
  init(options: InitCommand): Promise<number>;
  report(options: ReportCommand): Promise<number>;
  rulesList(options: CommonOptions): Promise<number>;
  scan(options: ScanCommand): Promise<number>;
  undo(options: UndoCommand): Promise<number>;
}
