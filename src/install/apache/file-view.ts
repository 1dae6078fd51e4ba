import type { FileReader } from "../../core/ports/files.ts";
import { type Look, found } from "../../core/look.ts";
import { baseName, parentOf } from "../../core/text/path-text.ts";
import type { LinkView } from "../web-server/link-view.ts";
import { type ApacheDirective, loadAccessFile } from "./load-apache.ts";
import type { ApacheState } from "./apache-state.ts";

/** The file system as Apache meets it on the way to a file. */
export interface FileView extends LinkView {
  isFolder(path: string): boolean;
  /** A link itself, and whether its owner is the owner of what it leads to. */
  linkAt(path: string): { readonly sameOwner: boolean } | undefined;
  /** An access file; `absent` when there is none. */
  accessFile(path: string): Look<readonly ApacheDirective[]>;
}

/** Each file is read once. */
export function createFileView(host: FileReader, links: LinkView, state: ApacheState): FileView {
  const accessFiles = new Map<string, Look<readonly ApacheDirective[]>>();
  const linkInfos = new Map<string, { readonly sameOwner: boolean } | undefined>();
  const linkAt = (path: string) => {
    const listed = host.list(parentOf(path));
    const entries = listed.kind === "found" ? listed.value : [];
    const entry = entries.find(({ name }) => name === baseName(path));
    if (entry?.stat.kind !== "link") return undefined;
    const target = host.stat(links.real(path));
    return { sameOwner: target.kind === "found" && target.value.uid === entry.stat.uid };
  };
  return {
    ...links,
    isFolder: (path) => {
      const stat = host.stat(path);
      return stat.kind === "found" && stat.value.kind === "directory";
    },
    linkAt: (path) => {
      // A path that is its own real path has no link in it.
      if (links.real(path) === path) return undefined;
      if (!linkInfos.has(path)) linkInfos.set(path, linkAt(path));
      return linkInfos.get(path);
    },
    accessFile: (path) => {
      const known = accessFiles.get(path);
      if (known) return known;
      const value = loadAccessFile(state, path);
      // A folder that is a file has no access file.
      accessFiles.set(path, value.kind === "found" ? found(value.value) : value);
      return accessFiles.get(path) ?? value;
    },
  };
}
