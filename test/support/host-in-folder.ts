import { chmodSync, lchownSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Look, found } from "../../src/core/look.ts";
import type { RunningProcess } from "../../src/core/ports/running-process.ts";
import type { DiscoveryPorts } from "../../src/install/host/discovery-ports.ts";
import { createAccounts } from "../../src/platform/host/accounts.ts";
import { createHostFiles, createInstallFiles } from "../../src/platform/files/file-reader.ts";
import { rebaseReader } from "./rebase-reader.ts";
import { shippedCatalogue } from "./shipped-catalogue.ts";
import { populate, tempFolder } from "./temp-folder.ts";

export interface HostInFolder {
  readonly ports: DiscoveryPorts;
  /** The real folder behind a path of that host. */
  real(path: string): string;
}

const accountFiles = {
  "etc/passwd":
    "root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/bin/false\nshop:x:1001:1002::/srv:/bin/sh\n",
  "etc/group": "root:x:0:\nadm:x:4:\nwww-data:x:33:shop\nshop:x:1002:\n",
};

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
  populate(top, { ...accountFiles, ...files });
  const host = rebaseReader(createHostFiles(), top);
  return {
    real: (path) => join(top, path),
    ports: {
      host,
      filesOf: (root) => rebaseReader(createInstallFiles(join(top, root)), top),
      accounts: createAccounts({ folder: join(top, "etc"), self: { uid: 0, gid: 0 } }),
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
