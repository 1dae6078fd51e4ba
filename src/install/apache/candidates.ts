import type { LinkView } from "../web-server/link-view.ts";
import { reverse } from "../web-server/reverse.ts";
import { realOf, underRoot } from "../web-server/under-root.ts";
import { mappings } from "./mapping.ts";
import type { RewriteConfig, RewriteRule } from "./rewrite-rules.ts";
import { type ApacheServer, absolute } from "./server.ts";

/** Addresses under which `file` might be asked for: by the document root and by aliases. */
export function candidateUris(
  server: ApacheServer,
  file: string,
  links: LinkView,
  serverRoot: string,
): readonly string[] {
  const { documentRoot } = server;
  const uris = documentRoot === undefined ? [] : underRoot(documentRoot, file, links);
  for (const { name, args } of mappings(server, /^(script)?alias(match)?$/)) {
    const [from = "", to = ""] = args;
    if (name.endsWith("match")) {
      const reversed = reverse(from, to, file);
      if (reversed.kind === "uri") uris.push(reversed.uri);
      continue;
    }
    const target = absolute(to, serverRoot);
    for (const folder of new Set([target, realOf(target, links)])) {
      if (!file.startsWith(folder)) continue;
      const rest = file.slice(folder.length);
      // Which of them leads there is seen when they are tried.
      uris.push(from + rest, from + rest.replace(/^\//, ""), `${from}/${rest.replace(/^\//, "")}`);
    }
    for (const { name: link, target: end } of links.linksIn(target)) {
      if (file.startsWith(`${end}/`)) uris.push(`${from}/${link}${file.slice(end.length)}`);
    }
  }
  return [...new Set(uris)].filter((uri) => uri.startsWith("/") && !uri.includes("//"));
}

/** An AliasMatch that may give the file, for requests that nobody can name. */
export function unclearAlias(server: ApacheServer, file: string): string | undefined {
  return mappings(server, /^(script)?aliasmatch$/).find(
    ({ args: [from = "", to = ""] }) => reverse(from, to, file).kind === "unclear",
  )?.args[0];
}

export interface RewrittenUris {
  readonly uris: readonly string[];
  /** Targets reached by a rule that cannot be turned round. */
  readonly unclear: readonly { readonly target: string; readonly rule: RewriteRule }[];
}

/** Addresses that rules turn into one of `targets`; `base` is the address of their folder. */
export function rewrittenUris(
  rewrite: RewriteConfig,
  targets: readonly string[],
  base: string,
): RewrittenUris {
  const uris = new Set<string>();
  const unclear: { target: string; rule: RewriteRule }[] = [];
  for (const rule of rewrite.on ? rewrite.rules : []) {
    const { source, substitution, flags, negated } = rule;
    if (substitution === "-" || flags.has("r") || flags.has("f") || flags.has("p")) continue;
    const isRelative = !substitution.startsWith("/");
    // Captures and variables other than the first group cannot be turned round.
    const template = substitution.replaceAll(/%\{[^}]*\}|%\d|\$\{[^}]*\}/g, "$9");
    for (const target of targets) {
      if (isRelative && !target.startsWith(base)) continue;
      const wanted = isRelative ? target.slice(base.length) : target;
      const reversed = negated ? ({ kind: "unclear" } as const) : reverse(source, template, wanted);
      if (reversed.kind === "uri") {
        const uri = reversed.uri.startsWith("/") ? reversed.uri : base + reversed.uri;
        if (uri !== target) uris.add(uri);
      }
      if (reversed.kind === "unclear") unclear.push({ target, rule });
    }
  }
  return { uris: [...uris], unclear };
}
