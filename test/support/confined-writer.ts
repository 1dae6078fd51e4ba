import type { InstallWriter } from "../../src/core/ports/install-writer.ts";
import { isInside } from "../../src/core/text/path-text.ts";

/**
 * Throws on the first path outside of `top`, before the writer sees it. A test's host is folders in
 * `top` for readers only: `/var/log` in a plan would be this machine's own. The real writer follows
 * no link, so that the name alone decides.
 */
export function confinedWriter(writer: InstallWriter, top: string): InstallWriter {
  const within = (path: string): string => {
    if (isInside(top, path) && !path.split("/").includes("..")) return path;
    throw new Error(`a fix of a test may change nothing outside of ${top}: ${path}`);
  };
  return {
    ...(writer.unusable === undefined ? {} : { unusable: writer.unusable }),
    inspect: (path) => writer.inspect(within(path)),
    read: (path, maxBytes) => writer.read(within(path), maxBytes),
    folder: (path) => writer.folder(within(path)),
    hazards: (path) => writer.hazards(within(path)),
    setAttributes: (path, expected, to) => writer.setAttributes(within(path), expected, to),
    replace: (path, expected, bytes, temporary) =>
      writer.replace(within(path), expected, bytes, temporary),
    create: (path, file, temporary) => writer.create(within(path), file, temporary),
    remove: (path, expected) => writer.remove(within(path), expected),
    setTime: (path, mtime) => writer.setTime(within(path), mtime),
    removeTemporary: (path, temporary) => writer.removeTemporary(within(path), temporary),
  };
}
