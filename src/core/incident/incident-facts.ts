/** Facts of an incident that a playbook's text may ask for, as `{ending}`, each with its stand-in. */
export const unknownFacts = {
  key: "the leaked credential",
  ending: "of the leaked key",
  since: "the first day it can have been seen",
  where: "where it was seen",
  root: "the install",
  opened: "the start of this incident",
} as const;

export type FactName = keyof typeof unknownFacts;

export type IncidentFacts = Readonly<Partial<Record<FactName, string>>>;

const placeholder = /\{([a-z-]+)\}/g;

/** The text with what is known filled in, and plain words for what is not. */
export function fillFacts(text: string, facts: IncidentFacts): string {
  return text.replaceAll(placeholder, (whole, name: string) =>
    isFactName(name) ? (facts[name] ?? unknownFacts[name]) : whole,
  );
}

/** Names in braces that are no facts; for checking playbooks. */
export function unknownFactNames(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].flatMap(([, name = ""]) =>
    isFactName(name) ? [] : [name],
  );
}

export function isFactName(name: string): name is FactName {
  return Object.hasOwn(unknownFacts, name);
}
