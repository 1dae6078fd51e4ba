import type { AuditContext } from "../../core/audit-context.ts";
import { envListGaps } from "../../core/install/seen-env-files.ts";
import type { Audit } from "../../core/audit.ts";
import { isEnvCopyName } from "../../core/install/env-names.ts";
import type { FindingDraft } from "../../core/finding.ts";
import type { WebSite } from "../../core/install/install.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude, notApplicable, unknown } from "../../core/outcome.ts";
import { baseName, isInside, joinPath, relativeTo } from "../../core/text/path-text.ts";
import { uniqueGaps } from "../../core/unique-gaps.ts";
import { privateKindOf } from "../../core/install/private-names.ts";

export const notServed: Audit = {
  meta: {
    id: "exposure/not-served",
    title: "The web server serves no env file, .git folder, dump, backup or log",
    rule: 1,
    severity: "critical",
    why: "Scanners ask every address on the internet for /.env and /.git/config within hours. A site whose root is the whole checkout answers with all keys, or with the history that still holds them.",
    remedy:
      "Point `root` (nginx) or DocumentRoot (Apache) at the public folder of the application only, deny dot files, dumps and logs there, check the configuration and reload. What was served counts as leaked: rotate it.",
    needs: [],
    references: [
      "https://nginx.org/en/docs/http/ngx_http_core_module.html#location",
      "https://httpd.apache.org/docs/2.4/sections.html",
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
    const seen = sites.value.map((site) => judge(site, files, context.install.root));
    return conclude({
      findings: seen.flatMap(({ findings }) => findings),
      gaps: uniqueGaps([
        ...seen.flatMap(({ gaps }) => gaps),
        ...tree.gaps,
        ...envListGaps(context.install),
      ]),
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

/** One finding for each root of a site: what is wrong there is mended there. */
function judge(
  site: WebSite,
  files: readonly string[],
  installRoot: string,
): { readonly findings: readonly FindingDraft[]; readonly gaps: readonly Gap[] } {
  const byRoot = new Map<string, string[]>();
  const undecided = new Map<string, Gap>();
  for (const file of files) {
    const url = site.urlOf(file);
    if (url.kind === "blocked") undecided.set(url.reason.text, gap(site.label, url.reason));
    if (url.kind !== "found") continue;
    const root = rootOf(site, file, url.value);
    byRoot.set(root, [...(byRoot.get(root) ?? []), url.value]);
  }
  const findings = [...byRoot].map(([root, urls]) =>
    findingFor(site, urls, relativeTo(installRoot, root)),
  );
  return { findings, gaps: [...undecided.values()] };
}

/** The root or alias that a URL goes through: the one below which the file has its name. */
function rootOf({ roots }: WebSite, file: string, url: string): string {
  const above = roots
    .filter((root) => isInside(root, file))
    .toSorted((a, b) => b.length - a.length);
  const depth = url.split("/").length;
  const named = above.find((root) => relativeTo(root, file).split("/").length + 1 === depth);
  return named ?? above[0] ?? roots[0] ?? "";
}

function findingFor(site: WebSite, urls: readonly string[], root: string): FindingDraft {
  const host = site.serverNames.find((name) => /^[\w.-]*\.[\w-]+$/.test(name));
  const server = host === undefined ? "" : `//${host}`;
  const remedy = remedies[site.server];
  return {
    message: `${site.server} serves what it must not`,
    about: `${site.serverNames.join(" ")} ${root}`,
    location: { kind: "file", path: site.file, line: site.line },
    alsoAt: urls.map((url) => ({ kind: "url", url: server + url })),
    occurrences: urls.length,
    evidence: urls.slice(0, 4).join("  "),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

const endings = String.raw`\.(sql|dump|sqlite3?|bak|backup|old|orig|log|pem|key|p12|pfx)(\.(gz|bz2|xz|zst|zip))?$`;

/** What to write, by server; a test writes it and looks again. */
const remedies: Readonly<Record<string, string>> = {
  nginx: `Set \`root\` to the public folder only, or add to this server \`location ~ /\\.(?!well-known/) { deny all; }\` and \`location ~* ${endings} { deny all; }\` before its other expressions (a \`location ^~\` needs a \`deny all;\` of its own). Run \`nginx -t\`, reload, and rotate what was served.`,
  Apache: `Set DocumentRoot to the public folder only, or add to this site \`RedirectMatch 404 "/\\.(?!well-known/)"\` and \`RedirectMatch 404 "${endings}"\`. Run \`apachectl configtest\`, reload, and rotate what was served.`,
};
