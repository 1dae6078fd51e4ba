import { posix } from "node:path";
import { type Waiver, dayOf, maxWaiverDays } from "../../core/acceptance/waiver.ts";
import { relativeTo } from "../../core/text/path-text.ts";
import { isoDate } from "./iso-date.ts";
import { type YamlValue, openYaml, suggestion } from "./yaml-reader.ts";

export interface WaiverRules {
  /** Every audit id there is, not only those that run. */
  readonly auditIds: readonly string[];
  readonly now: Date;
  /** Paths inside it become relative, as in the report. */
  readonly root: string | null;
  /** What kind of secret a text holds; undefined for none. */
  readonly secretIn: (text: string) => string | undefined;
}

const keys = ["audit", "fingerprint", "path", "reason", "owner", "expires"] as const;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Reads a waivers file. Everything in it must be right: a slip must not waive more, or less, than
 * somebody meant.
 *
 * @param path absolute; named in errors.
 * @throws GuardError kind `configuration`, with file, line and column.
 */
export function parseWaivers(text: string, path: string, rules: WaiverRules): readonly Waiver[] {
  const document = openYaml(text, path);
  if (document.node === undefined) return [];
  const seen = new Map<string, string>();
  return document.items("begin each entry with a dash: - audit: env/mode").map((item) => {
    const waiver = readWaiver(item, rules);
    const what = JSON.stringify([waiver.audit, waiver.fingerprint, waiver.path]);
    const before = seen.get(what);
    if (before !== undefined) {
      item.fail("WAIVER_TWICE", `${item.name} is about the same as ${before}`, "keep one of them");
    }
    seen.set(what, item.name);
    return waiver;
  });
}

function readWaiver(item: YamlValue, rules: WaiverRules): Waiver {
  const field = item.fields(keys);
  // An empty `path:` must not read as none at all: it would waive more.
  for (const { value } of item.pairs()) value.text();
  const [audit, fingerprint, path] = [field("audit"), field("fingerprint"), field("path")];
  if (!audit && !fingerprint) {
    item.fail("WAIVER_MISSING", `${item.name} has no audit and no fingerprint`, howToName);
  }
  const needed = (key: "reason" | "owner" | "expires", hint: string): YamlValue =>
    field(key) ?? item.fail("WAIVER_MISSING", `${item.name} has no ${key}`, hint);
  return {
    ...(audit ? { audit: auditId(audit, rules) } : {}),
    ...(fingerprint ? { fingerprint: print(fingerprint) } : {}),
    ...(path ? { path: place(path, rules) } : {}),
    reason: words(needed("reason", "write why it is acceptable"), 500, rules),
    owner: words(needed("owner", "write who answers for it"), 100, rules),
    expires: lastDay(needed("expires", `write the last day, at most ${days} from now`), rules),
  };
}

const days = `${maxWaiverDays} days`;
const howToName = "write audit: env/mode, or the fingerprint of a finding";

function auditId(value: YamlValue, { auditIds }: WaiverRules): string {
  const id = value.text();
  if (auditIds.includes(id)) return id;
  return value.fail(
    "WAIVER_AUDIT",
    `no audit is called "${id}"`,
    id.includes("*")
      ? "name one audit: a pattern would also waive audits that come later"
      : suggestion(id, auditIds, "list the audits with: audit --verbose"),
  );
}

function print(value: YamlValue): string {
  const text = value.text();
  if (/^[0-9a-f]{32}$/.test(text)) return text;
  return value.fail(
    "WAIVER_FINGERPRINT",
    `${value.name} is no fingerprint`,
    "copy it from the JSON report: 32 hex digits, in quotes",
  );
}

/** As in the report: `..` and patterns would cover what nobody has looked at. */
function place(value: YamlValue, { root, secretIn }: WaiverRules): string {
  const typed = value.text();
  const path = posix.normalize(typed).replace(/(?<=.)\/$/, "");
  const secret = secretIn(typed);
  if (secret !== undefined) refuseSecret(value, secret);
  if (path === "." || path === "/" || path.startsWith("../") || path === "..") {
    value.fail("WAIVER_PATH", `${value.name} leads nowhere`, "leave it out, or name a file");
  }
  if (path.includes("*")) {
    value.fail("WAIVER_PATH", `${value.name} is a pattern`, "name the file, or its folder");
  }
  const short = root === null ? path : relativeTo(root, path);
  if (short === ".") {
    value.fail("WAIVER_PATH", `${value.name} is the whole install`, "leave it out to say that");
  }
  return short;
}

function words(value: YamlValue, limit: number, { secretIn }: WaiverRules): string {
  const text = value.text().trim();
  if (text.length > limit) {
    value.fail("WAIVER_TEXT", `${value.name} has more than ${limit} characters`, "say it shorter");
  }
  const secret = secretIn(text);
  if (secret !== undefined) refuseSecret(value, secret);
  return text;
}

function refuseSecret(value: YamlValue, secret: string): never {
  return value.fail(
    "WAIVER_SECRET",
    `${value.name} holds a secret (${secret}), and what it says is printed`,
    "write its last four characters only",
  );
}

/** An expired one is read all the same: the report says that it has ended. */
function lastDay(value: YamlValue, { now }: WaiverRules): string {
  const expires = isoDate(value, "WAIVER_DATE");
  const latest = dayOf(new Date(now.getTime() + maxWaiverDays * dayMs));
  if (expires <= latest) return expires;
  return value.fail(
    "WAIVER_DATE",
    `${value.name} is more than ${days} away`,
    `write ${latest} or earlier, and look again then`,
  );
}
