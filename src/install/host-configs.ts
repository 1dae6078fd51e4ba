import type { FileReader } from "../core/ports/files.ts";
import type { EnvEntry, HostConfigFile } from "../core/install/install.ts";
import { type Look, blocked, found } from "../core/look.ts";
import { compareText } from "../core/text/path-text.ts";
import { Secret } from "../core/secrets/secret.ts";
import type { ApacheDirective } from "./apache/load-apache.ts";
import { deep as deepApache } from "./apache/web-sites.ts";
import type { HostView } from "./host/host-view.ts";
import type { Belongings } from "./belongs.ts";
import type { ComposeProject } from "./compose/load-compose.ts";
import type { NginxDirective } from "./nginx/parse-nginx.ts";
import { deep } from "./nginx/candidates.ts";
import { unitEnvironment } from "./systemd/unit-environment.ts";

/** Configuration files of this install outside its env files that can carry values. */
export function hostConfigs(
  host: FileReader,
  { units, pools, sites, apacheSites, crontabs }: Belongings,
  compose: readonly ComposeProject[],
  view: HostView,
): readonly HostConfigFile[] {
  const collected = new Map<string, { kind: HostConfigFile["kind"]; values: EnvEntry[] }>();
  const add = (path: string, kind: HostConfigFile["kind"], values: readonly EnvEntry[]) => {
    const known = collected.get(path) ?? { kind, values: [] };
    // Instances of one template share its files.
    const isNew = ({ key, line }: EnvEntry) =>
      !known.values.some((each) => each.line === line && each.key === key);
    known.values.push(...values.filter(isNew));
    collected.set(path, known);
  };
  for (const unit of units) {
    for (const [path, values] of unitEnvironment(unit)) add(path, "unit", values);
  }
  for (const { file, env } of pools) add(file, "php-fpm", env);
  const poolsOf = (path: string) =>
    pools.filter(({ file }) => file === path).map((pool) => pool.name);
  for (const { path, env } of crontabs) add(path, "crontab", env);
  for (const site of sites) {
    add(site.file, "web-server", []);
    for (const directive of deep(site.directives)) {
      const entry = webServerValue(directive);
      if (entry) add(directive.file, "web-server", [entry]);
    }
  }
  for (const { file, levels } of apacheSites) {
    add(file, "web-server", []);
    for (const directive of deepApache(levels.flat())) {
      const entry = apacheValue(directive);
      if (entry) add(directive.file, "web-server", [entry]);
    }
  }
  const apache = view.apache();
  if (apacheSites.length > 0 && apache.kind === "found") {
    // What Apache is started with, `PassEnv` and CGI hand on.
    const { path, entries } = apache.value.configuration.environment;
    if (path !== undefined) add(path, "web-server", entries);
  }
  const fromHost = [...collected].map(([path, { kind, values }]) => ({
    path,
    kind,
    stat: host.stat(path),
    values: found(values) as Look<readonly EnvEntry[]>,
    ...(kind === "php-fpm" ? { pools: poolsOf(path) } : {}),
  }));
  const fromCompose = compose.map(({ path, stat, content }) => ({
    path,
    kind: "compose" as const,
    stat,
    values: composeValues(content),
  }));
  return [...fromHost, ...fromCompose].toSorted((a, b) => compareText(a.path, b.path));
}

function composeValues(content: ComposeProject["content"]): Look<readonly EnvEntry[]> {
  if (content.kind === "found") return found(content.value.env);
  return content.kind === "blocked" ? content : blocked("io", "it vanished while it was read");
}

/** `fastcgi_param NAME value;` and its kin hand an environment to the application. */
function webServerValue({ name, args, line }: NginxDirective): EnvEntry | undefined {
  if (!/^(fastcgi|uwsgi|scgi)_param$/.test(name)) return undefined;
  const [key = "", value = ""] = args;
  return value.startsWith("$") ? undefined : { key, value: new Secret(value), line };
}

/** `SetEnv NAME value` and its kin. */
function apacheValue({ name, args, line }: ApacheDirective): EnvEntry | undefined {
  if (!/^(setenv|fcgidinitialenv|passengerenvvar)$/.test(name)) return undefined;
  const [key = "", value = ""] = args;
  return value === "" ? undefined : { key, value: new Secret(value), line };
}
