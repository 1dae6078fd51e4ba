import type { FileKind } from "../ports/files.ts";
import type { Reason } from "../look.ts";

const names: Readonly<Record<Exclude<FileKind, "file" | "link" | "mount" | "hard-link">, string>> =
  {
    directory: "a directory",
    fifo: "a FIFO",
    socket: "a socket",
    device: "a device",
  };

/** Of what lies on a mount inside the install. */
export const mountedReason: Reason = {
  code: "filesystem",
  text: "mounted from elsewhere; if it is the install's, list it in guard.yaml: install.mounts",
};

/** Why something that stands where a file is expected was not looked at; undefined for a file. */
export function reasonOfKind(kind: FileKind): Reason | undefined {
  if (kind === "file") return undefined;
  if (kind === "link") return { code: "link", text: "is a link, which is not followed" };
  if (kind === "mount") return mountedReason;
  if (kind === "hard-link") return { code: "link", text: "a hard link to somebody else's file" };
  return { code: "not-a-file", text: `is ${names[kind]}` };
}
