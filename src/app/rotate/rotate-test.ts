import { noteEvent } from "./rotate-desk.ts";
import { providerLines, stepTitle } from "./rotate-say.ts";
import { type Turn, type TurnResult, backOutChoice, choose, stopChoice } from "./rotate-turn.ts";

/** What a person says is written down as stated, never as tested. */
export async function test(turn: Turn): Promise<TurnResult> {
  const { desk, rotation, talk, texts } = turn;
  talk.say("", stepTitle(turn, "test"), ...providerLines(texts.test));
  if (texts.test.length === 0) talk.say("  Do     use what depends on it, as a customer would");
  const backOut = rotation.oldDead ? [] : [backOutChoice];
  const answer = await choose(turn, "Does the new value work?", [
    { value: "works", name: "It works" },
    { value: "fails", name: "It does not" },
    stopChoice,
    ...backOut,
  ]);
  if (answer !== "works" && answer !== "fails") return answer;
  const works = answer === "works";
  noteEvent(desk, rotation, { step: "tested", known: "stated", works });
  if (works) return "made";
  talk.say(
    rotation.oldDead
      ? "  The old value is dead: mend the new one, then resume."
      : "  The old value still works and is not touched.",
  );
  return choose(turn, "And now?", [stopChoice, ...backOut]);
}
