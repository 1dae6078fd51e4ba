import type { Accounts } from "../../core/ports/accounts.ts";
import type { FileReader } from "../../core/ports/files.ts";
import type { Account, Sourced } from "../../core/install/install.ts";
import { type Look, absent, blocked, found } from "../../core/look.ts";
import { isInside } from "../../core/text/path-text.ts";
import type { RunningProcess } from "../../core/ports/running-process.ts";
import type { ApacheView } from "../apache/read-apache.ts";
import { type Belongings, mentions } from "../belongs.ts";
import { workerAccount } from "./worker-account.ts";

export interface UserSources {
  readonly accounts: Accounts;
  readonly files: FileReader;
  readonly root: string;
  readonly belongings: Belongings;
  readonly apache: Look<ApacheView>;
  readonly processes: () => Look<readonly RunningProcess[]>;
}

/** Whoever must read the env file: unit, then php-fpm pool, then Apache with PHP in it, then worker, then the root's owner. */
export function findServiceUser(sources: UserSources): Look<Sourced<Account>> {
  for (const find of [unitUser, poolUser, apacheUser, workerUser, rootOwner]) {
    const user = find(sources);
    if (user.kind !== "absent") return user;
  }
  return absent;
}

function unitUser({ accounts, belongings }: UserSources): Look<Sourced<Account>> {
  const servers = belongings.units.filter(runsOnItsOwn);
  const withUser = (units: Belongings["units"]) => units.find(({ user }) => user !== undefined);
  const unit = withUser(servers) ?? servers[0] ?? withUser(belongings.units);
  if (!unit) return absent;
  if (unit.user === undefined && isOn(unit, "DynamicUser")) {
    return blocked("io", `systemd makes an account for ${unit.name} at each start`);
  }
  // Without `User=` a system service runs as root.
  const account = accountNamed(accounts, unit.user ?? "root", unit.name);
  if (account.kind !== "found") return account;
  const group = unit.group === undefined ? account.value.gid : groupId(accounts, unit.group);
  const extra = unit.supplementaryGroups.map((name) => groupId(accounts, name));
  return found({
    value: {
      ...account.value,
      gid: group ?? account.value.gid,
      groups: [...new Set([...account.value.groups, group, ...extra])].filter(
        (gid) => gid !== undefined,
      ),
    },
    source: unit.name,
  });
}

function isOn({ settings }: Belongings["units"][number], key: string): boolean {
  const value = settings.findLast((each) => each.key === key)?.value ?? "no";
  return /^(?:yes|true|on|1)$/i.test(value);
}

/** A timer's backup script that runs as root says nothing about who serves the shop. */
function runsOnItsOwn({ settings }: Belongings["units"][number]): boolean {
  const type = settings.findLast(({ key }) => key === "Type")?.value ?? "simple";
  return type !== "oneshot";
}

function poolUser({ accounts, belongings }: UserSources): Look<Sourced<Account>> {
  const pool = belongings.pools.find(({ user }) => user !== undefined);
  if (pool?.user === undefined) return absent;
  const version = /\/php\/([\d.]+)\//.exec(pool.file)?.[1] ?? "";
  const source = `php${version}-fpm pool ${pool.name}`;
  const account = accountNamed(accounts, pool.user, source);
  if (account.kind !== "found") return account;
  const gid = pool.group === undefined ? undefined : groupId(accounts, pool.group);
  return found({ value: { ...account.value, gid: gid ?? account.value.gid }, source });
}

/** With mod_php the application runs as Apache itself. */
function apacheUser({ accounts, belongings, apache }: UserSources): Look<Sourced<Account>> {
  const [site] = belongings.apacheSites;
  if (!site || apache.kind !== "found") return absent;
  const { modules } = apache.value.configuration.state;
  if (![...modules].some((each) => /^php\d*_module$/.test(each))) return absent;
  const all = site.levels.flat();
  const last = (name: string) => all.findLast((each) => each.name === name)?.args;
  const [user, group] = last("assignuserid") ?? [last("user")?.[0], last("group")?.[0]];
  if (user === undefined || user.includes("${")) return absent;
  const source = `mod_php of ${site.label}`;
  // `#33` is a number.
  const account = accountNamed(accounts, user.replace(/^#/, ""), source);
  if (account.kind !== "found") return account;
  const gid = group === undefined ? undefined : groupId(accounts, group.replace(/^#/, ""));
  return found({ value: { ...account.value, gid: gid ?? account.value.gid }, source });
}

function workerUser({ accounts, root, processes }: UserSources): Look<Sourced<Account>> {
  const running = processes();
  // Processes are evidence only; without them the owner of the root is still a good answer.
  if (running.kind !== "found") return absent;
  const worker = running.value.find(
    ({ uid, args, cwd }) =>
      uid !== 0 &&
      ((cwd !== undefined && isInside(root, cwd)) || args.some((each) => mentions(each, root))) &&
      isServer(args),
  );
  if (!worker) return absent;
  return found({
    value: workerAccount(accounts, worker),
    source: `process ${worker.pid} (${programName(worker.args)})`,
  });
}

/** Somebody's shell or editor in the folder is no server. */
function isServer(args: readonly string[]): boolean {
  const program = programName(args);
  return /^(node|nodejs|php|php-fpm|bun|deno|python|ruby|puma|gunicorn|uwsgi|java)[\d.-]*/.test(
    program,
  );
}

function programName(args: readonly string[]): string {
  const [first = ""] = (args[0] ?? "").split(/[\s:]/);
  return first.slice(first.lastIndexOf("/") + 1);
}

function rootOwner({ accounts, files, root }: UserSources): Look<Sourced<Account>> {
  const stat = files.stat(root);
  if (stat.kind !== "found") return stat;
  const { uid, gid } = stat.value;
  const account = accounts.byUid(uid);
  if (account.kind === "blocked") return account;
  const value =
    account.kind === "found" ? account.value : { name: String(uid), uid, gid, groups: [gid] };
  return found({ value, source: "owner of the root" });
}

function accountNamed(accounts: Accounts, name: string, source: string): Look<Account> {
  const numeric = /^\d+$/.test(name) ? accounts.byUid(Number(name)) : absent;
  if (numeric.kind === "found") return numeric;
  const account = accounts.byName(name);
  if (account.kind !== "absent") return account;
  return blocked("io", `${source} runs as ${name}, which is no account here`);
}

function groupId(accounts: Accounts, name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  const group = accounts.groupByName(name);
  return group.kind === "found" ? group.value : undefined;
}
