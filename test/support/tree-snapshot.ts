import fs from "node:fs";

/**
 * Everything that undo promises about a tree, one line a name: kind, mode, owner, exact time and
 * content, raw bytes of names included.
 */
export function treeSnapshot(root: string): readonly string[] {
  return walk(Buffer.from(root), Buffer.from(".")).toSorted();
}

function walk(path: Buffer, shown: Buffer): string[] {
  const stats = fs.lstatSync(path, { bigint: true });
  const kind = stats.mode.toString(8);
  const content = stats.isFile()
    ? fs.readFileSync(path).toString("hex")
    : stats.isSymbolicLink()
      ? fs.readlinkSync(path)
      : "";
  const line = [shown.toString("latin1"), kind, stats.uid, stats.gid, stats.mtimeNs, content];
  const children = stats.isDirectory()
    ? fs
        .readdirSync(path, { encoding: "buffer" })
        .flatMap((name) => walk(join(path, name), join(shown, name)))
    : [];
  return [line.join(" "), ...children];
}

function join(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, Buffer.from("/"), name]);
}
