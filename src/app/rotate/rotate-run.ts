import type { RotationDocument } from "../../core/documents/rotation-document.ts";
import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import { textsOf } from "../../rotation/provider-texts.ts";
import {
  type Rotation,
  type RotationStep,
  canBackOut,
  readRotations,
  stepsLeft,
} from "../../rotation/rotation-state.ts";
import { openInstall } from "../open-install.ts";
import { forgetOldValue } from "./forget-old-value.ts";
import { backOut } from "./rotate-back-out.ts";
import { cutOver } from "./rotate-cut-over.ts";
import { type RotationDesk, recordsOf, specOf } from "./rotate-desk.ts";
import { rotationDocument } from "./rotate-document.ts";
import { mint } from "./rotate-mint.ts";
import type { RotationTalk } from "./rotate-ports.ts";
import { inForce } from "./rotate-places.ts";
import { placesWithOther } from "./rotate-places-other.ts";
import { record } from "./rotate-record-step.ts";
import { reload } from "./rotate-reload.ts";
import { revoke } from "./rotate-revoke.ts";
import { providerLines, stepName } from "./rotate-say.ts";
import { settleOldValue } from "./rotate-settle.ts";
import { test } from "./rotate-test.ts";
import type { Turn, TurnResult } from "./rotate-turn.ts";

const handlers: Readonly<Record<RotationStep, (turn: Turn) => Promise<TurnResult>>> = {
  mint,
  "cut-over": cutOver,
  reload,
  test,
  revoke,
  record,
};

/** Goes through the steps that are left, until one of them waits or the last one is made. */
export async function runRotation(
  begun: RotationDesk,
  id: string,
  talk: RotationTalk,
): Promise<RotationDocument> {
  let desk = begun;
  const passed = new Set<RotationStep>();
  const first = turnOf(desk, id, talk);
  if (first.rotation.backingOut && canBackOut(first.rotation)) {
    talk.say("  Note   backing out was interrupted; it is finished now");
    await talk.uninterrupted(async () => backOut(first));
    return ending(turnOf(desk, id, talk));
  }
  if (settleOldValue(first)) return ending(turnOf(desk, id, talk));
  for (;;) {
    const turn = turnOf(desk, id, talk);
    forgetOldValue(turn);
    const step = stepsLeft(turn.rotation).find((each) => !passed.has(each));
    if (step === undefined) return ending(turn);
    const result = await handlers[step](turn);
    // What discovery read of the files is from before the change.
    if (step === "cut-over") desk = { ...desk, opened: openInstall(desk.ports, desk.options) };
    if (result === "made") continue;
    if (result === "back-out" && canBackOut(turn.rotation)) {
      await talk.uninterrupted(async () => backOut(turn));
      return ending(turnOf(desk, id, talk));
    }
    // Nobody is there to revoke: what is safe is done all the same, the rest is left and said.
    if (result === "left" && step === "revoke" && turn.rotation.mode === "breach") passed.add(step);
    else return ending(turnOf(desk, id, talk));
  }
}

function turnOf(desk: RotationDesk, id: string, talk: RotationTalk): Turn {
  const rotation = readRotations(recordsOf(desk)).find((each) => each.id === id);
  if (!rotation) throw new Error("a rotation that was begun stands in the ledger");
  const spec = specOf(desk.opened, rotation.credential);
  return { desk, rotation, talk, spec, texts: textsOf(spec, rotation.mode) };
}

function ending(turn: Turn): RotationDocument {
  const { desk, rotation, talk, texts } = turn;
  const left = stepsLeft(rotation);
  if (rotation.ended === undefined) {
    talk.say("", `Left   ${left.map(stepName).join(", ")}`);
    if (!rotation.oldDead) talk.say("       the old value still works, as far as is known here");
    talk.say(`       go on with: ${talk.command(`resume ${rotation.credential}`)}`);
  }
  if (rotation.ended === "done" && texts.afterwards.length > 0) {
    talk.say("", "Afterwards", ...providerLines(texts.afterwards));
  }
  const { install } = desk.opened;
  const held = inForce(desk.opened, rotation.credential);
  const notes = (held ? placesWithOther(desk.opened, held) : []).map(({ path, line, name }) => {
    const place = `${publishPath(relativeTo(install.root, path))}:${line}`;
    return `${place} holds another value of ${rotation.credential}, as ${name}`;
  });
  return rotationDocument(desk, { status: statusOf(rotation), rotations: [rotation], notes });
}

function statusOf({ ended }: Rotation): RotationDocument["status"] {
  return ended ?? "open";
}
