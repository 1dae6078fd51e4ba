import type { Credential } from "../core/credential.ts";
import { usageError } from "../core/error.ts";
import { Secret } from "../core/secret.ts";
import { checkNewValue } from "../rotation/check-new-value.ts";
import { knownPrints, valuePrint } from "../rotation/ledger.ts";
import { recordsOf } from "./rotate-desk.ts";
import type { Turn } from "./rotate-turn.ts";

/**
 * The new value: from stdin, or typed without an echo. It lives in memory only, so a wizard that
 * was interrupted before the cut over asks for it again.
 *
 * @returns undefined when the person gave none.
 * @throws GuardError `NEW_VALUE_REFUSED` when it came from stdin and does not do.
 */
export async function receive(turn: Turn, credential: Credential): Promise<Secret | undefined> {
  const { talk } = turn;
  if (talk.newValue) return accepted(turn, credential, talk.newValue);
  for (;;) {
    const typed = await talk.prompter.password({
      message: `New value of ${credential.name} (not shown; empty to stop):`,
      flag: "--new-value-stdin",
    });
    if (typed.trim() === "") return undefined;
    const value = await accepted(turn, credential, new Secret(typed));
    if (value) return value;
  }
}

async function accepted(
  turn: Turn,
  credential: Credential,
  given: Secret,
): Promise<Secret | undefined> {
  const { desk, talk } = turn;
  const known = knownPrints(recordsOf(desk), credential.id);
  const { spec } = credential;
  const verdict = checkNewValue({
    given,
    spec,
    old: credential.value,
    // 24 bits of a weak value are too few to say that it was used before.
    wasUsed: (value) =>
      spec.pattern?.strong === true &&
      known.has(valuePrint({ id: credential.id, spec, value }, desk.ledger.hash)),
  });
  if (verdict.status === "refused") return refuse(turn, verdict.reason);
  for (const note of verdict.notes) talk.say(`  Note   ${note}`);
  for (const doubt of verdict.doubts) {
    if (talk.newValue) return refuse(turn, doubt);
    const message = `Look again: ${doubt}. Use it all the same?`;
    if (!(await talk.prompter.confirm({ message, flag: "--yes", default: false }))) {
      return undefined;
    }
  }
  talk.say(`  Given  ${verdict.value.masked}, ${verdict.value.length} characters`);
  return verdict.value;
}

function refuse({ talk }: Turn, reason: string): undefined {
  if (!talk.newValue) {
    talk.say(`  Refused: ${reason}.`);
    return undefined;
  }
  throw usageError(
    "NEW_VALUE_REFUSED",
    `the new value is refused: ${reason}`,
    "give it without anything around it, on one line",
    "answer the questions at a terminal, without --new-value-stdin",
  );
}
