const decoder = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();
const rawBase = 0xdc00;

/**
 * File name bytes as a string. Bytes that are not UTF-8 become lone surrogates U+DC80..U+DCFF, so
 * that {@link encodePath} gives the same bytes back.
 */
export function decodePath(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    // Not UTF-8 as a whole; keep every byte that is not plain ASCII as it is.
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte < 0x80 ? byte : rawBase + byte);
    return text;
  }
}

/** The bytes of a path made by {@link decodePath}. */
export function encodePath(path: string): Uint8Array {
  if (path.isWellFormed()) return encoder.encode(path);
  const bytes: number[] = [];
  for (const character of path) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= rawBase + 0x80 && code <= rawBase + 0xff) bytes.push(code - rawBase);
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}

/** For reports: backslashes doubled and raw bytes as `\xHH`, so that every path reads one way. */
export function publishPath(path: string): string {
  return path
    .replaceAll("\\", "\\\\")
    .replaceAll(
      /[\udc80-\udcff]/gu,
      (raw) => `\\x${(raw.charCodeAt(0) - rawBase).toString(16).padStart(2, "0")}`,
    );
}

/** `path` seen from `root`: relative when inside it, else unchanged. `root` itself is `.`. */
export function relativeTo(root: string, path: string): string {
  if (path === root) return ".";
  const top = root.endsWith("/") ? root : `${root}/`;
  return path.startsWith(top) ? path.slice(top.length) : path;
}

/** Whether `path` is `root` or below it. Both absolute and free of `.` and `..`. */
export function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function parentOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut <= 0 ? "/" : path.slice(0, cut);
}

/** Joins with exactly one slash; does not resolve `.` or `..`. */
export function joinPath(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}

/** Byte-order comparison of strings, the same in every locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
