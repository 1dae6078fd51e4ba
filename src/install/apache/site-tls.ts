import type { Setting, SiteTls } from "../../core/install/site-tls.ts";
import { type Gap, gap } from "../../core/look.ts";
import { type ApacheDirective, undecidedPart } from "./load-apache.ts";
import { absolute } from "./server.ts";

/**
 * Undefined when the server speaks no TLS. What the main server says counts beside the host's own:
 * a file too many is looked at, none is missed.
 * https://httpd.apache.org/docs/2.4/mod/mod_ssl.html
 */
export function apacheTls(
  levels: readonly (readonly ApacheDirective[])[],
  serverRoot: string,
  { file, line }: Pick<ApacheDirective, "file" | "line">,
): SiteTls | undefined {
  const all = levels.flat();
  const named = (name: string) => all.filter((each) => each.name === name.toLowerCase());
  const engine = named("SSLEngine").at(-1)?.args[0] ?? "off";
  const undecided = all.filter(mayHideTls);
  if (!/^(?:on|optional)$/i.test(engine) && undecided.length === 0) return undefined;
  const gaps: Gap[] = undecided.map((each) =>
    gap(`${each.file}:${each.line}`, { code: "parse", text: "whether it counts cannot be told" }),
  );
  const files = (name: string) => named(name).flatMap((each) => fileOf(each, serverRoot, gaps));
  const certificates = files("SSLCertificateFile");
  const keys = files("SSLCertificateKeyFile");
  return {
    certificates,
    // Without a file of its own the key stands beside the certificate.
    keys: keys.length > 0 ? keys : certificates,
    settings: (name) =>
      named(name).map((each) => ({ value: each.args, file: each.file, line: each.line })),
    defaults: [],
    file,
    line,
    gaps,
  };
}

/** A part under a condition nobody can judge, or a file that could not be read. */
function mayHideTls({ name, block }: ApacheDirective): boolean {
  return name === undecidedPart && (block?.some((each) => each.name.startsWith("ssl")) ?? true);
}

function fileOf(
  { args, file, line }: ApacheDirective,
  serverRoot: string,
  gaps: Gap[],
): readonly Setting<string>[] {
  const [name = ""] = args;
  if (/^pkcs11:/i.test(name) || name.includes("$")) {
    const text = `only the server can tell which file ${name.replace(/:.*/s, ":…")} is`;
    gaps.push(gap(`${file}:${line}`, { code: "parse", text }));
    return [];
  }
  return [{ value: absolute(name, serverRoot), file, line }];
}
