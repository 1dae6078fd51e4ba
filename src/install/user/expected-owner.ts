import type { Accounts } from "../../core/ports/accounts.ts";
import type { FileOwner } from "../../core/ports/files.ts";
import { configurationError } from "../../core/error.ts";
import type { Account, Install, Sourced } from "../../core/install/install.ts";
import { type Look, found } from "../../core/look.ts";
import type { GuardConfig } from "../config/guard-config.ts";

/**
 * The owner that an env file should have: what guard.yaml says, else whoever must read it.
 *
 * @throws GuardError `CONFIG_VALUE` when guard.yaml names an account that does not exist.
 */
export function expectedOwner(
  accounts: Accounts,
  config: GuardConfig | undefined,
  serviceUser: Look<Sourced<Account>>,
): Install["owner"] {
  const configured = config?.install.owner;
  if (config && configured) {
    return found({ value: ownerNamed(accounts, config.path, configured), source: "guard.yaml" });
  }
  if (serviceUser.kind !== "found") return serviceUser;
  const { value, source } = serviceUser.value;
  const { uid, gid } = value;
  const name = `${accounts.userName(uid)}:${accounts.groupName(gid)}`;
  return found({ value: { uid, gid, name }, source });
}

type Configured = NonNullable<GuardConfig["install"]["owner"]>;

function ownerNamed(
  accounts: Accounts,
  path: string,
  { value, line, column }: Configured,
): FileOwner & { readonly name: string } {
  const [user = "", group] = value.split(":");
  const refuse = (what: string) =>
    configurationError(
      "CONFIG_VALUE",
      `${path}:${line}:${column}: ${what} does not exist on this host`,
      "write install.owner as user:group",
    );
  const account = /^\d+$/.test(user) ? accounts.byUid(Number(user)) : accounts.byName(user);
  const uid = account.kind === "found" ? account.value.uid : numberOf(user);
  if (uid === undefined) throw refuse(`user "${user}"`);
  const ownGroup = account.kind === "found" ? account.value.gid : undefined;
  const gid = group === undefined ? ownGroup : groupNamed(accounts, group);
  if (gid === undefined) throw refuse(`group "${group ?? user}"`);
  return { uid, gid, name: `${accounts.userName(uid)}:${accounts.groupName(gid)}` };
}

function groupNamed(accounts: Accounts, name: string): number | undefined {
  const group = accounts.groupByName(name);
  return group.kind === "found" ? group.value : numberOf(name);
}

function numberOf(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
