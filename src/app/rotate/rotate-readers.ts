import type { Install } from "../../core/install/install.ts";
import { serviceUnits } from "../../core/install/service-units.ts";
import { compareText } from "../../core/text/path-text.ts";

/** A service that has to read its environment again. */
export interface ReloadCommand {
  readonly service: string;
  /** Arguments of `systemctl`; absent where only a person can do it. */
  readonly args?: readonly string[];
  /** As typed by hand. */
  readonly text: string;
}

/** What of this host reads the install's environment, as far as its configuration tells. */
export function reloadCommands(install: Install): readonly ReloadCommand[] {
  const commands = new Map<string, ReloadCommand>();
  const add = (command: ReloadCommand) => commands.set(command.service, command);
  for (const { name, rereads } of serviceUnits(install)) {
    // An environment file is read when a unit starts: reloading it would keep the old value.
    add(systemctl(rereads ? "reload" : "restart", name));
  }
  for (const { path, kind } of install.hostConfigs) {
    if (kind === "compose") {
      add({ service: path, text: `docker compose -f ${path} up -d --force-recreate` });
    }
    if (kind === "crontab") add({ service: path, text: `nothing: cron reads ${path} at each run` });
  }
  return [...commands.values()].toSorted((a, b) => compareText(a.service, b.service));
}

function systemctl(verb: "reload" | "restart", service: string): ReloadCommand {
  return { service, args: [verb, service], text: `systemctl ${verb} ${service}` };
}
