import type { CredentialSpec } from "../../core/knowledge/provider.ts";
import type { StepTexts } from "../../rotation/provider-texts.ts";
import type { Rotation } from "../../rotation/rotation-state.ts";
import type { RotationDesk } from "./rotate-desk.ts";
import type { RotationTalk } from "./rotate-ports.ts";

/** One step of one rotation, as its handler gets it. */
export interface Turn {
  readonly desk: RotationDesk;
  readonly rotation: Rotation;
  readonly talk: RotationTalk;
  readonly spec: CredentialSpec | undefined;
  readonly texts: StepTexts;
}

/**
 * `made`: its event is on the disk. `stop`: the person wants to go on later. `left`: it takes a
 * person, and nobody is there. `back-out`: the old value shall stay.
 */
export type TurnResult = "made" | "stop" | "left" | "back-out";

/** Takes the choice of a person; under `--yes` what is safe, which is to leave it undone. */
export async function choose<T extends string>(
  { talk }: Turn,
  message: string,
  choices: readonly { readonly value: T; readonly name: string; readonly description?: string }[],
): Promise<T | "left"> {
  if (talk.yes) return "left";
  return talk.prompter.select<T>({ message, flag: "--yes", choices });
}

/** The choices that every step ends with. */
export const stopChoice = { value: "stop", name: "Stop here, resume later" } as const;
export const backOutChoice = {
  value: "back-out",
  name: "Back out: keep the old value",
} as const;
