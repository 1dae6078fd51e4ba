import type { ConfiguredUrl } from "../../core/install/install.ts";

type UrlFacts = Pick<ConfiguredUrl, "display" | "scheme" | "host" | "hasCredentials">;

/** Query names whose value is a key or a password. */
const secretName = /pass|pwd|secret|token|key|auth|signature|credential|^(sig|user|username)$/i;

/** What may be shown and judged of a URL's text: never its userinfo or query values. */
export function readUrl(text: string): UrlFacts {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return { ...bare(trimmed), hasCredentials: trimmed.includes("@") };
  const url = new URL(trimmed);
  const scheme = url.protocol.replace(":", "").toLowerCase();
  // `panel.example:25500` parses with the host as scheme.
  if (url.host === "" || !trimmed.includes("//"))
    return { ...bare(trimmed), hasCredentials: false };
  const names = [...url.searchParams.keys()];
  const query = names.length === 0 ? "" : `?${names.map((name) => `${name}=...`).join("&")}`;
  const path =
    url.pathname === "/" && !trimmed.replace(/[?#].*$/, "").endsWith("/")
      ? ""
      : maskedPath(url.pathname);
  return {
    display: `${scheme}://${url.host}${path}${query}`,
    scheme,
    host: url.hostname.toLowerCase(),
    hasCredentials:
      url.password !== "" ||
      url.username !== "" ||
      [...url.searchParams].some(([name, value]) => value !== "" && secretName.test(name)),
  };
}

/** A host without scheme, as `panel.example:25500/c`; anything else is not shown. */
function bare(text: string): Omit<UrlFacts, "hasCredentials"> {
  const host = /^([\w-]+(?:\.[\w-]+)+|localhost)(:\d+)?(?=\/|$)/i.exec(text);
  if (!host) return { display: "(no URL)", scheme: "", host: "" };
  return { display: host[0], scheme: "", host: (host[1] ?? "").toLowerCase() };
}

/** Long path parts may be tokens: Discord and Telegram put theirs into the path. */
function maskedPath(path: string): string {
  return path
    .split("/")
    .map((part) => (part.length >= 24 && /\d/.test(part) ? "..." : part))
    .join("/");
}
