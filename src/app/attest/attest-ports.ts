import type { Prompter } from "../../core/ports/prompter.ts";
import type { OpenOptions } from "../open-install.ts";
import type { Ports } from "../ports.ts";

export interface AttestPorts extends Ports {
  /** Who is at the keyboard, by the account. */
  readonly operator: string;
}

/** The conversation with whoever states something. */
export interface AttestTalk {
  readonly prompter: Prompter;
  /** A line for people with its label, on stderr. */
  say(label: string, text: string): void;
  /** Whether questions are asked: there is a terminal, and `--yes` did not answer them. */
  readonly asks: boolean;
}

/** What came on the command line; the rest is asked for, or has a default. */
export interface AttestOptions extends OpenOptions {
  readonly audit?: string;
  /** `on`, `off`, a number, names: as typed. */
  readonly state?: string;
  readonly date?: string;
  readonly expires?: string;
  readonly by?: string;
  /** Path as typed. */
  readonly evidence?: string;
  readonly note?: string;
  readonly withdraw: boolean;
}
