import { configurationError } from "../core/error.ts";
import type { HostKnowledge } from "../core/knowledge/host-knowledge.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { readPrivateServices } from "./read-private-services.ts";
import { readPublishedKeys } from "./read-published-keys.ts";
import { readTlsProfile } from "./read-tls-profile.ts";

/**
 * Knowledge that few audits need: each file is parsed when one asks.
 *
 * @throws GuardError `RULE_INVALID`, when asked, with file, line and column.
 */
export function loadHostKnowledge(files: () => readonly RuleFile[]): HostKnowledge {
  const fileNamed = (name: string) => {
    const file = files().find(({ path }) => path.split("/").at(-1) === name);
    if (!file) throw configurationError("RULE_INVALID", `${name} is missing`);
    return file;
  };
  return {
    privateServices: () => readPrivateServices(fileNamed("private-services.yaml")),
    tlsProfile: () => readTlsProfile(fileNamed("tls.yaml")),
    publishedKeys: () => readPublishedKeys(fileNamed("published-keys.yaml")),
  };
}
