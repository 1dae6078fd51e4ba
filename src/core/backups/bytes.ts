/** Latin-1 text of bytes, so that signatures with bytes above 0x7f can be compared. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return text;
}

/** Bytes of base64, white space ignored; undefined where it is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  const packed = text.replaceAll(/\s/g, "");
  try {
    return Uint8Array.from(atob(packed.slice(0, packed.length - (packed.length % 4))), (each) =>
      each.charCodeAt(0),
    );
  } catch {
    // Not base64: the caller has its answer.
    return undefined;
  }
}

export function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
}

export function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) + uint16(bytes, at + 2) * 65_536;
}

/** Beyond 2^53 not exact, which is beyond every disk. */
export function uint64(bytes: Uint8Array, at: number): number {
  return uint32(bytes, at) + uint32(bytes, at + 4) * 4_294_967_296;
}
