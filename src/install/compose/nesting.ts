/** No compose file that people write comes near. */
const deepest = 100;

/** `- - - x` and `? ? x` open a collection with each sign. */
const manySigns = /(?:[-?:][ \t]{1,8}){50}/;

/**
 * Whether a YAML text nests deeper than a recursive reader can bear: at the end of its stack V8 may
 * abort the whole process instead of throwing.
 */
export function nestsTooDeep(text: string): boolean {
  let brackets = 0;
  const indents: number[] = [];
  for (const line of text.split("\n")) {
    const indent = line.search(/\S/);
    if (indent < 0 || line.charAt(indent) === "#") continue;
    while ((indents.at(-1) ?? -1) >= indent) indents.pop();
    indents.push(indent);
    for (const character of line) {
      if (character === "[" || character === "{") brackets += 1;
      else if (character === "]" || character === "}") brackets = Math.max(0, brackets - 1);
      if (brackets > deepest) return true;
    }
    if (manySigns.test(line)) return true;
    if (indents.length > deepest) return true;
  }
  return false;
}
