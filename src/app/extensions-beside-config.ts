import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { findConfigPath } from "../install/config/find-config.ts";
import { readExtensions } from "../install/config/read-extensions.ts";
import type { Ports } from "./ports.ts";

type ExtensionPorts = Pick<Ports, "assertTrusted" | "config" | "cwd" | "host">;

/**
 * What stands beside the configuration that a command would use, for commands that are about no
 * install: the configuration itself is not read.
 *
 * @throws GuardError for a configuration that was asked for and is not there, and for extensions
 * that cannot be read or trusted.
 */
export function extensionsBesideConfig(
  ports: ExtensionPorts,
  option: string | undefined,
): readonly RuleFile[] {
  const { host, cwd, config } = ports;
  const path = findConfigPath(host, {
    cwd,
    ...(option === undefined ? {} : { option }),
    ...config,
  });
  return path === undefined ? [] : readExtensions(ports, path);
}
