import type { IncidentPart, SourceNote } from "./provider.ts";

/** `used`: somebody uses the credential, or nobody can tell. `exposed`: it was only seen. */
export const incidentModes = ["used", "exposed"] as const;

export type IncidentMode = (typeof incidentModes)[number];

/** https://nvlpubs.nist.gov/nistpubs/CSWP/NIST.CSWP.29.pdf */
export const csfFunctions = [
  "Govern",
  "Identify",
  "Protect",
  "Detect",
  "Respond",
  "Recover",
] as const;

export type CsfFunction = (typeof csfFunctions)[number];

/** What the tool can do for a step once somebody has agreed to it. */
export const toolActions = ["search", "rotate", "audit"] as const;

export type ToolAction = (typeof toolActions)[number];

/** One thing to do; text may hold facts such as `{ending}`, see `incident-facts.ts`. */
export interface PlaybookLine {
  readonly kind: "text";
  readonly do: string;
  readonly open?: string;
  /** A command of this tool, spelled without its name: `audit --only secrets/*`. */
  readonly run?: string;
  /** Only in this mode; absent: in both. */
  readonly mode?: IncidentMode;
}

/** What the provider files say, instead of saying it again. */
export interface ProviderReference {
  readonly kind: "provider";
  /** Credential id, provider id, or `affected`: the credentials that the incident is about. */
  readonly subject: string;
  readonly part: IncidentPart;
  readonly mode?: IncidentMode;
}

export interface PlaybookStep {
  readonly id: IncidentPart;
  readonly title: string;
  readonly csf: CsfFunction;
  /** A hat, not a name: one person may wear all of them. */
  readonly who: string;
  /** Minutes after the start of the incident by which it should be done. */
  readonly withinMinutes?: number;
  readonly lines: readonly (PlaybookLine | ProviderReference)[];
  readonly why: string;
  /** What to keep, before it is gone. */
  readonly evidence: readonly string[];
  /** What not to do. */
  readonly not: readonly string[];
  readonly doneWhen: string;
  readonly tool: readonly ToolAction[];
}

/** A question that somebody can answer in under two minutes. */
export interface TriageQuestion {
  readonly ask: string;
  readonly look: string;
  readonly open?: string;
  readonly minutes: number;
  /** What a yes means. */
  readonly yes: string;
}

export interface ModeFacts {
  /** The answer to "is somebody using it?", as people choose it. */
  readonly title: string;
  /** What the choice leads to and costs. */
  readonly effect: string;
  readonly order: readonly IncidentPart[];
}

/** A deadline, from the start of the incident or from the moment that somebody is `aware`. */
export interface PlaybookClock {
  readonly id: string;
  readonly title: string;
  readonly withinMinutes: number;
  readonly from: "start" | "aware";
  /** The step that stops it; absent: it ends with the incident. */
  readonly until?: IncidentPart;
  readonly why: string;
}

/** Which findings lead to a playbook: all that is given must fit. */
export interface PlaybookLead {
  /** Globs of audit ids. */
  readonly audits: readonly string[];
  /** Globs of credential and rule ids; empty: any. */
  readonly rules: readonly string[];
  /** Only where the install uses the value now. */
  readonly inUse: boolean;
}

/** How one kind of incident is answered, from `rules/playbooks/<id>.yaml`. */
export interface Playbook {
  readonly id: string;
  readonly title: string;
  readonly when: string;
  /** What it is not for, and what is. */
  readonly notFor: readonly string[];
  /** Globs of the credential ids that it is about. */
  readonly credentials: readonly string[];
  readonly leads: readonly PlaybookLead[];
  readonly question: string;
  readonly triage: readonly TriageQuestion[];
  readonly modes: Readonly<Record<IncidentMode, ModeFacts>>;
  readonly clocks: readonly PlaybookClock[];
  /** All six parts, in the vendor's order. */
  readonly steps: readonly PlaybookStep[];
  readonly sources: readonly SourceNote[];
}
