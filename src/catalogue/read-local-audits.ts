import type { VendorRule } from "../core/audit.ts";
import type { Assertion, LocalAudit } from "../core/knowledge/local-audit.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { severities } from "../core/severity.ts";
import { compareText } from "../core/text/path-text.ts";
import { claimId } from "./claim-id.ts";
import { parseRuleFile } from "./parse-rule-file.ts";
import {
  readEnvAssertion,
  readFileAssertion,
  readListenAssertion,
  readTextAssertion,
} from "./read-assertion.ts";
import { isIn } from "./rule-folder.ts";
import { type Fields, openFields } from "./yaml-fields.ts";

const kinds = ["file", "env", "text", "listen"] as const;
const auditKeys = ["id", "title", "severity", "rule", "why", "remedy", ...kinds] as const;

/**
 * The audits of `audits.d`, by id.
 *
 * @throws GuardError `RULE_INVALID` with file, line and column.
 */
export function loadLocalAudits(files: readonly RuleFile[]): readonly LocalAudit[] {
  const owners = new Map<string, string>();
  const all = files
    .filter((file) => isIn("audits.d", file))
    .flatMap((file) => {
      const audits = readLocalAudits(file);
      for (const { meta } of audits) claimId(owners, meta.id, file);
      return audits;
    });
  return all.toSorted((a, b) => compareText(a.meta.id, b.meta.id));
}

function readLocalAudits(file: RuleFile): readonly LocalAudit[] {
  const list = openFields(parseRuleFile(file), file, ["audits"]);
  if (!list.has("audits")) list.fail("audits", '"audits" is missing');
  return list.maps("audits", auditKeys, (fields) => {
    const assertion = readAssertion(fields);
    return {
      meta: {
        id: readId(fields),
        title: fields.text("title"),
        rule: readRule(fields),
        severity: fields.choice("severity", severities),
        why: fields.maybeText("why") ?? `This host asks for it, in ${file.path}.`,
        remedy: fields.text("remedy"),
        needs: assertion.kind === "listen" ? ["linux"] : [],
        references: [],
      },
      assertion,
    };
  });
}

function readId(fields: Fields): string {
  const id = fields.text("id");
  if (/^local\/[a-z][a-z0-9-]{0,60}$/.test(id)) return id;
  return fields.fail(
    "id",
    `"${id}" is no id of a local audit`,
    "write it as local/backup-key: small letters, digits and -",
  );
}

function readRule(fields: Fields): VendorRule {
  const rule = fields.maybeNumber("rule") ?? fields.fail("rule", '"rule" is missing');
  const known = ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const).find((each) => each === rule);
  return (
    known ?? fields.fail("rule", '"rule" must be 1 to 11', "read what they are with: explain 1")
  );
}

function readAssertion(fields: Fields): Assertion {
  const [first, second] = kinds.filter((kind) => fields.has(kind));
  if (second !== undefined) {
    fields.fail(second, "one audit makes one assertion", "make two audits of it");
  }
  const assertion =
    fields.map("file", ["path", "exists", "mode", "owner"], readFileAssertion) ??
    fields.map("env", ["name", "set", "one-of", "matches"], readEnvAssertion) ??
    fields.map(
      "text",
      ["path", "contains", "contains-not", "matches", "matches-not"],
      readTextAssertion,
    ) ??
    fields.map("listen", ["port", "on"], readListenAssertion);
  return (
    assertion ??
    fields.fail(first ?? "id", "the assertion is missing", `add one: ${kinds.join(", ")}`)
  );
}
