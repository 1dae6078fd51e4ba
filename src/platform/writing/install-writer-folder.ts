import { closeSync, fstatSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { environmentError } from "../../core/error.ts";
import { baseName, parentOf } from "../../core/text/path-text.ts";
import { openFlags } from "../files/open-flags.ts";
import { descriptorPath, systemPath } from "../files/system-path.ts";

/**
 * Opens a folder from `/` on, part by part, following no link, and gives a path to `name` in it
 * that stays right whatever happens to the parents meanwhile.
 */
export function inFolder<T>(folder: string, use: (descriptor: number) => T): T {
  let descriptor = openSync("/", openFlags.folder);
  try {
    for (const part of folder.split("/")) {
      if (part === "") continue;
      if (part === "." || part === "..") throw relativePath();
      const next = openSync(childPath(descriptor, part), openFlags.folder);
      closeSync(descriptor);
      descriptor = next;
    }
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Calls with a descriptor of the parent and the last part of the path. */
export function atName<T>(path: string, use: (folder: number, name: string) => T): T {
  const name = baseName(path);
  if (name === "" || name === "." || name === "..") throw relativePath();
  return inFolder(parentOf(path), (folder) => use(folder, name));
}

export function childPath(folder: number, name: string): string | Buffer {
  return systemPath(`${descriptorPath(folder)}/${name}`);
}

/** A descriptor that wakes up no device and follows no link. */
export function withHandle<T>(folder: number, name: string, use: (handle: number) => T): T {
  const handle = openSync(childPath(folder, name), openFlags.handle);
  try {
    return use(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a rename or removal in the folder durable. A folder we may not read is left to the system. */
export function syncFolder(folder: number): void {
  let readable: number;
  try {
    readable = openSync(descriptorPath(folder), openFlags.readFollowing);
  } catch {
    return;
  }
  try {
    fsyncSync(readable);
  } finally {
    closeSync(readable);
  }
}

/** A bind-mounted file has another mount id than its folder; device and inode tell nothing. */
export function isMountPoint(folder: number, handle: number): boolean {
  return mountOf(folder) !== mountOf(handle);
}

function mountOf(descriptor: number): string {
  const text = readFileSync(`/proc/self/fdinfo/${descriptor}`, "latin1");
  return /^mnt_id:\s*(\d+)/m.exec(text)?.[1] ?? "";
}

/** Everybody may rename things in it: writable by others without the sticky bit. */
export function isOpenFolder(folder: number): boolean {
  const { mode } = fstatSync(folder);
  return (mode & 0o002) !== 0 && (mode & 0o1000) === 0;
}

function relativePath() {
  return environmentError("UNFIT_PATH", "a path to change has . or .. in it");
}
