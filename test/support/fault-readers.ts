import type { FileReader } from "../../src/core/ports/files.ts";
import type { Accounts } from "../../src/core/ports/accounts.ts";
import type { IncidentStore } from "../../src/core/ports/incident-store.ts";
import { asOther } from "./as-user.ts";

/** Every question about `closed` or what is below it is asked with an ordinary account's rights. */
export function closedReader(reader: FileReader, closed: string): FileReader {
  const ask = <T>(path: string, act: () => T): T =>
    path === closed || path.startsWith(`${closed}/`) ? asOther(act) : act();
  return {
    stat: (path) => ask(path, () => reader.stat(path)),
    read: (path, options) => ask(path, () => reader.read(path, options)),
    chunks: (path, options) => ask(path, () => reader.chunks(path, options)),
    list: (path) => ask(path, () => reader.list(path)),
    readLink: (path) => ask(path, () => reader.readLink(path)),
    realPath: (path) => ask(path, () => reader.realPath(path)),
    accessList: (path) => ask(path, () => reader.accessList(path)),
  };
}

/** The same for the tables of accounts, which are read with each question. */
export function closedAccounts(accounts: Accounts): Accounts {
  return {
    ...accounts,
    userName: (uid) => asOther(() => accounts.userName(uid)),
    groupName: (gid) => asOther(() => accounts.groupName(gid)),
    byName: (name) => asOther(() => accounts.byName(name)),
    byUid: (uid) => asOther(() => accounts.byUid(uid)),
    groupByName: (name) => asOther(() => accounts.groupByName(name)),
  };
}

type IncidentReader = Pick<IncidentStore, "ids" | "names" | "read">;

/** The same for the journals, which are all open to everybody but for the name that is closed. */
export function closedIncidents(incidents: IncidentReader): IncidentReader {
  return {
    ids: () => asOther(() => incidents.ids()),
    names: () => asOther(() => incidents.names()),
    read: (id) => asOther(() => incidents.read(id)),
  };
}
