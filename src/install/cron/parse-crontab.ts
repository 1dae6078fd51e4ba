import type { EnvEntry } from "../../core/install/install.ts";
import { Secret } from "../../core/secrets/secret.ts";

export interface Crontab {
  /** `NAME=value` lines. */
  readonly env: readonly EnvEntry[];
  /** Everything else, for telling whether an install is mentioned. */
  readonly commands: readonly string[];
}

/** https://man7.org/linux/man-pages/man5/crontab.5.html: quotes around a value are taken off. */
export function parseCrontab(text: string): Crontab {
  const env: EnvEntry[] = [];
  const commands: string[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const setting = /^(["']?)([A-Za-z_]\w*)\1\s*=\s*(.*)$/.exec(line);
    if (!setting) {
      commands.push(line);
      env.push(...inlineSettings(line, index + 1));
      continue;
    }
    const value = (setting[3] ?? "").replace(/^(["'])(.*)\1$/, "$2");
    env.push({ key: setting[2] ?? "", value: new Secret(value), line: index + 1 });
  }
  return { env, commands };
}

/** `* * * * * root STRIPE_KEY=… php artisan`: assignments in front of a command. */
function inlineSettings(line: string, number: number): EnvEntry[] {
  const found = line.matchAll(/(?:^|\s)([A-Z_][A-Z0-9_]{2,63})=("[^"]*"|'[^']*'|[^\s"'`$;|&]+)/g);
  return [...found].map(([, key = "", value = ""]) => ({
    key,
    value: new Secret(value.replace(/^(["'])(.*)\1$/, "$2")),
    line: number,
  }));
}
