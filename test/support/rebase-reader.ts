import type { FileReader } from "../../src/core/ports/files.ts";
import { found } from "../../src/core/look.ts";

/** A reader to which `top` is `/`: a whole host in a folder. Links in it must be relative. */
export function rebaseReader(reader: FileReader, top: string): FileReader {
  const inner = (path: string) => `${top}${path}`;
  return {
    stat: (path) => reader.stat(inner(path)),
    read: (path, options) => reader.read(inner(path), options),
    chunks: (path, options) => reader.chunks(inner(path), options),
    list: (path) => reader.list(inner(path)),
    readLink: (path) => reader.readLink(inner(path)),
    accessList: (path) => reader.accessList(inner(path)),
    realPath: (path) => {
      const real = reader.realPath(inner(path));
      return real.kind === "found" ? found(real.value.slice(top.length) || "/") : real;
    },
  };
}
