import type { AuditContext } from "../core/audit-context.ts";
import type { Audit } from "../core/audit.ts";
import type { LocalAudit } from "../core/knowledge/local-audit.ts";
import type { Outcome } from "../core/outcome.ts";
import { judgeEnv } from "./env-assertion.ts";
import { judgeFile } from "./file-assertion.ts";
import { judgeListen } from "./listen-assertion.ts";
import { judgeText } from "./text-assertion.ts";

/** A local audit as one that runs like any other. */
export function createLocalAudit({ meta, assertion }: LocalAudit): Audit {
  const judge = (context: AuditContext): Outcome => {
    switch (assertion.kind) {
      case "file":
        return judgeFile(assertion, context);
      case "env":
        return judgeEnv(assertion, context);
      case "text":
        return judgeText(assertion, context);
      case "listen":
        return judgeListen(assertion, context);
    }
  };
  return { meta, run: judge };
}
