import type { PrivateService } from "../core/knowledge/host-knowledge.ts";
import type { RuleFile } from "../core/knowledge/rule-file.ts";
import { parseRuleFile } from "./parse-rule-file.ts";
import { readSources } from "./read-notes.ts";
import { type Fields, openFields } from "./yaml-fields.ts";

export function readPrivateServices(file: RuleFile): readonly PrivateService[] {
  const fields = openFields(parseRuleFile(file), file, ["services", "sources"]);
  readSources(fields);
  return fields.maps("services", ["id", "title", "ports", "programs", "bind"], readService);
}

function readService(fields: Fields): PrivateService {
  return {
    id: fields.text("id"),
    title: fields.text("title"),
    ports: fields.numbers("ports"),
    programs: fields.texts("programs"),
    bind: fields.text("bind"),
  };
}
