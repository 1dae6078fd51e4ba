import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { envFileGaps, hostConfigGaps } from "../../core/install/env-gaps.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { type NamedAccount, namedAccounts } from "../../core/install/panel-accounts.ts";
import type { CredentialSpec } from "../../core/knowledge/provider.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { findGlob, findWord } from "../../core/secrets/secret-shape.ts";
import { unlistedRoot } from "../../core/install/seen-env-files.ts";

const need = "guard.yaml: panels[].account";
/** `PANEL_ADMIN_PASSWORD` says whose it is. */
const adminName = /(?:^|_)(?:ADMIN|ADMINISTRATOR|ROOT|SUPERUSER)_/;

export const panelAccount: Audit = {
  meta: {
    id: "privilege/panel-account",
    title: "No panel is called under an administrator's or a default user name",
    rule: 7,
    severity: "high",
    why: "An Xtream panel gets the account's name and password with every call. The administrator's may do everything there, and the name that the installer made is the first one that is tried from outside.",
    remedy:
      "Make an account for IPTVbp alone in the panel, with the narrowest group that may create and extend lines, put its name and password where IPTVbp reads them, test the connection, then give the administrator another password. A name that no setting holds is stated in guard.yaml: panels: [{ id: main, account: NAME }].",
    needs: [],
    references: [
      "https://iptvbp.com/documentation/ip-whitelisting-access-control",
      "https://github.com/maximojimeno/xtream-ui-security-audit",
      "https://cwe.mitre.org/data/definitions/1392.html",
    ],
  },
  run(context) {
    const { install } = context;
    const gaps = [...unlistedRoot(install), ...envFileGaps(install), ...hostConfigGaps(install)];
    const accounts = namedAccounts(context);
    const kept = panelCredentials(context);
    const unnamed = kept.filter((each) => !isNamed(each, kept, accounts));
    const findings = [...accounts.flatMap(judge), ...unnamed.flatMap(judgeCredentialName)];
    if (!isPanelInUse(context) && accounts.length === 0 && gaps.length === 0) {
      return notApplicable("no panel is in use here");
    }
    const asked = unnamed.some(({ spec }) => isAsked(spec, context));
    const needs = asked || isStatedWithout(context, accounts) ? [need] : [];
    if (accounts.length === 0 && needs.length === 0 && gaps.length === 0) {
      return notApplicable("its panels are called with tokens, under no user name");
    }
    return conclude({ findings, gaps, needs });
  },
};

function judge({ policy, value, name, location, id }: NamedAccount): FindingDraft[] {
  const word = findWord(value, policy.default);
  if (word !== undefined) {
    return [{ message: `${name} is "${word}", which installers make`, location, ruleId: id }];
  }
  const glob = findGlob(value, policy.admin);
  if (glob === undefined) return [];
  const message = `${name} is an administrator's name`;
  // `admin2` may be anybody's, `administrator` hardly is.
  return [
    { message, location, ruleId: id, ...(glob.includes("*") ? { confidence: "medium" } : {}) },
  ];
}

/** With no user name to go by, the name of the password still says whose it is. */
function judgeCredentialName({ id, name, path, line }: Credential): FindingDraft[] {
  if (!adminName.test(name.toUpperCase())) return [];
  return [
    {
      message: `${name} is an administrator's by its name`,
      location: { kind: "env", path, key: name, line },
      ruleId: id,
      confidence: "medium",
    },
  ];
}

function panelCredentials({ credentials, install }: AuditContext): readonly Credential[] {
  return credentials.filter(
    ({ id, spec }) =>
      install.config.stored.get(id) !== "none" && /^(?:panel|onestream)\./.test(spec.id),
  );
}

/** Whether its panel is called under a user name: as the provider that lists it says. */
function isAsked(spec: CredentialSpec, { catalogue }: AuditContext): boolean {
  const owner = catalogue.providers.find(({ credentials }) => credentials.includes(spec));
  return owner?.account?.asked === true;
}

/** By a name beside it (`PANEL_B_USER` for `PANEL_B_PASSWORD`), by guard.yaml, or the only one. */
function isNamed(
  { id, name }: Credential,
  all: readonly Credential[],
  accounts: readonly NamedAccount[],
): boolean {
  if (accounts.some((each) => each.panel === id || each.credential === name)) return true;
  const inSettings = accounts.filter(({ panel }) => panel === undefined);
  if (new Set(all.map((each) => each.name)).size === 1) return inSettings.length > 0;
  return inSettings.some((each) => stemOf(each.name) === stemOf(name));
}

function stemOf(name: string): string {
  return name
    .toUpperCase()
    .replace(/_?(?:API_)?(?:ADMIN_)?(?:USER(?:NAME)?|LOGIN|PASS(?:WORD|WD)?|KEY|TOKEN)$/, "");
}

function isPanelInUse({ credentials, declared, install }: AuditContext): boolean {
  const { stored, panels = [] } = install.config;
  const isPanel = (id: string) => /^(?:panel|onestream)\./.test(id);
  return (
    panels.length > 0 ||
    [...credentials, ...declared].some(({ id }) => isPanel(id) && stored.get(id) !== "none") ||
    [...stored].some(([id, where]) => isPanel(id) && where !== "none")
  );
}

/** A panel that guard.yaml knows, whose user name is nowhere to be seen. */
function isStatedWithout(
  { install, catalogue, credentials }: AuditContext,
  accounts: readonly NamedAccount[],
): boolean {
  const { panels = [], stored } = install.config;
  const asked = (kind: string | undefined) =>
    kind === undefined ||
    catalogue.providers.some((each) => each.id === kind && each.account?.asked);
  const isKnown = (id: string) =>
    accounts.length > 0 || credentials.some((each) => each.id === `panel.${id}`);
  const listed = panels.some(({ id, kind }) => kind !== undefined && asked(kind) && !isKnown(id));
  const inSettings = [...stored].some(
    ([id, where]) =>
      where === "settings" &&
      id.startsWith("panel.") &&
      asked(panels.find((each) => `panel.${each.id}` === id)?.kind) &&
      !isKnown(id.slice("panel.".length)),
  );
  return listed || inSettings;
}
