import { isInside, relativeTo } from "../../core/text/path-text.ts";
import type { GuardConfig, LogPatterns } from "./guard-config.ts";

/**
 * The configuration with its root, and every path below it, spelled as `root`: guard.yaml may name
 * a link (`/srv/current`), and readers of the install follow none.
 */
export function rebaseConfig(config: GuardConfig, root: string): GuardConfig {
  const before = config.install.root;
  if (before === undefined || before.value === root) return config;
  const moved = (path: string) => {
    if (!isInside(before.value, path)) return path;
    return path === before.value ? root : `${root}/${relativeTo(before.value, path)}`;
  };
  const { install, facts } = config;
  const { encryptionKey, mounts } = facts;
  const logs = Object.fromEntries(
    Object.entries(install.logs).map(([kind, value]: [string, unknown]) => [
      kind,
      Array.isArray(value) ? value.map((path) => moved(String(path))) : value,
    ]),
  ) as unknown as LogPatterns;
  return {
    ...config,
    install: {
      ...install,
      root: { ...before, value: root },
      ...(install.env ? { env: install.env.map(moved) } : {}),
      logs,
      dumps: install.dumps.map(moved),
      exports: install.exports.map(moved),
    },
    facts: {
      ...facts,
      ...(mounts ? { mounts: mounts.map(moved) } : {}),
      ...(encryptionKey && "file" in encryptionKey
        ? { encryptionKey: { file: moved(encryptionKey.file) } }
        : {}),
    },
  };
}
