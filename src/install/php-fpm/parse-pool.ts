import type { EnvEntry } from "../../core/install/install.ts";
import { Secret } from "../../core/secrets/secret.ts";

/** A php-fpm pool: https://www.php.net/manual/en/install.fpm.configuration.php */
export interface PhpPool {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly user?: string;
  readonly group?: string;
  /** `/run/php/php8.2-fpm.sock` or `127.0.0.1:9000`. */
  readonly listen?: string;
  readonly chdir?: string;
  /** `access.log` and `slowlog` and the like, as written. */
  readonly logs: readonly {
    readonly kind: "access" | "error";
    readonly path: string;
    readonly line: number;
  }[];
  readonly env: readonly EnvEntry[];
}

/** All pools of one file. */
export function parsePools(text: string, file: string): readonly PhpPool[] {
  const pools: { head: { name: string; line: number }; settings: Setting[] }[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const header = /^\[([^\]]+)\]$/.exec(line);
    if (header) pools.push({ head: { name: header[1] ?? "", line: index + 1 }, settings: [] });
    const setting = /^([\w.]+(?:\[[^\]]*\])?)\s*=\s*(.*)$/.exec(line);
    const pool = pools.at(-1);
    if (!header && setting && pool) {
      pool.settings.push({
        key: setting[1] ?? "",
        value: iniValue(setting[2] ?? ""),
        line: index + 1,
      });
    }
  }
  return pools
    .filter(({ head }) => head.name !== "global")
    .map(({ head, settings }) => poolOf(head, settings, file));
}

interface Setting {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

function poolOf(
  { name, line }: { name: string; line: number },
  settings: readonly Setting[],
  file: string,
): PhpPool {
  const text = (key: string) =>
    settings.findLast((each) => each.key === key)?.value.replaceAll("$pool", name);
  const named = {
    user: text("user"),
    group: text("group"),
    listen: text("listen"),
    chdir: text("chdir"),
  };
  const logs = settings.flatMap(({ key, value, line }) => {
    const kind = logKinds[key];
    if (!kind || !value.startsWith("/")) return [];
    return [{ kind, path: value.replaceAll("$pool", name), line }];
  });
  const env = settings.flatMap(({ key, value, line }) => {
    const variable = /^env\[(.+)\]$/.exec(key)?.[1];
    // `env[HOME] = $HOME` hands a variable on.
    if (variable === undefined || /^\$\w+$/.test(value)) return [];
    return [{ key: variable, value: new Secret(value), line }];
  });
  return { name, file, line, ...withoutMissing(named), logs, env };
}

const logKinds: Readonly<Record<string, "access" | "error">> = {
  "access.log": "access",
  slowlog: "error",
  "php_admin_value[error_log]": "error",
  "php_value[error_log]": "error",
};

type PoolTexts = Partial<Pick<PhpPool, "user" | "group" | "listen" | "chdir">>;

function withoutMissing(values: Readonly<Record<string, string | undefined>>): PoolTexts {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function iniValue(raw: string): string {
  const quoted = /^(["'])(.*?)\1\s*(?:[;#].*)?$/.exec(raw.trim());
  if (quoted) return quoted[2] ?? "";
  return raw.replace(/\s*;.*$/, "").trim();
}
