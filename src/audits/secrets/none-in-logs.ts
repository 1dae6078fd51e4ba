import { hiddenSites } from "../../core/install/unread-sites.ts";
import type { Audit } from "../../core/audit.ts";
import { ownValueGaps } from "../../core/install/env-gaps.ts";
import { filesByOwnership } from "../../core/install/install-files.ts";
import { linksOut } from "../../core/install/links-out.ts";
import { privateKindOf } from "../../core/install/private-names.ts";
import type { TreeEntry } from "../../core/ports/files.ts";
import { baseName } from "../../core/text/path-text.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { findingsFromMatches } from "../../core/secrets/secret-findings.ts";
import { unlistedLogFolders } from "../../core/install/unlisted-logs.ts";

export const noneInLogs: Audit = {
  meta: {
    id: "secrets/none-in-logs",
    title: "No log shows a full key or a credential in a URL",
    rule: 1,
    severity: "high",
    why: "Logs are read by more people than the env file, shipped to other machines and kept for months. The vendor allows at most the last four characters of a key in a log.",
    remedy:
      "Mask the value where it is logged (for nginx a log_format without query strings), delete or rewrite the logs that show it, and rotate the credential.",
    needs: [],
    references: [
      "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html",
      "https://nginx.org/en/docs/http/ngx_http_log_module.html",
    ],
  },
  async run(context) {
    const { install } = context;
    const tree = context.tree();
    const configured = install.logs.flatMap(({ files }) => files);
    const paths = [...new Set([...configured, ...filesByOwnership(tree, install).log])];
    const away = linksOut(tree.entries.filter(isLogByName), install.root, context.host);
    // A site that could not be told to be ours has logs of its own.
    const unlisted = [
      ...unlistedLogFolders(install),
      ...tree.gaps,
      ...away,
      ...hiddenSites(install),
    ];
    if (paths.length === 0 && unlisted.length === 0) return notApplicable("no log was found");
    const result = await context.secrets.inLogs(paths);
    const findings = findingsFromMatches(result, { where: "in a log", atMost: "high" });
    return conclude({ findings, gaps: [...ownValueGaps(install), ...unlisted, ...result.gaps] });
  },
};

/** A log, or a folder of logs, that may be kept elsewhere: `storage/logs -> /var/log/shop`. */
function isLogByName({ path }: TreeEntry): boolean {
  const name = baseName(path);
  return privateKindOf(name) === "log" || /^logs?$/i.test(name);
}
