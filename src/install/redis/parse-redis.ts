/** One line of redis.conf; the name in lower case. */
export interface RedisLine {
  readonly name: string;
  readonly args: readonly string[];
  readonly file: string;
  readonly line: number;
}

/** Lines of a configuration or ACL file; `undefined` in place of one that Redis would refuse. */
export function parseRedis(text: string, file: string): readonly (RedisLine | undefined)[] {
  return text.split("\n").flatMap((raw, index) => {
    const bare = raw.trim();
    if (bare === "" || bare.startsWith("#")) return [];
    const words = splitWords(bare);
    const [name, ...args] = words ?? [];
    if (name === undefined) return [undefined];
    return [{ name: name.toLowerCase(), args, file, line: index + 1 }];
  });
}

const word = /\s*(?:"((?:[^"\\]|\\.)*)"(?=\s|$)|'((?:[^'\\]|\\.)*)'(?=\s|$)|([^\s"']\S*))/y;

/** Quotes as in https://redis.io/docs/latest/operate/oss_and_stack/management/config/ */
function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  word.lastIndex = 0;
  while (word.lastIndex < text.length) {
    const match = word.exec(text);
    if (!match) return undefined;
    const [, double, single, bare] = match;
    words.push(double?.replaceAll(/\\(.)/g, "$1") ?? single?.replaceAll("\\'", "'") ?? bare ?? "");
  }
  return words;
}
