import { audits } from "../../audits/index.ts";
import type { OpenedInstall } from "../open-install.ts";
import type { Ports } from "../ports.ts";
import { createSecretInText } from "../secret-in-text.ts";
import type { AcceptanceOptions } from "./acceptance-scope.ts";
import { type OpenedAcceptance, openAcceptance } from "./open-acceptance.ts";

interface Selection {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

/** What is accepted of one install: by its guard.yaml, or by the options. */
export function acceptanceOf(
  ports: Ports,
  opened: OpenedInstall,
  options: AcceptanceOptions & Selection,
): OpenedAcceptance {
  const { only = [], skip = [] } = options;
  const { root } = opened.install;
  return openAcceptance(ports, options, {
    root,
    trees: [root],
    inside: "refused",
    auditIds: [...audits, ...opened.localAudits].map(({ meta }) => meta.id),
    complete: only.length === 0 && skip.length === 0,
    secretIn: createSecretInText(opened),
    configured: opened.config?.waivers,
  });
}
