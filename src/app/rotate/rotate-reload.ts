import { processText } from "../../core/install/process-place.ts";
import { serviceConsumers } from "../../core/install/service-consumers.ts";
import { publishPath, relativeTo } from "../../core/text/path-text.ts";
import { judgeStarts } from "../../core/install/stale-processes.ts";
import { startedAnew } from "../../core/install/unit-starts.ts";
import { noteEvent } from "./rotate-desk.ts";
import { placesHoldingOld } from "./rotate-places-old.ts";
import { type ReloadCommand, reloadCommands } from "./rotate-readers.ts";
import { stepTitle } from "./rotate-say.ts";
import { type Turn, type TurnResult, backOutChoice, choose, stopChoice } from "./rotate-turn.ts";

/** What is known of whether the services have the new value. */
export interface RestartLook {
  /** A consumer was seen that was started after the change, and none before it. */
  readonly seen: boolean;
  /** For people. */
  readonly stale: readonly string[];
  /** Why nothing could be seen. */
  readonly why?: string;
}

/**
 * Compares the start of every consumer with the change of the files. What was started within a
 * second of it counts as restarted where something else than the clock shows it.
 *
 * @param wereThere consumers that ran when we looked first, which was after the change.
 */
export function lookForRestart(
  { desk, rotation }: Turn,
  wereThere?: ReadonlySet<number>,
): RestartLook {
  const { ports, opened } = desk;
  const look = serviceConsumers(ports, opened.install);
  if (look.kind !== "found") {
    const why = look.kind === "blocked" ? look.reason.text : "there are no processes";
    return { seen: false, stale: [], why };
  }
  const changedMs = rotation.cutOver?.changedMs ?? 0;
  if (look.value.length === 0) return { seen: false, stale: [], why: "no process of it runs" };
  const isMarked = startedAnew(ports.host, changedMs);
  const { before, unclear } = judgeStarts(
    look.value,
    changedMs,
    (consumer) =>
      rotation.reloaded?.known === "seen" ||
      wereThere?.has(consumer.pid) === false ||
      isMarked(consumer),
  );
  const [first] = unclear;
  const why = first && `process ${processText(first)} was started within a second of the change`;
  return {
    seen: before.length + unclear.length === 0,
    stale: before.map(processText),
    ...(why === undefined ? {} : { why }),
  };
}

/** By their numbers: should one be used again meanwhile, its process counts as the old one. */
function consumersNow({ desk }: Turn): ReadonlySet<number> | undefined {
  const look = serviceConsumers(desk.ports, desk.opened.install);
  return look.kind === "found" ? new Set(look.value.map(({ pid }) => pid)) : undefined;
}

/** Shows how the services get the new value, and does it when a person says so. */
export async function reload(turn: Turn): Promise<TurnResult> {
  const { desk, rotation, talk } = turn;
  if (rotation.stored === "settings") {
    noteEvent(desk, rotation, { step: "reloaded", known: "stated", services: [] });
    return "made";
  }
  const { root } = desk.opened.install;
  const wereThere = consumersNow(turn);
  const commands = reloadCommands(desk.opened.install);
  talk.say("", stepTitle(turn, "reload"));
  for (const { path, line, name } of placesHoldingOld(turn)) {
    talk.say(
      `  !      ${publishPath(relativeTo(root, path))}:${line} still holds the old value of ${name}`,
    );
  }
  for (const { text } of commands) talk.say(`  Run    ${text}`);
  if (commands.length === 0) talk.say("  Do     restart whatever runs IPTVbp");
  const ran: string[] = [];
  for (const command of commands) if (await runs(turn, command)) ran.push(command.service);
  const look = await settled(turn, ran.length > 0, wereThere);
  if (look.seen) {
    talk.say("  Seen   every process of the service was started after the change");
    noteEvent(desk, rotation, { step: "reloaded", known: "seen", services: ran });
    return "made";
  }
  for (const text of look.stale) talk.say(`  Old    process ${text} was started before the change`);
  if (look.why !== undefined) talk.say(`  ?      cannot see whether it was restarted: ${look.why}`);
  return ask(turn, ran);
}

async function ask(turn: Turn, ran: readonly string[]): Promise<TurnResult> {
  const { desk, rotation } = turn;
  const answer = await choose(turn, "Do the services have the new value?", [
    { value: "done", name: "Yes, they were restarted", description: "recorded as stated by you" },
    stopChoice,
    ...(rotation.oldDead ? [] : [backOutChoice]),
  ]);
  if (answer !== "done") return answer;
  noteEvent(desk, rotation, { step: "reloaded", known: "stated", services: ran });
  return "made";
}

/** Never under `--yes` alone: a reload can interrupt customers. */
async function runs({ desk, talk }: Turn, { args, text }: ReloadCommand): Promise<boolean> {
  if (!args) return false;
  if (!talk.reload) {
    if (talk.yes) return false;
    const message = `Run ${text} now?`;
    const isWanted = await talk.prompter.confirm({ message, flag: "--reload", default: false });
    if (!isWanted) return false;
  }
  const result = await desk.ports.commands.run({ program: "systemctl", args });
  if (result.kind === "found" && result.value.exitCode === 0) {
    talk.say(`  Done   ${text}`);
    return true;
  }
  const why =
    result.kind === "found"
      ? (result.value.stderr.trim().split("\n")[0] ?? "")
      : result.kind === "absent"
        ? "there is no systemctl here"
        : result.reason.text;
  talk.say(`  !      ${text} failed: ${why}`);
  return false;
}

const looks = 10;
const pauseMs = 500;

/** Workers of a service that was just reloaded take a moment to be replaced. */
async function settled(
  turn: Turn,
  hasRun: boolean,
  wereThere: ReadonlySet<number> | undefined,
): Promise<RestartLook> {
  let look = lookForRestart(turn, wereThere);
  if (!hasRun) return look;
  for (let count = 1; !look.seen && count < looks; count += 1) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    look = lookForRestart(turn, wereThere);
  }
  return look;
}
