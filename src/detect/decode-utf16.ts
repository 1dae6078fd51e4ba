import { Buffer } from "node:buffer";

/** The encoding that a byte order mark announces; undefined for anything but UTF-16. */
export function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}

/** UTF-16 text with a byte order mark as UTF-8; everything else as it is. */
export function withoutUtf16(bytes: Uint8Array): Buffer {
  const encoding = utf16Of(bytes);
  if (encoding === undefined) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return Buffer.from(new TextDecoder(encoding).decode(bytes), "utf8");
}
