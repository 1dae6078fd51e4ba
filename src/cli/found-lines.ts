import { plural } from "../core/exit.ts";
import type { Install } from "../core/install/install.ts";
import { relativeTo } from "../core/text/path-text.ts";

const width = 24;

/** What discovery found and where each answer comes from, for stderr. */
export function foundLines(install: Install): readonly string[] {
  const { root, source, envFiles, serviceUser, sites, logs } = install;
  const user = serviceUser.kind === "found" ? `, read by ${serviceUser.value.value.name}` : "";
  const rows: (readonly [string, string])[] = [[root, source]];
  for (const file of envFiles.slice(0, 5)) {
    rows.push([relativeTo(root, file.path), `${file.source}${user}`]);
  }
  if (sites.kind === "found" && sites.value.length > 0) {
    const [first] = sites.value;
    const more = sites.value.length > 1 ? ` and ${sites.value.length - 1} more` : "";
    rows.push([`${first?.label ?? ""}${more}`, "web server site"]);
  }
  const logFiles = logs.reduce((sum, { files }) => sum + files.length, 0);
  if (logFiles > 0) rows.push([plural(logFiles, "log file"), logs[0]?.source ?? ""]);
  return rows.map(([what, from], index) => {
    const label = index === 0 ? "Found   " : "        ";
    return `${label}${what.padEnd(width - 1)} ${from}`.trimEnd();
  });
}
