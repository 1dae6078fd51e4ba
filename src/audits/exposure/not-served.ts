import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { isEnvCopyName } from "../../core/install/env-names.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { WebSite } from "../../core/install/install.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude, notApplicable, unknown } from "../../core/outcome.ts";
import { baseName, joinPath } from "../../core/text/path-text.ts";
import { privateKindOf } from "../../core/install/private-names.ts";

export const notServed: Audit = {
  meta: {
    id: "exposure/not-served",
    title: "The web server serves no env file, .git folder, dump, backup or log",
    rule: 1,
    severity: "critical",
    why: "Scanners ask every address on the internet for /.env and /.git/config within hours. A site whose root is the whole checkout answers with all keys, or with the history that still holds them.",
    remedy:
      "Point `root` at the public folder of the application only, and deny dot files: `location ~ /\\. { deny all; }` (keep /.well-known). Then run `nginx -t` and reload. What was served counts as leaked: rotate it.",
    needs: [],
    references: [
      "https://nginx.org/en/docs/http/ngx_http_core_module.html#location",
      "https://owasp.org/www-project-web-security-testing-guide/",
    ],
  },
  run(context) {
    const { sites } = context.install;
    if (sites.kind === "blocked") return unknown(sites.reason, "web server configuration");
    if (sites.kind === "absent" || sites.value.length === 0) {
      return notApplicable("no web server site serves this install");
    }
    const tree = context.tree();
    const files = privateFiles(context);
    const seen = sites.value.map((site) => judge(site, files));
    return conclude({
      findings: seen.flatMap(({ finding }) => (finding ? [finding] : [])),
      gaps: [...seen.flatMap(({ gaps }) => gaps), ...tree.gaps],
    });
  },
};

/** Private files in the tree, env files and what stands for a served `.git` first. */
function privateFiles(context: AuditContext): readonly string[] {
  const envFiles = context.install.envFiles
    .filter(({ stat }) => stat.kind !== "absent")
    .map(({ path }) => path);
  const found = context.tree().entries.flatMap(({ path, stat }) => {
    const name = baseName(path);
    if (name === ".git") return [stat.kind === "directory" ? joinPath(path, "config") : path];
    if (stat.kind !== "file" || envFiles.includes(path)) return [];
    return isEnvCopyName(name) || privateKindOf(name) ? [path] : [];
  });
  return [...envFiles, ...found];
}

function judge(
  site: WebSite,
  files: readonly string[],
): { finding?: FindingDraft; gaps: readonly Gap[] } {
  const urls: string[] = [];
  const undecided = new Map<string, Gap>();
  for (const file of files) {
    const url = site.urlOf(file);
    if (url.kind === "found") urls.push(url.value);
    if (url.kind === "blocked") undecided.set(url.reason.text, gap(site.label, url.reason));
  }
  const gaps = [...undecided.values()];
  if (urls.length === 0) return { gaps };
  const host = site.serverNames.find((name) => /^[\w.-]*\.[\w-]+$/.test(name));
  const server = host === undefined ? "" : `//${host}`;
  return {
    gaps,
    finding: {
      message: `${site.server} serves what it must not`,
      about: site.serverNames.join(" "),
      location: { kind: "file", path: site.file, line: site.line },
      alsoAt: urls.map((url) => ({ kind: "url", url: server + url })),
      occurrences: urls.length,
      evidence: urls.slice(0, 4).join("  "),
    },
  };
}
