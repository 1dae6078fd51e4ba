import path from "node:path";
import type { RotationPorts, RotationTalk } from "../app/rotate/rotate-ports.ts";
import { usageError } from "../core/error.ts";
import { Secret } from "../core/secrets/secret.ts";
import { createCommandRunner } from "../platform/children/command-runner.ts";
import { patientLock } from "../platform/state/patient-lock.ts";
import { changingPorts } from "./changing-ports.ts";
import { targetOf } from "./invocation.ts";
import type { RotateCommand } from "./options.ts";
import { createPrompter } from "./prompter.ts";
import { type Runtime, createRuntime } from "./runtime.ts";
import type { Session } from "./session.ts";

/** What rotations need, here or inside an incident. */
export function rotationPorts(runtime: Runtime): RotationPorts {
  const { host, ports, stateOf } = runtime;
  const operator = host.env("SUDO_USER") ?? ports.accounts.userName(host.uid);
  return {
    ...ports,
    ...changingPorts(runtime),
    operator,
    commands: createCommandRunner(),
    lockRotations: (root) => {
      const state = stateOf(root);
      state.ensure();
      return patientLock(path.join(state.path, "rotation.lock"), `${operator}, rotate`, 1);
    },
  };
}

type TalkOptions = Pick<RotateCommand, "config" | "stateDir" | "yes" | "reload" | "quiet">;

/** The conversation on stderr; a new value that was piped in comes along. */
export function rotationTalk(
  options: TalkOptions,
  session: Session,
  newValue?: Secret,
): RotationTalk {
  const { terminal } = session;
  return {
    prompter: createPrompter(terminal.interactive),
    say: (...lines) => {
      if (!options.quiet) terminal.note(...lines);
    },
    command: (args) => rotateCommand(options, session, args),
    ...(newValue ? { newValue } : {}),
    yes: options.yes,
    reload: options.reload,
    uninterrupted: async (work) => session.uninterrupted(work),
  };
}

/** `sudo iptvbp-guard rotate resume --config x.yaml`. */
export function rotateCommand(
  { config, stateDir }: Pick<TalkOptions, "config" | "stateDir">,
  { invocation }: Session,
  args: string,
): string {
  const target = targetOf({
    ...(config === undefined ? {} : { config }),
    ...(stateDir === undefined ? {} : { stateDir }),
  });
  return `${invocation} rotate ${args} ${target}`.trim();
}

export function openRuntime(options: RotateCommand, session: Session): Runtime {
  return createRuntime({ ...session, options });
}

const mostBytes = 64 * 1024;

/** The whole of stdin, which is never echoed and never an argument. */
export async function readNewValue(): Promise<Secret> {
  if (process.stdin.isTTY) {
    throw usageError(
      "NO_STDIN",
      "--new-value-stdin needs a pipe or a file, and stdin is a terminal",
      "leave it out: the value is then asked for and not shown",
    );
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin) {
    const bytes = Buffer.from(part as Uint8Array);
    size += bytes.length;
    if (size > mostBytes) {
      throw usageError("NEW_VALUE_TOO_LONG", "the new value on stdin is longer than any key");
    }
    parts.push(bytes);
  }
  return new Secret(Buffer.concat(parts).toString("utf8"));
}
