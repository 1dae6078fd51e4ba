import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import { clockSetBack, overlapLeft, overlapText } from "../../rotation/overlap-text.ts";
import { openIncidentOn } from "../incident/rotate-incident.ts";
import { noteEvent } from "./rotate-desk.ts";
import { placesHoldingOld } from "./rotate-places-old.ts";
import { lookForRestart } from "./rotate-reload.ts";
import { noOverlapText, providerLines, stepTitle, wrapped } from "./rotate-say.ts";
import { type Turn, type TurnResult, backOutChoice, choose, stopChoice } from "./rotate-turn.ts";

/** The one step that nothing takes back. It is a person's, and never the answer of `--yes`. */
export async function revoke(turn: Turn): Promise<TurnResult> {
  return turn.rotation.mode === "breach" ? revokeFirst(turn) : revokeLast(turn);
}

async function revokeFirst(turn: Turn): Promise<TurnResult> {
  const { desk, rotation, talk, texts } = turn;
  talk.say("", stepTitle(turn, "revoke"), ...providerLines(texts.revoke));
  talk.say(
    ...wrapped("!", "this cannot be undone; what uses the value stops until the new one is in"),
  );
  const answer = await choose(turn, "Old value revoked?", [
    { value: "done", name: "Done" },
    stopChoice,
    backOutChoice,
  ]);
  if (answer !== "done") return answer;
  noteEvent(desk, rotation, { step: "revoked", known: "stated" });
  return "made";
}

async function revokeLast(turn: Turn): Promise<TurnResult> {
  const { desk, rotation, talk, texts } = turn;
  const now = desk.ports.wallNow();
  talk.say("", stepTitle(turn, "revoke"), ...wrapped("Old", overlapText(rotation)));
  for (const line of [overlapLeft(rotation, now), clockSetBack(rotation, now)]) {
    if (line !== undefined) talk.say(...wrapped("", line));
  }
  const incident = openIncidentOn(desk.ports, desk.opened.install.root, rotation.credential);
  if (incident) talk.say(...wrapped("!", noOverlapText(incident)));
  if (!(await isReady(turn))) return "stop";
  talk.say(...providerLines(texts.revoke), ...wrapped("!", "this cannot be undone"));
  const answer = await choose(turn, "Revoke the old value now?", [
    { value: "stop", name: "Not yet: keep both, resume later" },
    { value: "done", name: "Done: it is revoked" },
    backOutChoice,
  ]);
  if (answer !== "done") return answer;
  noteEvent(desk, rotation, { step: "revoked", known: "stated" });
  return "made";
}

/** Offered only when nothing is known to use the old value any more, or a person says so. */
async function isReady(turn: Turn): Promise<boolean> {
  const { desk, rotation, talk } = turn;
  const { root } = desk.opened.install;
  if (rotation.stored === "settings") return true;
  const look = lookForRestart(turn);
  const places = placesHoldingOld(turn);
  if (look.seen && places.length === 0) return true;
  for (const text of look.stale) talk.say(`  Old    process ${text} was started before the change`);
  for (const { path, line } of places) {
    talk.say(`  Old    ${publishPath(relativeTo(root, path))}:${line} still holds it`);
  }
  if (look.why !== undefined) talk.say(`  ?      ${look.why}; you said that it was restarted`);
  if (look.stale.length === 0 && places.length === 0) return true;
  if (talk.yes) return true;
  const message = "None of these needs the old value any more?";
  return talk.prompter.confirm({ message, flag: "--yes", default: false });
}
