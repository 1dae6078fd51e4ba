import { processText } from "../../core/install/process-place.ts";
import { serviceConsumers } from "../../core/install/service-consumers.ts";
import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import { clockSetBack, diesAtMint, overlapText } from "../../rotation/overlap-text.ts";
import { valuePrint } from "../../rotation/ledger.ts";
import type { Rotation } from "../../rotation/rotation-state.ts";
import { openIncidentOn } from "../incident/rotate-incident.ts";
import { type RotationDesk, specOf } from "./rotate-desk.ts";
import { inForce, placesHolding } from "./rotate-places.ts";
import { otherText, placesWithOther } from "./rotate-places-other.ts";
import type { RotationTalk } from "./rotate-ports.ts";
import { reloadCommands } from "./rotate-readers.ts";
import { noOverlapText, wrapped } from "./rotate-say.ts";

/** What is rotated, where it is, who uses it, and what happens to the old value: before any step. */
export function sayOpening(desk: RotationDesk, talk: RotationTalk, rotation: Rotation): void {
  const { mode, credential, stored, overlap } = rotation;
  const { ports, opened } = desk;
  talk.say(`Rotation of ${credential}, ${mode}: ${orderText(rotation)}`);
  const back = clockSetBack(rotation, ports.wallNow());
  if (back !== undefined) talk.say(...wrapped("!", back));
  if (stored === "settings") {
    talk.say(...wrapped("Held", "IPTVbp's settings, as guard.yaml says; nothing is changed here"));
  } else {
    sayPlaces(desk, talk, credential);
    sayOthers(desk, talk, rotation);
    sayReaders(desk, talk);
  }
  const facts = specOf(opened, credential)?.rotation;
  talk.say(...wrapped("Old", overlapText({ ...facts, overlap })));
  sayIncident(desk, talk, rotation);
}

/** An incident may have begun since: what was planned with time to spare has none now. */
function sayIncident(
  { ports, opened }: RotationDesk,
  talk: RotationTalk,
  { credential, mode, oldDead }: Rotation,
): void {
  const incident = openIncidentOn(ports, opened.install.root, credential);
  if (!incident || oldDead) return;
  talk.say(...wrapped("!", noOverlapText(incident)));
  if (mode === "breach") return;
  const when = incident.mode === "exposed" ? "if somebody uses it, now" : "to revoke it now";
  talk.say(`         ${when}: ${talk.command(`${credential} --mode breach`)}`);
}

function orderText(rotation: Rotation): string {
  if (rotation.mode === "breach") return "the old value is revoked first";
  if (diesAtMint(rotation) === "yes") return "the old value dies when the new one is made";
  return "the old value is revoked last";
}

function sayPlaces({ opened }: RotationDesk, talk: RotationTalk, id: string): void {
  const { root } = opened.install;
  const credential = inForce(opened, id);
  if (!credential) return;
  const { targets, followers, byHand, unread } = placesHolding(opened, credential);
  const lines = [
    ...targets.map(({ path, line, key }) => ({ path, text: `:${line}  ${key}` })),
    ...followers.map(({ path, line, key }) => ({ path, text: `:${line}  ${key}, by reference` })),
    ...byHand.map(({ path, line, name }) => ({ path, text: `:${line}  ${name}, by hand` })),
    ...unread.map(({ path }) => ({ path, text: " could not be read" })),
  ].map(({ path, text }) => `${publishPath(relativeTo(root, path))}${text}`);
  lines.forEach((line, index) =>
    talk.say(
      `  ${(index === 0 ? "Held" : "").padEnd(7)}${line}${index === 0 ? `  ${credential.value.masked}` : ""}`,
    ),
  );
}

/** Before any step: whoever revokes the value in force has not revoked these. */
function sayOthers(desk: RotationDesk, talk: RotationTalk, rotation: Rotation): void {
  const { opened, ledger } = desk;
  const { credential: id, oldPrint } = rotation;
  const credential = inForce(opened, id);
  const others = credential ? placesWithOther(opened, credential) : [];
  if (!credential || others.length === 0) return;
  const shown = (path: string) => publishPath(relativeTo(opened.install.root, path));
  others.forEach(({ path, line, name, value }, index) => {
    const isOld = valuePrint({ id, spec: credential.spec, value }, ledger.hash) === oldPrint;
    const what = `${value.masked}${isOld ? "   the old value" : ""}`;
    talk.say(`  ${(index === 0 ? "Other" : "").padEnd(7)}${shown(path)}:${line}  ${name}  ${what}`);
  });
  talk.say(...wrapped("!", otherText(opened.install.root, credential)));
}

/** Everything that reads the environment, and the processes that have read it already. */
function sayReaders({ ports, opened }: RotationDesk, talk: RotationTalk): void {
  const { install } = opened;
  const { serviceUser } = install;
  const lines = reloadCommands(install).map(({ service }) => publishPath(service));
  const running = serviceConsumers(ports, install);
  const processes =
    running.kind === "found"
      ? running.value.slice(0, 5).map((each) => `process ${processText(each)}`)
      : ["? processes could not be listed"];
  const all = [...lines, ...processes];
  const isKnown = all.length > 0 && serviceUser.kind === "found";
  const who = isKnown ? `, as ${serviceUser.value.value.name}` : "";
  if (all.length === 0) all.push("nothing known: no unit, pool, compose file or process");
  all.forEach((line, index) =>
    talk.say(`  ${(index === 0 ? "Read" : "").padEnd(7)}${line}${index === 0 ? who : ""}`),
  );
}
