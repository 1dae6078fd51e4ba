import fs from "node:fs";
import path from "node:path";
import { attest } from "../../src/app/attest/attest.ts";
import type { AttestOptions, AttestPorts } from "../../src/app/attest/attest-ports.ts";
import { listAttestations } from "../../src/app/attest/attestation-view.ts";
import type { Prompter } from "../../src/core/ports/prompter.ts";
import { createRuntime } from "../../src/cli/runtime.ts";
import { mint } from "./mint.ts";
import { populate, tempFolder } from "./temp-folder.ts";

/** The answers to what is asked, in order; what is wrong is typed again. */
export type Script = readonly (readonly [question: RegExp, answer: string])[];

/** A small install whose state is a real folder, at a moment that a test sets. */
export function attestShop(at = "2026-11-24T09:00:00Z") {
  const top = tempFolder();
  const [root, state] = [path.join(top, "www"), path.join(top, "state")];
  const secret = mint("stripe.secret-key", 1);
  populate(root, { ".env": `STRIPE_SECRET_KEY=${secret}\nSMTP_PASSWORD=correct-horse-9\n` });
  const said: string[] = [];
  let now = new Date(at);
  const ports = (): AttestPorts => ({
    ...createRuntime({
      tool: { name: "iptvbp-guard", version: "0.0.0" },
      cwd: top,
      options: { stateDir: state, now },
    }).ports,
    wallNow: () => now,
    operator: "kim",
  });
  const run = async (options: Partial<AttestOptions>, script?: Script) =>
    attest(
      ports(),
      {
        prompter: prompterOf(script ?? [], said),
        say: (label, text) => void said.push(`${label}: ${text}`),
        asks: script !== undefined,
      },
      { withdraw: false, path: root, ...options },
    );
  return {
    top,
    root,
    secret,
    said,
    run,
    list: async () => listAttestations(ports(), { path: root }),
    at: (moment: string) => void (now = new Date(moment)),
    file: () => path.join(state, fs.readdirSync(state)[0] ?? "", "attestations"),
    text: () => (fs.existsSync(state) ? readBelow(state) : ""),
  };
}

function readBelow(folder: string): string {
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => path.basename(name) === "attestations");
  return files.map((name) => fs.readFileSync(path.join(folder, name), "utf8")).join("");
}

function prompterOf(script: Script, said: string[]): Prompter {
  const left = [...script];
  const next = (message: string): string => {
    const [question, answer] = left.shift() ?? [];
    if (!question?.test(message)) throw new Error(`not expected: ${message}`);
    return answer ?? "";
  };
  const never = async () => {
    throw new Error("never asked");
  };
  return {
    interactive: true,
    confirm: never,
    password: never,
    select: async ({ message, choices }) => {
      const answer = next(message);
      const chosen = choices.find(({ name }) => name === answer);
      if (!chosen) throw new Error(`no choice ${answer}`);
      return chosen.value;
    },
    input: async ({ message, default: usual = "", validate = () => true }) => {
      for (;;) {
        const typed = next(message) || usual;
        const verdict = validate(typed);
        if (verdict === true) return typed;
        said.push(`wrong: ${verdict}`);
      }
    },
  };
}
