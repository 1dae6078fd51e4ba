import { diesAtMint, overlapText } from "../../rotation/overlap-text.ts";
import { noteEvent } from "./rotate-desk.ts";
import { providerLines, stepTitle, wrapped } from "./rotate-say.ts";
import { type Turn, type TurnResult, backOutChoice, choose, stopChoice } from "./rotate-turn.ts";

/** A person makes the new value in the provider's page; what that does to the old one is said first. */
export async function mint(turn: Turn): Promise<TurnResult> {
  const { desk, rotation, talk, texts } = turn;
  const isBreach = rotation.mode === "breach";
  const dies = isBreach ? "no" : diesAtMint(rotation);
  const oldDies = dies === "yes" ? { oldDies: true } : {};
  // The answer to the revocation was a new value already: a password that was changed.
  if (texts.mint.length === 0 || talk.newValue) {
    noteEvent(desk, rotation, { step: "minted", known: "stated", ...oldDies });
    return "made";
  }
  talk.say("", stepTitle(turn, "mint"), ...providerLines(texts.mint));
  if (!isBreach) talk.say(...wrapped("Old", overlapText(rotation)));
  if (dies !== "no") {
    const how = dies === "yes" ? "kills" : "may kill";
    talk.say(
      ...wrapped("!", `making it ${how} the old value: from there on nothing can be undone`),
    );
  }
  talk.say(...wrapped("", "paste the new value nowhere yet"));
  const answer = await choose(turn, "New value made?", [
    { value: "done", name: "Done" },
    stopChoice,
    // The old value may be dead already: then there is nothing to go back to.
    ...(rotation.oldDead ? [] : [backOutChoice]),
  ]);
  if (answer !== "done") return answer;
  noteEvent(desk, rotation, { step: "minted", known: "stated", ...oldDies });
  return "made";
}
