import type { AuditContext } from "../../core/audit-context.ts";
import type { Audit } from "../../core/audit.ts";
import { isPanelAbsent } from "../../core/install/panel-use.ts";
import { notApplicable } from "../../core/outcome.ts";
import { type Objection, judgeStatement } from "../../core/statements/judge-statement.ts";
import { matchesGlob } from "../../core/text/select-ids.ts";
import { wordList } from "../../core/text/word-list.ts";

export const panelScopes: Audit = {
  meta: {
    id: "privilege/panel-scopes",
    title: "The NXT token has only the four scopes that IPTVbp needs",
    rule: 7,
    severity: "high",
    why: "A token that leaks can do what its scopes allow. With Create Users, Manage Subscriptions, View Packages and Extend/Modify Accounts a thief gives lines away; with more, the panel is theirs.",
    remedy:
      "Generate a token in NXT under Settings > API Access with those four permissions only, put it where the old one is, press Test Connection and delete the old one. Then state what it has: attest privilege/panel-scopes --state 'Create Users, View Packages'. Where no NXT panel is used, name the kind of your panels in guard.yaml.",
    needs: ["statement"],
    references: [
      "https://iptvbp.com/documentation/nxt-panel-integration-guide",
      "https://iptvbp.com/documentation/api-security-best-practices",
    ],
    statement: {
      question:
        "Does the token have nothing beyond Create Users, Manage Subscriptions, View Packages and Extend/Modify Accounts?",
      look: "NXT: Settings > API Access, the permissions of the token that IPTVbp uses.",
      off: "the NXT token has a scope beyond the four needed",
      subject: "NXT API token",
      form: { kind: "names", noun: "scopes" },
      holds: { usual: 90, most: 365 },
    },
  },
  run(context) {
    // What somebody saw of a token counts more than that none is seen here.
    const isSilent = context.statementOf(panelScopes.meta.id).kind === "absent";
    if (isSilent && isPanelAbsent("nxt", context)) {
      return notApplicable("no NXT panel is in use here");
    }
    return judgeStatement(panelScopes.meta, context, beyondPolicy(context));
  },
};

function beyondPolicy({ catalogue }: AuditContext): Objection {
  const policy = catalogue.providers.find(({ id }) => id === "nxt")?.privilege;
  const allowed = [...(policy?.needed ?? []), ...(policy?.tolerated ?? [])].map(plain);
  return (answer) => {
    if (typeof answer !== "object") return undefined;
    const beyond = answer.filter((name) => !allowed.some((each) => matchesGlob(each, plain(name))));
    if (beyond.length === 0) return undefined;
    return `the NXT token has ${beyond.length === 1 ? "a scope" : "scopes"} beyond the four needed: ${wordList(beyond)}`;
  };
}

/** Names as people copy them: case and spaces do not matter. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/\s+/g, "");
}
