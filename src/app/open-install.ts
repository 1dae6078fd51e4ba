import { loadCatalogue } from "../catalogue/load-catalogue.ts";
import { recogniseCredential } from "../catalogue/recognise-credential.ts";
import type { Credential, DeclaredName } from "../core/credentials/credential.ts";
import type { Install } from "../core/install/install.ts";
import type { Catalogue } from "../core/knowledge/provider.ts";
import { findConfig } from "../install/config/find-config.ts";
import type { GuardConfig } from "../install/config/guard-config.ts";
import { statedNames } from "../install/credentials/stated-names.ts";
import { collectCredentials } from "../install/credentials/collect-credentials.ts";
import { discoverInstall } from "../install/discover-install.ts";
import type { Ports } from "./ports.ts";

export interface OpenOptions {
  /** The folder given on the command line. */
  readonly path?: string;
  /** `--config`. */
  readonly config?: string;
}

/** One install with everything that can be known about it before an audit runs. */
export interface OpenedInstall {
  readonly catalogue: Catalogue;
  readonly config?: GuardConfig;
  readonly install: Install;
  readonly credentials: readonly Credential[];
  readonly declared: readonly DeclaredName[];
  /** For people, on stderr. */
  readonly notes: readonly string[];
}

/** Finds configuration and install, and reads the credentials it uses. */
export function openInstall(ports: Ports, options: OpenOptions): OpenedInstall {
  const catalogue = loadCatalogue(ports.ruleFiles());
  const { host, accounts, cwd, hostName } = ports;
  const config = findConfig(
    { host, catalogue, assertTrusted: (path) => ports.assertTrusted(path) },
    {
      cwd,
      ...(options.config === undefined ? {} : { option: options.config }),
      ...ports.config,
    },
  );
  const found = discoverInstall(
    {
      filesOf: (root) => ports.filesOf(root),
      processes: () => ports.processes(),
      host,
      accounts,
      catalogue,
      hostName,
      cwd,
    },
    {
      ...(options.path === undefined ? {} : { path: options.path }),
      ...(config ? { config } : {}),
    },
  );
  const stated = statedNames(found.install.config, catalogue);
  const { credentials, declared } = collectCredentials(found.install, (name, value) =>
    recogniseCredential(name, value, catalogue, stated),
  );
  return {
    catalogue,
    ...(found.config ? { config: found.config } : {}),
    install: found.install,
    credentials,
    declared,
    notes: found.notes,
  };
}
