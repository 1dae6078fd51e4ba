import { chmodSync, lchownSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Look, found } from "../../src/core/look.ts";
import type { RunningProcess } from "../../src/core/running-process.ts";
import type { DiscoveryPorts } from "../../src/install/host/discovery-ports.ts";
import { createHostFiles, createInstallFiles } from "../../src/platform/file-reader.ts";
import { rebaseReader } from "./rebase-reader.ts";
import { shippedCatalogue } from "./shipped-catalogue.ts";
import { tableAccounts } from "./table-accounts.ts";
import { populate, tempFolder } from "./temp-folder.ts";

export interface HostInFolder {
  readonly ports: DiscoveryPorts;
  /** The real folder behind a path of that host. */
  real(path: string): string;
}

const users = [
  { name: "root", uid: 0, gid: 0, groups: [0] },
  { name: "www-data", uid: 33, gid: 33, groups: [33] },
  { name: "shop", uid: 1001, gid: 1002, groups: [1002, 33] },
];
const groups = { root: 0, "www-data": 33, shop: 1002, adm: 4 };

/** A whole host in a temporary folder: real files, real readers, accounts from a table. */
export function hostInFolder(
  files: Readonly<Record<string, string>>,
  {
    cwd = "/root",
    processes = found([]),
  }: { cwd?: string; processes?: Look<readonly RunningProcess[]> } = {},
): HostInFolder {
  const top = tempFolder();
  mkdirSync(join(top, "root"));
  populate(top, files);
  const host = rebaseReader(createHostFiles(), top);
  return {
    real: (path) => join(top, path),
    ports: {
      host,
      filesOf: (root) => rebaseReader(createInstallFiles(join(top, root)), top),
      accounts: tableAccounts(users, groups),
      processes: () => processes,
      catalogue: shippedCatalogue(),
      hostName: "shop1",
      cwd,
    },
  };
}

export function own(path: string, uid: number, gid: number, mode?: number): void {
  lchownSync(path, uid, gid);
  if (mode !== undefined) chmodSync(path, mode);
}
