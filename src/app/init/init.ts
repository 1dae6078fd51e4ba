import { posix } from "node:path";
import { recogniseCredential } from "../../catalogue/recognise-credential.ts";
import { configurationError, usageError } from "../../core/error.ts";
import { certaintyOf } from "../../core/install/found-facts.ts";
import type { Install } from "../../core/install/install.ts";
import { isInside, relativeTo } from "../../core/text/path-text.ts";
import type { Prompter } from "../../core/ports/prompter.ts";
import { systemFolder, userConfigPath } from "../../install/config/find-config.ts";
import { type ConfigDraft, renderConfig } from "../../install/config/render-config.ts";
import { collectCredentials } from "../../install/credentials/collect-credentials.ts";
import { discoverInstall } from "../../install/discover-install.ts";
import { askOwner, askRoot, askStored } from "./init-questions.ts";
import type { InitPorts } from "./init-ports.ts";
import { unseenCredentials } from "./init-unseen.ts";

export interface InitOptions {
  /** The folder given on the command line. */
  readonly path?: string;
  /** `--config`. */
  readonly config?: string;
  /** Take what was found, ask nothing. */
  readonly yes: boolean;
  /** Told what was found before anything is asked about it. */
  readonly onFound?: (install: Install, notes: readonly string[]) => void;
}

/** What `init` is about to write. The folder of `path` may have to be made. */
export interface InitPlan {
  /** Absolute path of the new file, which does not exist. */
  readonly path: string;
  readonly text: string;
  readonly install: Install;
  readonly draft: ConfigDraft;
  readonly notes: readonly string[];
}

/**
 * Discovers the install, asks at most three questions and renders a guard.yaml.
 *
 * @throws GuardError `CONFIG_EXISTS`, `NO_TERMINAL`, or what discovery throws.
 */
export async function planInit(
  ports: InitPorts,
  prompter: Prompter,
  options: InitOptions,
): Promise<InitPlan> {
  const path = configPath(ports, options);
  assertNew(ports, path);
  if (!options.yes && !prompter.interactive) {
    throw usageError(
      "NO_TERMINAL",
      "init asks questions, and there is no terminal",
      "take what was found with --yes",
    );
  }
  const asker = options.yes ? undefined : prompter;
  const answer = options.path === undefined && asker ? await askRoot(ports, asker) : undefined;
  const root = options.path ?? answer?.root;
  const found = discoverInstall(ports, root === undefined ? {} : { path: root });
  const install = answer ? { ...found.install, source: answer.source } : found.install;
  const { notes } = found;
  if (isInside(install.root, path)) {
    throw configurationError(
      "CONFIG_INSIDE_INSTALL",
      `${path}: a configuration inside the install it describes is not used`,
      `name a place outside it, as in: --config ${posix.join(systemFolder, "guard.yaml")}`,
    );
  }
  options.onFound?.(install, notes);
  const owner = await askOwner(ports, asker, install);
  const unseen = unseenIn(ports, install);
  const stored = asker ? await askStored(asker, unseen) : undefined;
  const draft = draftOf(install, owner, {
    stored: new Map(stored === undefined ? [] : unseen.map((id) => [id, stored] as const)),
    open: stored === undefined ? unseen : [],
  });
  return { path, text: renderConfig(draft), install, draft, notes };
}

/** `--config`, else the system's place as root, else the user's folder. */
function configPath({ accounts, cwd, userFolder }: InitPorts, { config }: InitOptions): string {
  if (config !== undefined) {
    const isName = /^[\w-]+$/.test(config);
    return isName ? posix.join(systemFolder, `${config}.yaml`) : posix.resolve(cwd, config);
  }
  if (accounts.self.uid === 0 || userFolder === undefined) {
    return posix.join(systemFolder, "guard.yaml");
  }
  return userConfigPath(userFolder);
}

function assertNew({ host }: InitPorts, path: string): void {
  if (host.stat(path).kind === "absent" && host.readLink(path).kind !== "found") return;
  throw configurationError(
    "CONFIG_EXISTS",
    `${path} exists already, and init never overwrites`,
    "edit it, or write one for another install with: init --config NAME",
  );
}

function unseenIn({ catalogue }: InitPorts, install: Install): readonly string[] {
  const { credentials, declared } = collectCredentials(install, (name, value) =>
    recogniseCredential(name, value, catalogue),
  );
  return unseenCredentials(catalogue, [...credentials, ...declared]);
}

function draftOf(
  install: Install,
  owner: { readonly name: string; readonly source: string } | undefined,
  places: Pick<ConfigDraft, "stored" | "open">,
): ConfigDraft {
  const { root, envFiles, environment, urls, sites } = install;
  const inRoot = envFiles
    .map(({ path, links }) => links?.[0] ?? path)
    .filter((path) => posix.dirname(path) === root);
  const isUnderNginx =
    sites.kind === "found" && sites.value.some(({ server }) => server === "nginx");
  const domains = urls.filter(({ role, host }) => role === "store" && host !== "");
  return {
    root,
    rootSource: sourceWithDoubt(install.source),
    env: inRoot.map((path) => relativeTo(root, path)),
    ...statedFacts(owner, environment),
    nginx: isUnderNginx ? ["/etc/nginx/nginx.conf"] : [],
    dumps: [],
    ...places,
    panels: [],
    domains: [...new Set(domains.map(({ host }) => host))].toSorted(),
  };
}

/** A guess is not made a statement by writing it down: it is left for a person to confirm. */
function statedFacts(
  owner: { readonly name: string; readonly source: string } | undefined,
  { value, source }: Install["environment"],
): Pick<ConfigDraft, "owner" | "ownerSource" | "environment" | "environmentSource" | "unsure"> {
  const isOwnerStated = owner !== undefined && certaintyOf(owner.source) === "certain";
  const isStated = certaintyOf(source) === "certain";
  return {
    ...(isOwnerStated ? { owner: owner.name, ownerSource: owner.source } : {}),
    ...(isStated ? { environment: value, environmentSource: source } : {}),
    unsure: {
      ...(owner && !isOwnerStated
        ? { owner: `${owner.name} # ${sourceWithDoubt(owner.source)}` }
        : {}),
      ...(isStated ? {} : { environment: `${value} # ${sourceWithDoubt(source)}` }),
    },
  };
}

function sourceWithDoubt(source: string): string {
  const certainty = certaintyOf(source);
  return certainty === "certain" ? source : `${certainty}: ${source}`;
}
