import { Buffer } from "node:buffer";

/** Header and claims are JSON objects and the header names an algorithm. RFC 7519. */
export function isJwt(text: string): boolean {
  const [header, claims, signature] = text.split(".");
  if (header === undefined || claims === undefined || signature === undefined) return false;
  return readObject(header)?.["alg"] !== undefined && readObject(claims) !== undefined;
}

function readObject(part: string): Record<string, unknown> | undefined {
  const text = Buffer.from(part, "base64url").toString("utf8");
  // Spares hostile input the cost of an error per try.
  if (!/^\s{0,9}\{\s{0,9}"/.test(text) || !/\}\s{0,9}$/.test(text.slice(-10))) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // No JSON: no token.
    return undefined;
  }
}
