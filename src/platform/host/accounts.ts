import type { Accounts } from "../../core/ports/accounts.ts";
import type { Account } from "../../core/install/install.ts";
import { absent, blocked, found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { createHostFiles } from "../files/file-reader.ts";
import { onlyFiles, parseGroup, parsePasswd } from "./parse-accounts.ts";
import type { GroupEntry, PasswdEntry } from "./parse-accounts.ts";

export interface AccountFiles {
  /** Folder of `passwd`, `group` and `nsswitch.conf`. Default `/etc`. */
  readonly folder?: string;
  readonly self?: { readonly uid: number; readonly gid: number };
}

/** Users and groups by the files of this host, read anew at each question. */
export function createAccounts({ folder = "/etc", self = ownIds() }: AccountFiles = {}): Accounts {
  const users = () => readEntries(folder, "passwd", parsePasswd);
  const groups = () => readEntries(folder, "group", parseGroup);
  const userOf = (isIt: (entry: PasswdEntry) => boolean) =>
    findEntry(folder, "passwd", users(), isIt, (entry) => withGroups(entry, groups()));
  return {
    self,
    userName: (uid) => nameOf(users(), (entry) => entry.uid === uid, uid),
    groupName: (gid) => nameOf(groups(), (entry) => entry.gid === gid, gid),
    byName: (name) => userOf((entry) => entry.name === name),
    byUid: (uid) => userOf((entry) => entry.uid === uid),
    shellOf: (uid) =>
      findEntry(
        folder,
        "passwd",
        users(),
        (entry) => entry.uid === uid,
        ({ shell }) => found(shell),
      ),
    groupByName: (name) =>
      findEntry(
        folder,
        "group",
        groups(),
        (entry) => entry.name === name,
        (entry) => found(entry.gid),
      ),
    async canRead(account, paths) {
      const { canReadAs } = await import("../children/can-read-as.ts");
      return canReadAs(account, paths, self);
    },
  };
}

function findEntry<Entry, T>(
  folder: string,
  database: "passwd" | "group",
  entries: Look<readonly Entry[]>,
  isIt: (entry: Entry) => boolean,
  use: (entry: Entry) => Look<T>,
): Look<T> {
  if (entries.kind !== "found") return entries;
  const entry = entries.value.find(isIt);
  if (entry) return use(entry);
  const sources = readText(folder, "nsswitch.conf");
  if (sources.kind === "blocked") return sources;
  if (sources.kind === "absent" || onlyFiles(sources.value, database)) return absent;
  return blocked("io", `not in /etc/${database}, and other sources of accounts are not asked`);
}

/** All groups: the main one and those that list the user. */
function withGroups(user: PasswdEntry, groups: Look<readonly GroupEntry[]>): Look<Account> {
  if (groups.kind === "blocked") return groups;
  const entries = groups.kind === "found" ? groups.value : [];
  const listed = entries.filter(({ members }) => members.includes(user.name));
  const { name, uid, gid } = user;
  return found({
    name,
    uid,
    gid,
    groups: [...new Set([user.gid, ...listed.map(({ gid }) => gid)])],
  });
}

function nameOf<Entry extends { readonly name: string }>(
  entries: Look<readonly Entry[]>,
  isIt: (entry: Entry) => boolean,
  id: number,
): string {
  const entry = entries.kind === "found" ? entries.value.find(isIt) : undefined;
  return entry?.name ?? String(id);
}

function readEntries<T>(
  folder: string,
  database: "passwd" | "group",
  parse: (text: string) => readonly T[],
): Look<readonly T[]> {
  const text = readText(folder, database);
  if (text.kind === "absent") return blocked("io", `there is no /etc/${database}`);
  return text.kind === "found" ? found(parse(text.value)) : text;
}

function readText(folder: string, name: string): Look<string> {
  const file = createHostFiles().read(`${folder}/${name}`);
  return file.kind === "found" ? found(new TextDecoder().decode(file.value.bytes)) : file;
}

/** Systems without numeric ids do not run the audits that ask for them. */
function ownIds(): { readonly uid: number; readonly gid: number } {
  return { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
}
