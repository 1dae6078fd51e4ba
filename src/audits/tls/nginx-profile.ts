import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import type { FindingDraft } from "../../core/finding.ts";
import {
  type NginxProgram,
  findNginxProgram,
  isAtLeast,
} from "../../core/install/nginx-program.ts";
import { type Allowed, protocolsOf, suitesOf } from "../../core/install/nginx-tls.ts";
import type { SiteTls } from "../../core/install/site-tls.ts";
import { tlsOfSites } from "../../core/install/tls-files.ts";
import type { TlsProfile } from "../../core/knowledge/tls-profile.ts";
import { type Gap, type Look, gap } from "../../core/look.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { wordList } from "../../core/text/word-list.ts";

export const nginxProfile: Audit = {
  meta: {
    id: "tls/nginx-profile",
    title: "Nginx is configured for TLS 1.2 and 1.3 with strong ciphers only",
    rule: 5,
    severity: "medium",
    why: "Old protocols and ciphers are kept for clients that no longer exist, and let an attacker on the way talk a connection down to what can be broken. Suites without forward secrecy open every recorded connection once the key is lost.",
    remedy:
      "In the http block: `ssl_protocols TLSv1.2 TLSv1.3;` and the `ssl_ciphers` of Mozilla's intermediate profile, as its generator writes them; take other ssl_protocols and ssl_ciphers lines out, then `nginx -t` and reload.",
    needs: [],
    references: [
      "https://ssl-config.mozilla.org/",
      "https://www.rfc-editor.org/rfc/rfc9325",
      "https://nginx.org/en/docs/http/ngx_http_ssl_module.html",
    ],
  },
  run(context) {
    const { sites, gaps } = tlsOfSites(context, ({ server }) => server !== "Apache");
    if (sites.length === 0 && gaps.length === 0) return notApplicable("no nginx site speaks TLS");
    const seen: Seen = { findings: new Map(), gaps: [...gaps], context };
    const profile = context.knowledge.tlsProfile();
    const program = findNginxProgram(context.host);
    for (const tls of sites) {
      for (const each of [tls, ...tls.defaults]) judgeProtocols(each, tls, program, profile, seen);
      judgeRest(tls, program, profile, seen);
    }
    return conclude({ findings: [...seen.findings.values()], gaps: seen.gaps });
  },
};

interface Seen {
  /** By place and message: what stands in the http block is one finding for all its sites. */
  readonly findings: Map<string, FindingDraft>;
  readonly gaps: Gap[];
  readonly context: AuditContext;
}

/** @param tls whose answer it is: the site's own, or the default server's of its address. */
function judgeProtocols(
  tls: SiteTls,
  site: SiteTls,
  program: Look<NginxProgram>,
  profile: TlsProfile,
  seen: Seen,
): void {
  const protocols = protocolsOf(tls, program, profile);
  if ("undecided" in protocols) {
    undecided(tls, protocols.undecided, seen);
    return;
  }
  const old = protocols.value.filter((each) => !profile.protocols.includes(each));
  if (old.length === 0) return;
  const openssl = program.kind === "found" ? (program.value.openssl ?? 0) : 0;
  const suites = suitesOf(site, program, profile);
  const isZero = "undecided" in suites || suites.value.level === 0 || hostLevelIsZero(seen.context);
  // https://docs.openssl.org/3.0/man7/migration_guide/
  const isRefused = openssl >= 3 && !isZero;
  const note = isRefused ? `, which its OpenSSL ${openssl} refuses all the same` : "";
  add(seen, tls, protocols, {
    ...(isRefused ? { severity: "low" as const } : {}),
    message: `nginx allows ${wordList(old)}${note}`,
  });
}

function hostLevelIsZero({ host }: AuditContext): boolean {
  const content = host.read("/etc/ssl/openssl.cnf", { maxBytes: 1024 * 1024 });
  if (content.kind !== "found") return content.kind === "blocked";
  return /^[^#\n]*SECLEVEL\s*=\s*0/m.test(new TextDecoder().decode(content.value.bytes));
}

function judgeRest(
  tls: SiteTls,
  program: Look<NginxProgram>,
  profile: TlsProfile,
  seen: Seen,
): void {
  for (const { value, file, line } of tls.settings("ssl_conf_command")) {
    const [name = "", text = ""] = value;
    if (/^(?:Min|Max)?Protocol$|^CipherString$/.test(name)) {
      seen.gaps.push(
        gap(`${file}:${line}`, {
          code: "parse",
          text: `ssl_conf_command ${name} is not evaluated`,
        }),
      );
    }
    const odd = text.split(":").filter((each) => !profile.ciphersuites.includes(each));
    if (name === "Ciphersuites" && odd.length > 0) {
      const at = { value, file, line };
      add(seen, tls, { value, at }, { message: `nginx allows ${wordList(odd)}` });
    }
  }
  judgeSuites(tls, program, profile, seen);
  judgeTickets(tls, program, profile, seen);
}

function judgeSuites(
  tls: SiteTls,
  program: Look<NginxProgram>,
  profile: TlsProfile,
  seen: Seen,
): void {
  const protocols = protocolsOf(tls, program, profile);
  const isOnlyNewest = "value" in protocols && protocols.value.every((each) => each === "TLSv1.3");
  if (isOnlyNewest) return;
  const suites = suitesOf(tls, program, profile);
  if ("undecided" in suites) {
    undecided(tls, suites.undecided, seen);
    return;
  }
  const { allowed, tolerated } = profile.ciphers;
  const names = suites.value.suites.map(({ name }) => name);
  const outside = names.filter((name) => !allowed.includes(name));
  const bad = outside.filter((name) => !tolerated.includes(name));
  if (outside.length === 0) return;
  const shown = bad.length > 0 ? bad : outside;
  add(seen, tls, suites, {
    ...(bad.length > 0 ? {} : { severity: "low" as const }),
    message: `nginx allows ciphers outside of the profile: ${wordList(shown)}`,
  });
}

/** Before 1.23.2 a ticket key lives as long as nginx: who takes it reads all that was recorded. */
function judgeTickets(
  tls: SiteTls,
  program: Look<NginxProgram>,
  { nginx }: TlsProfile,
  seen: Seen,
): void {
  const at = tls.settings("ssl_session_tickets").at(-1);
  if (at?.value[0] === "off" || program.kind !== "found") return;
  if (isAtLeast(program.value.version, nginx.ticketKeysChangeFrom)) return;
  add(
    seen,
    tls,
    { value: undefined, ...(at ? { at } : {}) },
    {
      severity: "low",
      message: `session tickets are on, and nginx ${program.value.version.join(".")} never changes their key`,
      remedy: "ssl_session_tickets off; in the http block",
    },
  );
}

function add(
  { findings }: Seen,
  tls: SiteTls,
  { at }: Allowed<unknown>,
  draft: Pick<FindingDraft, "message" | "severity" | "remedy">,
): void {
  // What could not be read may be where it is written.
  if (!at && tls.gaps.length > 0) return;
  const { file, line } = at ?? tls;
  const location = { kind: "file", path: file, line } as const;
  const evidence = at ? {} : { evidence: "nginx's own default: nothing is written" };
  const key = at ? `${file}:${line} ${draft.message}` : draft.message;
  const before = findings.get(key);
  if (!before) {
    findings.set(key, { ...draft, ...evidence, location, about: draft.message });
  } else if (!at && !isSame(before.location, location)) {
    findings.set(key, { ...before, alsoAt: [...(before.alsoAt ?? []), location] });
  }
}

function isSame(a: FindingDraft["location"], b: FindingDraft["location"]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function undecided({ file, line }: SiteTls, what: string, { gaps }: Seen): void {
  gaps.push(gap(`${file}:${line}`, { code: "parse", text: `cannot tell ${what}` }));
}
