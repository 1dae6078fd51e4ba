import type { Playbook } from "../core/knowledge/playbook.ts";
import type { Catalogue } from "../core/knowledge/provider.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { readPlaybook } from "./read-playbook.ts";
import type { KnowsSteps } from "./read-playbook-step.ts";

/**
 * The playbooks of `rules/playbooks`, by id.
 *
 * @throws GuardError `RULE_INVALID` with file, line and column.
 */
export function loadPlaybooks(
  files: readonly RuleFile[],
  { providers }: Pick<Catalogue, "providers">,
): readonly Playbook[] {
  const knows: KnowsSteps = ({ subject, part }) =>
    subject === "affected" ||
    providers.some(
      ({ id, incident, credentials }) =>
        (id === subject && incident.some((step) => step.part === part)) ||
        credentials.some(
          (spec) => spec.id === subject && spec.breach.some((step) => step.part === part),
        ),
    );
  return files
    .filter(({ path }) => path.endsWith(".yaml") && path.split("/").at(-2) === "playbooks")
    .map((file) => readPlaybook(file, knows));
}
