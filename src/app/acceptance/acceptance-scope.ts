import type { Ports } from "../ports.ts";

/** The options by which somebody accepts what is found. */
export interface AcceptanceOptions {
  /** `--waivers`, as typed. */
  readonly waivers?: string;
  /** `--baseline`, as typed. */
  readonly baseline?: string;
  /** `--write-baseline`, as typed. */
  readonly writeBaseline?: string;
}

/** What the run is about, as far as it decides which files may say something about it. */
export interface AcceptanceScope {
  /** Of the report. */
  readonly root: string | null;
  /** What is looked at: nothing in it is believed, but for a scan's own files. */
  readonly trees: readonly string[];
  readonly inside: "refused" | "allowed";
  readonly auditIds: readonly string[];
  /** See `WaiversInForce`. */
  readonly complete: boolean;
  readonly secretIn: (text: string) => string | undefined;
  /** `waivers:` of guard.yaml, absolute. */
  readonly configured?: string | undefined;
}

export type AcceptancePorts = Pick<Ports, "assertTrusted" | "clock" | "cwd" | "filesOf" | "host">;
