import { createLocalAudit } from "../assertions/create-local-audit.ts";
import { loadCatalogue } from "../catalogue/load-catalogue.ts";
import { loadPlaybooks } from "../catalogue/load-playbooks.ts";
import { loadLocalAudits } from "../catalogue/read-local-audits.ts";
import { recogniseCredential } from "../catalogue/recognise-credential.ts";
import type { Audit } from "../core/audit.ts";
import type { Credential, DeclaredName } from "../core/credentials/credential.ts";
import type { Install } from "../core/install/install.ts";
import type { Catalogue } from "../core/knowledge/provider.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { assertConfigOutside, findConfig } from "../install/config/find-config.ts";
import type { GuardConfig } from "../install/config/guard-config.ts";
import { assertExtensionsOutside, readExtensions } from "../install/config/read-extensions.ts";
import { statedNames } from "../install/credentials/stated-names.ts";
import { collectCredentials } from "../install/credentials/collect-credentials.ts";
import { discoverInstall } from "../install/discover-install.ts";
import { extendedCatalogue } from "./extended-catalogue.ts";
import { refuseSecretTexts } from "./refuse-secret-texts.ts";
import { createSecretInText } from "./secret-in-text.ts";
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
  /** What ships, and what stands beside the configuration. */
  readonly ruleFiles: readonly RuleFile[];
  /** The audits of `audits.d`. */
  readonly localAudits: readonly Audit[];
  readonly config?: GuardConfig;
  readonly install: Install;
  readonly credentials: readonly Credential[];
  readonly declared: readonly DeclaredName[];
  /** For people, on stderr. */
  readonly notes: readonly string[];
}

/** Finds configuration and install, and reads the credentials it uses. */
export function openInstall(ports: Ports, options: OpenOptions): OpenedInstall {
  const shipped = ports.ruleFiles();
  const catalogue = loadCatalogue(shipped);
  const { host, accounts, cwd, hostName, sudoUid } = ports;
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
      filesOf: (root, mounts) => ports.filesOf(root, mounts),
      processes: () => ports.processes(),
      host,
      accounts,
      catalogue,
      hostName,
      cwd,
      ...(sudoUid === undefined ? {} : { sudoUid }),
    },
    {
      ...(options.path === undefined ? {} : { path: options.path }),
      ...(config ? { config } : {}),
    },
  );
  const known = extend(ports, { shipped, catalogue }, found);
  const stated = statedNames(found.install.config, known.catalogue);
  const { credentials, declared } = collectCredentials(found.install, (name, value) =>
    recogniseCredential(name, value, known.catalogue, stated),
  );
  if (known.localAudits.length > 0) {
    const { catalogue: all, localAudits } = known;
    refuseSecretTexts(localAudits, createSecretInText({ catalogue: all, credentials }));
  }
  return {
    ...known,
    ...(found.config ? { config: found.config } : {}),
    install: found.install,
    credentials,
    declared,
    notes: found.notes,
  };
}

type Known = Pick<OpenedInstall, "catalogue" | "ruleFiles" | "localAudits">;

/** Adds what stands beside the configuration, when that is about this install. */
function extend(
  ports: Ports,
  { shipped, catalogue }: { readonly shipped: readonly RuleFile[]; readonly catalogue: Catalogue },
  { install, config }: Pick<OpenedInstall, "install" | "config">,
): Known {
  const { host } = ports;
  if (config) assertConfigOutside(config.path, install.root, host);
  const own = config ? readExtensions(ports, config.path) : [];
  if (own.length === 0) return { catalogue, ruleFiles: shipped, localAudits: [] };
  assertExtensionsOutside(host, own, install.root);
  const ruleFiles = [...shipped, ...own];
  const extended = extendedCatalogue(shipped, own);
  // A broken playbook is said now, not in the middle of an incident.
  loadPlaybooks(ruleFiles, extended);
  return {
    catalogue: extended,
    ruleFiles,
    localAudits: loadLocalAudits(own).map(createLocalAudit),
  };
}
