import type { FindingDraft } from "../finding.ts";
import type { ConfiguredUrl } from "./install.ts";
import type { Location } from "../location.ts";

/** Where a configured URL stands. The name tells two URLs of one file apart. */
export function locationOfUrl({ path, name, line }: ConfiguredUrl): Location {
  return { kind: "env", path, key: name, line };
}

/** One finding per URL that is not https. A loopback address never leaves the machine: info. */
export function findingsOfPlainUrls(urls: readonly ConfiguredUrl[]): readonly FindingDraft[] {
  return urls
    .filter((url) => url.scheme !== "https")
    .map((url) => ({
      ...(isLoopback(url.host) ? { severity: "info" as const } : {}),
      message: messageOf(url),
      location: locationOfUrl(url),
      evidence: url.name,
    }));
}

/** `http://panel.example`; what is no URL is shown by its name only: it may be anything. */
function messageOf({ scheme, host, display, name }: ConfiguredUrl): string {
  if (scheme !== "") return display;
  return host === "" ? `${name} is no URL` : `${display} has no https://`;
}

/** A whole address: `127.shop.example` is somebody's domain. */
const loopbackAddress = /^127(?:\.\d{1,3}){3}$/;

export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replaceAll(/[[\]]/g, "");
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "::1" ||
    loopbackAddress.test(name)
  );
}
