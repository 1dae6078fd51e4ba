import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { baseId } from "../../core/credentials/base-id.ts";
import { placeOfCredential } from "../../core/credentials/credential-groups.ts";
import type { Credential, DeclaredName } from "../../core/credentials/credential.ts";
import { envFileGaps, hostConfigGaps } from "../../core/install/env-gaps.ts";
import { isEnvExampleName } from "../../core/install/env-names.ts";
import type { FindingDraft } from "../../core/finding.ts";
import { type Gap, gap } from "../../core/look.ts";
import { conclude, notApplicable } from "../../core/outcome.ts";
import { baseName } from "../../core/text/path-text.ts";
import { isPlaceholderSecret } from "../../core/secrets/placeholder.ts";
import { hasShape } from "../../core/secrets/secret-shape.ts";
import { unlistedRoot } from "../../core/install/seen-env-files.ts";
import { shownPath } from "../../core/install/shown-path.ts";

export const noPlaceholders: Audit = {
  meta: {
    id: "env/no-placeholders",
    title: "Every credential that is named has a real value of its own",
    rule: 2,
    severity: "medium",
    why: "A key that is empty or still the example from a manual does not work, and some programs then go on without it: no signature check, no password, no encryption. A value from a published example file is known to everybody.",
    remedy:
      "Put the real value there, or delete the line if the service is not used. A value that IPTVbp keeps in its own settings is stated in guard.yaml: credentials.<id>: { stored: settings }.",
    needs: [],
    references: [
      "https://cwe.mitre.org/data/definitions/1392.html",
      "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    ],
  },
  run(context) {
    const { install, declared } = context;
    // Signing secrets and webhook ids: webhooks/secret-set. A login is better empty.
    const credentials = context.credentials.filter(isJudged);
    const names = declared.filter(isJudged).filter((each) => !isStoredElsewhere(each, context));
    const examples = readExamples(context);
    const gaps = [
      ...unlistedRoot(install),
      ...envFileGaps(install),
      ...hostConfigGaps(install),
      ...examples.gaps,
    ];
    if (credentials.length + names.length + gaps.length === 0) {
      return notApplicable("no credential is kept here");
    }
    const real = credentials.filter(({ value }) => !isPlaceholderSecret(value));
    const findings = [
      ...names.map(unusable),
      ...real.flatMap((each) => published(each, examples.values, context) ?? misshapen(each) ?? []),
    ];
    return conclude({ findings, gaps });
  },
};

function isJudged({ spec }: Credential | DeclaredName): boolean {
  return !spec.webhookSecret && !spec.dashboardLogin;
}

function isStoredElsewhere({ id, state }: DeclaredName, { install }: AuditContext): boolean {
  const stored = install.config.stored.get(baseId(id));
  return state === "empty" && (stored === "settings" || stored === "none");
}

function unusable({ id, name, state, path, line }: DeclaredName): FindingDraft {
  return {
    message: state === "empty" ? `${name} is empty` : `${name} is an example value`,
    location: { kind: "env", path, key: name, line },
    ruleId: id,
  };
}

/** What the example files beside the env file hold is no secret, however random it looks. */
function readExamples(context: AuditContext): {
  readonly values: readonly Credential[];
  readonly gaps: readonly Gap[];
} {
  const { install, files } = context;
  const listed = files.list(install.root);
  const names = listed.kind === "found" ? listed.value : [];
  const values: Credential[] = [];
  const gaps: Gap[] = [];
  for (const { name, stat } of names) {
    // What is no file and leads to none publishes nothing.
    if ((stat.kind !== "file" && stat.kind !== "link") || !isEnvExampleName(name)) continue;
    const path = `${install.root}/${name}`;
    const look = context.credentialsIn(path);
    if (look.kind === "found") values.push(...look.value);
    if (look.kind === "blocked") gaps.push(gap(path, look.reason));
  }
  return { values, gaps };
}

function published(
  credential: Credential,
  examples: readonly Credential[],
  { install }: AuditContext,
): FindingDraft | undefined {
  const example = examples.find(({ value }) => value.equals(credential.value));
  if (!example) return undefined;
  return {
    message: `${credential.name} is the value of ${baseName(shownPath(install, example.path))}`,
    location: placeOfCredential(credential),
    ruleId: credential.id,
  };
}

/** Only where the name is certain: a near name may hold something else. */
function misshapen({ id, name, spec, value, path, line }: Credential): FindingDraft | undefined {
  const isExact = spec.env.includes(name.toUpperCase());
  if (!isExact || spec.shape === undefined || hasShape(value, spec.shape)) return undefined;
  return {
    confidence: "medium",
    message: `${name} does not look like a ${spec.title}`,
    location: { kind: "env", path, key: name, line },
    ruleId: id,
  };
}
