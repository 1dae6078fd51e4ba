import type { Credential } from "../../core/credentials/credential.ts";
import { GuardError, environmentError } from "../../core/error.ts";
import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import type { Secret } from "../../core/secrets/secret.ts";
import { valuePrint } from "../../rotation/ledger.ts";
import { noteEvent } from "./rotate-desk.ts";
import { inForce, placesHolding, valueAsRead } from "./rotate-places.ts";
import { receive } from "./rotate-receive.ts";
import { stepTitle } from "./rotate-say.ts";
import { noteCutOver, settleCutting } from "./rotate-settle.ts";
import { writeNewValue } from "./rotate-write.ts";
import { openInstall } from "../open-install.ts";
import { type Turn, type TurnResult, backOutChoice, choose, stopChoice } from "./rotate-turn.ts";

/** Brings the new value to where the old one is. From here on it is on the disk. */
export async function cutOver(turn: Turn): Promise<TurnResult> {
  const { rotation, talk } = turn;
  if (rotation.stored === "settings") return cutOverInSettings(turn);
  if (rotation.cutting && settleCutting(turn)) return "made";
  const opened = openInstall(turn.desk.ports, turn.desk.options);
  const fresh = { ...turn, desk: { ...turn.desk, opened } };
  const credential = inForce(opened, rotation.credential);
  if (!credential) {
    throw environmentError(
      "CREDENTIAL_GONE",
      `${rotation.credential} is no longer in any file of the install`,
      "put it back, or back out with: rotate resume",
    );
  }
  talk.say("", stepTitle(turn, "cut-over"));
  return credential.heldBy === "env"
    ? cutOverInFiles(fresh, credential)
    : cutOverByHand(fresh, credential);
}

async function cutOverInSettings(turn: Turn): Promise<TurnResult> {
  const { desk, rotation, talk } = turn;
  talk.say(
    "",
    stepTitle(turn, "cut-over"),
    `  Do     paste it into IPTVbp's settings in place of the old one, save, press Test`,
    `  Note   the value is not asked for here; guard.yaml says that only IPTVbp keeps it`,
  );
  const answer = await choose(turn, "New value in IPTVbp?", [
    { value: "done", name: "Done, and Test succeeded" },
    stopChoice,
    ...(rotation.oldDead ? [] : [backOutChoice]),
  ]);
  if (answer !== "done") return answer;
  const changedMs = desk.ports.wallNow().getTime();
  noteEvent(desk, rotation, { step: "cut-over", known: "stated", transactions: [], changedMs });
  return "made";
}

async function cutOverInFiles(turn: Turn, credential: Credential): Promise<TurnResult> {
  const { desk, rotation, talk } = turn;
  const { install } = desk.opened;
  const shown = (path: string) => publishPath(relativeTo(install.root, path));
  const places = placesHolding(desk.opened, credential);
  const { targets, followers, byHand, unread } = places;
  for (const { path, line, key } of targets) {
    const wins = path === credential.path && key === credential.name ? "   this one wins" : "";
    talk.say(`  File   ${shown(path)}:${line}  ${key}${targets.length > 1 ? wins : ""}`);
  }
  for (const { path, line, key } of followers) {
    talk.say(`  Also   ${shown(path)}:${line}  ${key}   follows by its reference`);
  }
  for (const { path, line, name } of byHand) {
    talk.say(`  Also   ${shown(path)}:${line}  ${name}   change this one by hand`);
  }
  for (const { path } of unread) talk.say(`  ?      ${shown(path)} could not be read`);
  const value = await receive(turn, credential);
  if (!value) return stopOrBackOut(turn);
  const asRead = valueAsRead(desk.opened, places, credential, value);
  const print = valuePrint({ ...credential, value: asRead }, desk.ledger.hash);
  if (!(await isConfirmed(turn, targets.length))) return stopOrBackOut(turn);
  await talk.uninterrupted(async () => {
    noteEvent(desk, rotation, { step: "cutting", print });
    await write(turn, credential, value);
    noteCutOver(
      turn,
      print,
      targets.map(({ path }) => path),
    );
  });
  const again = byHand.length > 0 ? "; the places above still need you" : "";
  talk.say(`  Done   written${again}`);
  return "made";
}

/** What went wrong has changed nothing, or was taken back: the old value is still in place. */
async function write(turn: Turn, credential: Credential, value: Secret): Promise<void> {
  try {
    await writeNewValue(turn, credential, value);
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    throw new GuardError(error.kind, error.code, error.message, [
      ...error.hints,
      "the old value is still in place; go on with: rotate resume",
    ]);
  }
}

async function isConfirmed({ talk }: Turn, count: number): Promise<boolean> {
  if (talk.yes) return true;
  const message = count === 1 ? "Write it into this line?" : `Write it into these ${count} lines?`;
  return talk.prompter.confirm({ message, flag: "--yes", default: true });
}

async function stopOrBackOut(turn: Turn): Promise<TurnResult> {
  return choose(turn, "Nothing was changed.", [
    stopChoice,
    ...(turn.rotation.oldDead ? [] : [backOutChoice]),
  ]);
}

/** Only host configuration holds it: a person edits, and the file is read again. */
async function cutOverByHand(turn: Turn, credential: Credential): Promise<TurnResult> {
  const { desk, rotation, talk } = turn;
  const { ports, ledger, options } = desk;
  const { byHand } = placesHolding(desk.opened, credential);
  const { root } = desk.opened.install;
  const shown = (path: string) => publishPath(relativeTo(root, path));
  for (const { path, line, name } of byHand) talk.say(`  Edit   ${shown(path)}:${line}  ${name}`);
  talk.say("  Why    this kind of file is not changed by the wizard");
  for (;;) {
    const answer = await choose(turn, "New value in place?", [
      { value: "done", name: "Done" },
      stopChoice,
      ...(rotation.oldDead ? [] : [backOutChoice]),
    ]);
    if (answer !== "done") return answer;
    const now = inForce(openInstall(ports, options), rotation.credential);
    const print = now && valuePrint(now, ledger.hash);
    if (print !== undefined && print !== rotation.oldPrint) {
      noteCutOver(
        turn,
        print,
        byHand.map(({ path }) => path),
        "seen",
      );
      return "made";
    }
    talk.say(`  Not    ${shown(credential.path)} still holds the old value`);
  }
}
