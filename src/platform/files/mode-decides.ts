import { statfsSync } from "node:fs";
import { blocked, found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { looking } from "./errno.ts";
import { systemPath } from "./system-path.ts";

/**
 * File systems with rules of their own, by the type that `statfs` gives: mode and owner are made
 * up from them, and a change may do nothing.
 * https://github.com/torvalds/linux/blob/master/include/uapi/linux/magic.h
 * https://github.com/openzfs/zfs/blob/master/include/sys/zfs_vfsops_os.h
 */
const approximate: Readonly<Record<number, string>> = {
  0x6969: "NFS",
  0x517b: "SMB",
  0xff534d42: "CIFS",
  0xfe534d42: "SMB",
  0x65735546: "FUSE",
  0x01021997: "9p",
  0x5346414f: "AFS",
  0x2fc12fc1: "ZFS",
  0x786f4256: "a VirtualBox share",
};

/** Whether mode and owner of the file (which is no link) are all that decides about access. */
export function modeDecides(path: string): Look<true> {
  return looking(() => modeDecidesOn(statfsSync(systemPath(path)).type));
}

/** @param type `f_type` of `statfs`. */
export function modeDecidesOn(type: number): Look<true> {
  const name = approximate[type >>> 0];
  return name === undefined
    ? found(true)
    : blocked("filesystem", `the mode is approximate on ${name}`);
}
