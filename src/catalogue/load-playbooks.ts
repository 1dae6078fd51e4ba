import type { Playbook } from "../core/knowledge/playbook.ts";
import type { Catalogue } from "../core/knowledge/provider.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { refuse } from "./parse-rule-file.ts";
import { readPlaybook } from "./read-playbook.ts";
import type { KnowsSteps } from "./read-playbook-step.ts";
import { isIn, localPrefix } from "./rule-folder.ts";

/**
 * The playbooks of `rules/playbooks`, then those of `playbooks.d`, each by file name.
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
  const own = files.filter((file) => isIn("playbooks.d", file));
  return [
    ...files.filter((file) => isIn("playbooks", file)).map((file) => readPlaybook(file, knows)),
    ...own.map((file) => {
      const playbook = readPlaybook(file, knows);
      if (playbook.id.startsWith(localPrefix)) return playbook;
      // Its id is the name of its file, so that two cannot share one.
      return refuse(
        file,
        0,
        `the id of a playbook in playbooks.d begins with "${localPrefix}"`,
        `call it and its file ${localPrefix}${playbook.id}`,
      );
    }),
  ];
}
