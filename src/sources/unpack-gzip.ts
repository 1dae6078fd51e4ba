import { createGunzip } from "node:zlib";
import type { Reason } from "../core/look.ts";

/** Unpacked bytes beyond this are not read: 16 GiB. A small file can claim any size. */
const mostBytes = 16 * 1024 ** 3;
/** Logs shrink to a tenth or a fiftieth. What holds nothing but one byte shrinks to a thousandth. */
const mostTimes = 250;
/** From here on it is asked how much it was packed. */
const harmlessBytes = 128 * 1024 ** 2;

/**
 * Unpacks gzip, several members too, while it is read. Gives the reason why the end was not
 * reached; what came before is handed over in any case.
 */
export async function unpackGzip(
  pieces: Iterable<Uint8Array>,
  onBytes: (bytes: Uint8Array) => void,
): Promise<Reason | undefined> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  let [packed, total] = [0, 0];
  let tooLarge: string | undefined;
  const ended = new Promise<unknown>((resolve) => {
    gunzip.once("error", resolve);
    gunzip.once("close", () => resolve(undefined));
  });
  gunzip.on("data", (bytes: Uint8Array) => {
    total += bytes.length;
    if (total > mostBytes) tooLarge = "unpacks to over 16 GiB";
    if (total > harmlessBytes && total > packed * mostTimes) {
      tooLarge = `unpacks to over ${mostTimes} times its size`;
    }
    if (tooLarge === undefined) onBytes(bytes);
    else gunzip.destroy();
  });
  for (const piece of slices(pieces)) {
    if (gunzip.destroyed) break;
    packed += piece.length;
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
  return tooLarge === undefined ? undefined : { code: "too-large", text: tooLarge };
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
