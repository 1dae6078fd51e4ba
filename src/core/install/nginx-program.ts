import { type Look, absent, found } from "../look.ts";
import type { FileReader } from "../ports/files.ts";

/** Major, minor, patch. */
export type Version = readonly [number, number, number];

export interface NginxProgram {
  readonly version: Version;
  /** Major version of the OpenSSL it was built with; absent with another library. */
  readonly openssl?: number;
}

/** Where packages and a build by hand put it. */
const places = ["/usr/sbin/nginx", "/usr/local/nginx/sbin/nginx", "/usr/local/sbin/nginx"];
const readAtMost = 64 * 1024 * 1024;

/** Read from the program's file, where both stand as text: nothing is run. */
export function findNginxProgram(host: FileReader): Look<NginxProgram> {
  for (const place of places) {
    const content = host.read(place, { maxBytes: readAtMost });
    if (content.kind === "blocked") return content;
    if (content.kind === "absent") continue;
    const text = new TextDecoder("latin1").decode(content.value.bytes);
    const version = parseVersion(/(?:nginx|openresty)\/(\d+\.\d+\.\d+)/.exec(text)?.[1]);
    if (!version) return absent;
    const openssl = /\bOpenSSL (\d+)\.\d+\.\d+/.exec(text)?.[1];
    return found({ version, ...(openssl === undefined ? {} : { openssl: Number(openssl) }) });
  }
  return absent;
}

export function parseVersion(text: string | undefined): Version | undefined {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)$/.exec(text ?? "") ?? [];
  return patch === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** Whether `version` is `from` or newer. */
export function isAtLeast(version: Version, from: Version): boolean {
  for (const [index, part] of version.entries()) {
    const other = from[index] ?? 0;
    if (part !== other) return part > other;
  }
  return true;
}
