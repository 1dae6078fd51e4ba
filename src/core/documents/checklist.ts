import type { AffectedCredential } from "../incident/incident.ts";
import type { FilledStep } from "./incident-document.ts";
import type { ModeFacts, TriageQuestion } from "../knowledge/playbook.ts";
import type { ToolInfo } from "./report.ts";
import type { Severity } from "../severity.ts";

/** One kind of incident that the findings ask for, with everything filled in. */
export interface ChecklistPart {
  readonly playbook: string;
  readonly title: string;
  readonly when: string;
  readonly notFor: readonly string[];
  readonly findings: readonly {
    readonly severity: Severity;
    readonly message: string;
    readonly where: string;
  }[];
  readonly affected: readonly AffectedCredential[];
  readonly question: string;
  readonly triage: readonly TriageQuestion[];
  readonly used: ModeFacts;
  readonly exposed: ModeFacts;
  readonly clocks: readonly {
    readonly title: string;
    readonly within: number;
    readonly why: string;
  }[];
  /** In the order for `used`, which is the vendor's. */
  readonly steps: readonly FilledStep[];
  /** What is different when the value was only exposed: the change before the end. */
  readonly exposedSteps: readonly FilledStep[];
}

/** What `audit --checklist` writes: a paper to work with when the screen is gone. */
export interface Checklist {
  readonly tool: ToolInfo;
  readonly install: { readonly root: string | null; readonly host: string | null };
  readonly startedAt: string;
  readonly parts: readonly ChecklistPart[];
  /** Every playbook there is, for what no audit finds. */
  readonly playbooks: readonly {
    readonly id: string;
    readonly title: string;
    readonly when: string;
  }[];
  readonly contacts: readonly string[];
  /** Who owns which credential, by guard.yaml. */
  readonly owners: Readonly<Record<string, string>>;
  /** Audits that could not look: the list may be too short. */
  readonly unknown: readonly string[];
}
