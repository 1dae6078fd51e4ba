import { createGunzip } from "node:zlib";
import type { Reason } from "../core/look.ts";

/** Unpacked bytes beyond this are not read: 16 GiB. A small file can claim any size. */
const mostBytes = 16 * 1024 ** 3;

/**
 * Unpacks gzip, several members too, while it is read. Gives the reason why the end was not
 * reached; what came before is handed over in any case.
 */
export async function unpackGzip(
  pieces: Iterable<Uint8Array>,
  onBytes: (bytes: Uint8Array) => void,
): Promise<Reason | undefined> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  let total = 0;
  const ended = new Promise<unknown>((resolve) => {
    gunzip.once("error", resolve);
    gunzip.once("close", () => resolve(undefined));
  });
  gunzip.on("data", (bytes: Uint8Array) => {
    total += bytes.length;
    if (total <= mostBytes) onBytes(bytes);
    else gunzip.destroy();
  });
  for (const piece of slices(pieces)) {
    if (gunzip.destroyed) break;
    // One piece at a time: what it unpacks to is handed over before the next is read.
    await new Promise<void>((resolve) => {
      gunzip.once("close", resolve);
      gunzip.write(piece, () => {
        gunzip.removeListener("close", resolve);
        resolve();
      });
    });
  }
  if (!gunzip.destroyed) gunzip.end();
  const error = await ended;
  if (error !== undefined) return reasonOf(error);
  return total > mostBytes ? { code: "too-large", text: "unpacks to over 16 GiB" } : undefined;
}

/** At damage zlib gives up what it was making of the present slice: small ones lose little. */
function* slices(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  const size = 16 * 1024;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += size) yield piece.subarray(at, at + size);
  }
}

function reasonOf(error: unknown): Reason {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "Z_BUF_ERROR") return { code: "io", text: "gzip cut short" };
  return { code: "parse", text: "gzip damaged" };
}
