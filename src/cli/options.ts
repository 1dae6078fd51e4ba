import type { IncidentAction } from "../core/documents/incident-document.ts";
import type { StepOutcome } from "../core/incident/incident.ts";
import type { IncidentMode } from "../core/knowledge/playbook.ts";
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

/** What is accepted of the findings; as typed. */
interface AcceptanceOptions {
  readonly waivers?: string;
  readonly baseline?: string;
}

export interface AuditCommand extends CommonOptions, AcceptanceOptions {
  readonly writeBaseline?: string;
  readonly path?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly strict: boolean;
  /** Where the checklist for what was found goes. */
  readonly checklist?: string;
}

export interface ScanCommand extends CommonOptions, AcceptanceOptions {
  readonly writeBaseline?: string;
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

export interface FixCommand extends CommonOptions, AcceptanceOptions {
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

export interface IncidentCommand extends CommonOptions {
  readonly action: IncidentAction;
  /** Default: the incident that is open. */
  readonly id?: string;
  readonly playbook?: string;
  readonly finding?: string;
  readonly mode?: IncidentMode;
  /** False: do not look for the values at the start. */
  readonly search: boolean;
  readonly outcome?: StepOutcome;
  readonly step?: string;
  readonly reason?: string;
  readonly text?: string;
  readonly aware: boolean;
  readonly sentTo?: string;
  readonly heads: readonly string[];
}

/** Texts as they were typed; what they mean depends on the audit. */
export interface AttestCommand extends CommonOptions {
  readonly audit?: string;
  readonly state?: string;
  readonly by?: string;
  readonly date?: string;
  readonly expires?: string;
  readonly evidence?: string;
  readonly note?: string;
  readonly withdraw: boolean;
  readonly list: boolean;
}

export interface RotateCommand extends CommonOptions {
  readonly action: "start" | "resume" | "status" | "record";
  readonly credential?: string;
  readonly mode: "planned" | "breach";
  readonly newValueStdin: boolean;
  readonly reload: boolean;
  /** With `record`: what a person says besides. */
  readonly tested: boolean;
  readonly oldDead: boolean;
  /** When the recorded value was made. */
  readonly date?: Date;
  /** Who says so. */
  readonly by?: string;
}

/** What the parsed command line leads to; each gives the exit code. */
export interface Commands {
  attest(options: AttestCommand): Promise<number>;
  audit(options: AuditCommand): Promise<number>;
  demo(options: DemoCommand): Promise<number>;
  explain(options: ExplainCommand): Promise<number>;
  fix(options: FixCommand): Promise<number>;
  incident(options: IncidentCommand): Promise<number>;
  init(options: InitCommand): Promise<number>;
  report(options: ReportCommand): Promise<number>;
  rotate(options: RotateCommand): Promise<number>;
  rulesList(options: CommonOptions): Promise<number>;
  scan(options: ScanCommand): Promise<number>;
  undo(options: UndoCommand): Promise<number>;
}
