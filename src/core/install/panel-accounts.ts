import type { AuditContext } from "../audit-context.ts";
import type { PanelAccount, Provider } from "../knowledge/provider.ts";
import type { Location } from "../location.ts";
import { isPlaceholderSecret } from "../secrets/placeholder.ts";
import { Secret } from "../secrets/secret.ts";
import { matchesPattern, userOfUrl } from "../secrets/secret-shape.ts";
import { matchesGlob } from "../text/select-ids.ts";
import { type SettingInForce, settingsInForce } from "./settings-in-force.ts";

/** A user name under which a panel is called, as a setting or guard.yaml has it. */
export interface NamedAccount {
  /** What holds it: `PANEL_API_USER`, `panels[0].account`. */
  readonly name: string;
  readonly value: Secret;
  readonly location: Location;
  readonly policy: PanelAccount;
  /** Credential id that it belongs to. */
  readonly id: string;
  /** Credential id and environment name of its panel, where guard.yaml states the account. */
  readonly panel?: string;
  readonly credential?: string;
}

/** Every user name of a panel; empty ones, examples and references are none. */
export function namedAccounts(context: AuditContext): readonly NamedAccount[] {
  const { install, catalogue } = context;
  const panels = catalogue.providers.filter(({ account }) => account !== undefined);
  const settings = settingsInForce(install).flatMap((setting) => accountIn(setting, panels));
  return [...settings, ...statedAccounts(context, panels)];
}

function accountIn(
  { entry, path }: SettingInForce,
  panels: readonly Provider[],
): readonly NamedAccount[] {
  const name = entry.key.toUpperCase();
  const location = { kind: "env", path, key: entry.key, line: entry.line } as const;
  const exact = panels.find(({ account }) => account?.env.includes(name));
  const owner = exact ?? panels.find(({ account }) => hits(account?.near, name));
  if (owner) return named(owner, entry.key, entry.value, location);
  const ofUrl = panels.find(({ urlNames }) => hits(urlNames, name));
  const user = ofUrl && userOfUrl(entry.value);
  return ofUrl && user ? named(ofUrl, entry.key, user, location) : [];
}

function named(
  { account: policy, credentials }: Provider,
  name: string,
  value: Secret,
  location: Location,
): readonly NamedAccount[] {
  const isUsable = !matchesPattern(value, "^\\s*$|^\\$") && !isPlaceholderSecret(value);
  if (!policy || !isUsable) return [];
  return [{ name, value, location, policy, id: credentials[0]?.id ?? "panel.main" }];
}

function statedAccounts(
  { install }: AuditContext,
  panels: readonly Provider[],
): readonly NamedAccount[] {
  const { path = "guard.yaml", panels: stated = [] } = install.config;
  return stated.flatMap(({ id, kind, credential, account }, index): NamedAccount[] => {
    const owner = panels.find((each) => each.id === kind) ?? panels.find(isAsked);
    if (!account || !owner?.account) return [];
    const name = `panels[${index}].account`;
    return [
      {
        name,
        value: new Secret(account.value),
        location: { kind: "env", path, key: name, line: account.line },
        policy: owner.account,
        id: `panel.${id}`,
        panel: `panel.${id}`,
        ...(credential === undefined ? {} : { credential }),
      },
    ];
  });
}

/** Without a kind the words of a panel that is called with a user name hold. */
function isAsked({ account }: Provider): boolean {
  return account?.asked === true && account.default.length > 0;
}

function hits(globs: readonly string[] = [], name: string): boolean {
  return globs.some((glob) => matchesGlob(glob, name));
}
