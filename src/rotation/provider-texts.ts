import type { CredentialSpec, ProviderStep } from "../core/knowledge/provider.ts";
import type { RotationMode } from "./rotation-event.ts";
import type { RotationStep } from "./rotation-state.ts";

/** What a person reads at one step, in order. */
export type StepTexts = Readonly<Record<RotationStep | "afterwards", readonly ProviderStep[]>>;

/**
 * The provider file's steps by the state of the wizard at which they are due. The step that brings
 * the value to IPTVbp parts those before it (a new value is made) from those after it (it is tried).
 */
export function textsOf(spec: CredentialSpec | undefined, mode: RotationMode): StepTexts {
  const steps = spec?.[mode] ?? [];
  const turn = steps.findIndex(bringsIn);
  const isEarly = (index: number) => turn < 0 || index < turn;
  const replace = steps.filter(({ part }) => part === undefined || part === "replace");
  const early = replace.filter((step) => isEarly(steps.indexOf(step)));
  const late = replace.filter((step) => !early.includes(step) && !bringsIn(step));
  const proof = steps.filter((step) => bringsIn(step) && step.doneWhen !== undefined);
  const revoke = steps.filter(({ part }) => part === "revoke");
  return {
    mint: early.length > 0 ? early : mode === "breach" && revoke.length > 0 ? [] : [genericMint],
    revoke: revoke.length > 0 ? revoke : [genericRevoke],
    "cut-over": [],
    reload: [],
    test: [...late, ...proof.map(onlyProof)],
    record: [],
    afterwards: steps.filter(
      ({ part }) => part !== undefined && part !== "replace" && part !== "revoke",
    ),
  };
}

function bringsIn({ do: text }: ProviderStep): boolean {
  return text.includes("where IPTVbp reads it");
}

function onlyProof({ open, doneWhen }: ProviderStep): ProviderStep {
  return {
    do: "look whether it works",
    ...(open === undefined ? {} : { open }),
    ...(doneWhen === undefined ? {} : { doneWhen }),
  };
}

const genericMint: ProviderStep = {
  do: "make a new value where the old one came from, with no more rights than IPTVbp needs",
  not: "do not revoke the old one yet",
};

const genericRevoke: ProviderStep = {
  do: "revoke or delete the old value where it came from",
  doneWhen: "a call with the old value is refused",
};
