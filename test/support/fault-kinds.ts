import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";

export type FaultName =
  | "permission denied"
  | "link"
  | "link loop"
  | "FIFO"
  | "device"
  | "directory"
  | "file"
  | "1 GiB sparse"
  | "truncated"
  | "invalid UTF-8"
  | "NUL bytes"
  | "1 MB line";

/** Something that stands in the way of reading a name, on a real file system. */
export interface FaultKind {
  readonly name: FaultName;
  /** The kinds of things that it can happen to. */
  readonly to: readonly ("file" | "folder")[];
  /** Making it takes root. */
  readonly root?: true;
  /** Everything at or below the name is to be asked for with the rights of an ordinary account. */
  readonly closed?: true;
  /** Puts the fault in the place of the thing, which was moved to `original`. */
  put(path: string, original: string): void;
}

const gibibyte = 1024 ** 3;
const both = ["file", "folder"] as const;

/** A copy of the file with other bytes, and the same owner, mode and time. */
function changedCopy(change: (bytes: Buffer) => Uint8Array): FaultKind["put"] {
  return (path, original) => {
    fs.writeFileSync(path, change(fs.readFileSync(original)));
    copyMetadata(path, original);
  };
}

function copyMetadata(path: string, original: string): void {
  const { uid, gid, mode, atime, mtime } = fs.statSync(original);
  fs.chownSync(path, uid, gid);
  fs.chmodSync(path, mode & 0o7777);
  fs.utimesSync(path, atime, mtime);
}

const withLine = (line: Uint8Array) =>
  changedCopy((bytes) => Buffer.concat([bytes, line, Buffer.from("\n")]));

export const faultKinds: readonly FaultKind[] = [
  {
    name: "permission denied",
    to: both,
    closed: true,
    put: (path, original) => {
      spawnSync("cp", ["-a", "--", original, path]);
      fs.chmodSync(path, 0);
      if (process.getuid?.() === 0) fs.chownSync(path, 0, 0);
    },
  },
  { name: "link", to: both, put: (path, original) => fs.symlinkSync(original, path) },
  { name: "link loop", to: both, put: (path) => fs.symlinkSync(path, path) },
  { name: "FIFO", to: both, put: (path) => void spawnSync("mkfifo", ["--", path]) },
  {
    // The null device, under a name of our own.
    name: "device",
    to: both,
    root: true,
    put: (path) => void spawnSync("mknod", ["--", path, "c", "1", "3"]),
  },
  { name: "directory", to: ["file"], put: (path) => fs.mkdirSync(path) },
  { name: "file", to: ["folder"], put: (path) => fs.writeFileSync(path, "x\n") },
  {
    name: "1 GiB sparse",
    to: ["file"],
    put: (path, original) => {
      fs.writeFileSync(path, fs.readFileSync(original));
      fs.truncateSync(path, gibibyte);
      copyMetadata(path, original);
    },
  },
  {
    name: "truncated",
    to: ["file"],
    put: changedCopy((bytes) => bytes.subarray(0, Math.floor(bytes.length / 2))),
  },
  { name: "invalid UTF-8", to: ["file"], put: withLine(Uint8Array.of(0xff, 0xc3, 0x28, 0xfe)) },
  { name: "NUL bytes", to: ["file"], put: withLine(new Uint8Array(3)) },
  { name: "1 MB line", to: ["file"], put: withLine(Buffer.alloc(1_000_000, "A")) },
];

/** Makes the fault; the answer takes it away again. What was there is kept in the folder `aside`. */
export function makeFault(fault: FaultKind, path: string, aside: string): () => void {
  fs.mkdirSync(aside, { recursive: true });
  const original = join(aside, "original");
  fs.renameSync(path, original);
  fault.put(path, original);
  return () => {
    fs.rmSync(path, { recursive: true, force: true });
    fs.renameSync(original, path);
  };
}
