import type { Install } from "../../core/install/install.ts";
import { found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { baseName, compareText, parentOf } from "../../core/text/path-text.ts";
import type { RunningProcess } from "../../core/ports/running-process.ts";
import { consumersAmong } from "../../rotation/stale-processes.ts";
import type { Ports } from "../ports.ts";

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
  const { serviceUser } = install;
  const source = serviceUser.kind === "found" ? serviceUser.value.source : "";
  const pool = /^(php[\d.]*-fpm)\b/.exec(source)?.[1];
  if (pool !== undefined) add(systemctl("reload", `${pool}.service`));
  for (const unit of unitsOf(install, source)) add(systemctl("restart", unit));
  for (const { path, kind } of install.hostConfigs) {
    if (kind === "compose") {
      add({ service: path, text: `docker compose -f ${path} up -d --force-recreate` });
    }
    if (kind === "crontab") add({ service: path, text: `nothing: cron reads ${path} at each run` });
    if (kind === "php-fpm" && pool === undefined) {
      const version = /\/php\/([\d.]+)\//.exec(path)?.[1] ?? "";
      add(systemctl("reload", `php${version}-fpm.service`));
    }
  }
  return [...commands.values()].toSorted((a, b) => compareText(a.service, b.service));
}

/** An environment file is read when a unit starts: reloading it would keep the old value. */
function unitsOf(install: Install, source: string): readonly string[] {
  const names = [
    /^(\S+\.service)$/.exec(source)?.[1],
    ...install.envFiles.map((file) => /\b([\w@.-]+\.service)\b/.exec(file.source)?.[1]),
    ...install.hostConfigs.filter(({ kind }) => kind === "unit").map(({ path }) => unitOf(path)),
  ];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** `/etc/systemd/system/shop.service.d/env.conf` belongs to `shop.service`. */
function unitOf(path: string): string | undefined {
  const folder = baseName(parentOf(path));
  if (folder.endsWith(".service.d")) return folder.slice(0, -2);
  return baseName(path).endsWith(".service") ? baseName(path) : undefined;
}

function systemctl(verb: "reload" | "restart", service: string): ReloadCommand {
  return { service, args: [verb, service], text: `systemctl ${verb} ${service}` };
}

/** Processes that may hold the old value in memory. */
export function consumers(ports: Ports, install: Install): Look<readonly RunningProcess[]> {
  const processes = ports.processes();
  if (processes.kind !== "found") return processes;
  const { serviceUser, root } = install;
  const uid = serviceUser.kind === "found" ? serviceUser.value.value.uid : undefined;
  return found(
    consumersAmong(processes.value, {
      root,
      ...(uid === undefined ? {} : { serviceUid: uid }),
      selfUid: ports.accounts.self.uid,
    }),
  );
}

/** `1234 php-fpm: pool www`, without arguments, which may hold anything. */
export function processText({ pid, args }: RunningProcess): string {
  const title = args[0] ?? "";
  const name = /^[\w.-]+: (?:pool|worker|master)[\w -]{0,40}$/.test(title)
    ? title
    : baseName((title.split(" ")[0] ?? "").replace(/:$/, ""));
  return `${pid} ${name}`;
}
