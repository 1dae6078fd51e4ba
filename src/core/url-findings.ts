import type { FindingDraft } from "./finding.ts";
import type { ConfiguredUrl } from "./install.ts";
import type { Location } from "./location.ts";

/** Where a configured URL stands. */
export function locationOfUrl({ from, path, name, line }: ConfiguredUrl): Location {
  if (from === "env") return { kind: "env", path, key: name, line };
  return { kind: "file", path, line };
}

/** One finding per URL that is not https. A loopback address never leaves the machine: info. */
export function findingsOfPlainUrls(
  urls: readonly ConfiguredUrl[],
  message: (display: string) => string,
): readonly FindingDraft[] {
  return urls
    .filter((url) => url.scheme !== "https")
    .map((url) => ({
      ...(isLoopback(url.host) ? { severity: "info" as const } : {}),
      message: message(url.display),
      location: locationOfUrl(url),
      evidence: url.name,
    }));
}

export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replaceAll(/[[\]]/g, "");
  return (
    name === "localhost" || name.endsWith(".localhost") || name === "::1" || name.startsWith("127.")
  );
}
