import type { Credential } from "../../core/credentials/credential.ts";
import { type GuardError, usageError } from "../../core/error.ts";
import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import { Secret } from "../../core/secrets/secret.ts";
import { type NewValueVerdict, checkNewValue } from "../../rotation/check-new-value.ts";
import { knownPrints, valuePrint } from "../../rotation/ledger.ts";
import type { OpenedInstall } from "../open-install.ts";
import { isPlainInUrl } from "../../rotation/new-entry-value.ts";
import { type RotationDesk, recordsOf } from "./rotate-desk.ts";
import { placesHolding } from "./rotate-places.ts";
import type { RotationTalk } from "./rotate-ports.ts";
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

/**
 * Looks at a value that was piped in before anything is begun.
 *
 * @throws GuardError `NEW_VALUE_REFUSED`
 */
export function assertPipedValue(
  desk: RotationDesk,
  talk: RotationTalk,
  credential: Credential,
): void {
  if (!talk.newValue) return;
  const verdict = verdictOn(desk, credential, talk.newValue);
  const reason = verdict.status === "refused" ? verdict.reason : verdict.doubts[0];
  if (reason !== undefined) throw refusal(reason);
}

function verdictOn(desk: RotationDesk, credential: Credential, given: Secret): NewValueVerdict {
  const known = knownPrints(recordsOf(desk), credential.id);
  const { id, spec, value: old } = credential;
  const verdict = checkNewValue({
    given,
    spec,
    old,
    // 24 bits of a weak value are too few to say that it was used before.
    wasUsed: (value) =>
      spec.pattern?.strong === true && known.has(valuePrint({ id, spec, value }, desk.ledger.hash)),
  });
  if (verdict.status === "refused") return verdict;
  const more = urlDoubts(desk.opened, credential, verdict.value);
  return { ...verdict, doubts: [...verdict.doubts, ...more] };
}

/** A line of the file's own puts it there unchanged: nothing of ours can spell it for the URL. */
function urlDoubts(opened: OpenedInstall, credential: Credential, next: Secret): readonly string[] {
  if (isPlainInUrl(next)) return [];
  const { root } = opened.install;
  return placesHolding(opened, credential)
    .followers.filter(({ inUrl }) => inUrl)
    .map(({ path, line, key }) => {
      const place = `${publishPath(relativeTo(root, path))}:${line}`;
      return `${key} in ${place} puts it into a URL as it is, where some of its characters would mean something else`;
    });
}

async function accepted(
  turn: Turn,
  credential: Credential,
  given: Secret,
): Promise<Secret | undefined> {
  const { desk, talk } = turn;
  const verdict = verdictOn(desk, credential, given);
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
  if (talk.newValue) throw refusal(reason);
  talk.say(`  Refused: ${reason}.`);
  return undefined;
}

function refusal(reason: string): GuardError {
  return usageError(
    "NEW_VALUE_REFUSED",
    `the new value is refused: ${reason}`,
    "give it without anything around it, on one line",
    "answer the questions at a terminal, without --new-value-stdin",
  );
}
