import { readFileSync } from "node:fs";
import { join } from "node:path";
import { debugOff } from "../../src/audits/env/debug-off.ts";
import { strongValues } from "../../src/audits/env/strong-values.ts";
import { audits } from "../../src/audits/index.ts";
import type { Audit } from "../../src/core/audit.ts";

/** Audits that are not honest: each stands for a registered one when the judge is judged. */
const liars = {
  "swallows what it could not see": {
    id: "env/debug-off",
    run: async (context) => {
      const outcome = await debugOff.run(context);
      return outcome.status === "unknown" ? { status: "pass" } : outcome;
    },
  },
  "takes what is hidden for absent": {
    id: "env/strong-values",
    run: (context) => {
      const envFiles = context.install.envFiles.filter(({ content }) => content.kind === "found");
      return strongValues.run({ ...context, install: { ...context.install, envFiles } });
    },
  },
  crashes: {
    id: "env/mode",
    run: () => {
      throw new TypeError("undefined is not a function");
    },
  },
  "waits for what never comes": { id: "env/mode", run: () => new Promise(() => {}) },
  "goes round in circles": {
    id: "env/mode",
    run: () => {
      for (;;);
    },
  },
  "opens a FIFO": {
    id: "env/mode",
    run: ({ install }) => {
      readFileSync(join(install.root, ".env"));
      return { status: "pass" };
    },
  },
  "ends the whole program": {
    id: "env/mode",
    run: () => process.exit(0),
  },
} as const satisfies Readonly<Record<string, { readonly id: string; readonly run: Audit["run"] }>>;

export type Liar = keyof typeof liars;

/** The registry with one audit that is not honest; it is the first that runs. */
export function auditsWith(liar: Liar | undefined): readonly Audit[] {
  if (liar === undefined) return audits;
  const { id, run } = liars[liar];
  return audits
    .map((audit) => (audit.meta.id === id ? { ...audit, run } : audit))
    .toSorted((a, b) => Number(b.meta.id === id) - Number(a.meta.id === id));
}
