import path from "node:path";

export interface Call {
  /** `process.argv[1]`: the script, links not resolved. */
  readonly script: string;
  readonly cwd: string;
  /** Root that somebody became with sudo. */
  readonly underSudo: boolean;
}

/** The program as it was called, for the commands that we print. */
export function invocationOf({ script, cwd, underSudo }: Call): string {
  const name = path.basename(script);
  const sudo = underSudo ? "sudo " : "";
  if (!name.endsWith(".js")) return `${sudo}${name === "guard" ? "guard" : "iptvbp-guard"}`;
  const relative = path.relative(cwd, script);
  const shown = relative.startsWith("..") ? script : relative;
  return `${sudo}node ${quoteWord(shown)}`;
}

/** One word of a POSIX shell. */
export function quoteWord(word: string): string {
  return /^[A-Za-z0-9_./:@%+,=-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** `fix` and the options that lead it to the same install, so that the line can be pasted. */
export function targetOf(options: {
  readonly path?: string;
  readonly config?: string;
  readonly stateDir?: string;
  readonly waivers?: string;
}): string {
  const { path: folder, config, stateDir, waivers } = options;
  return [
    ...(folder === undefined ? [] : [quoteWord(folder)]),
    ...(config === undefined ? [] : ["--config", quoteWord(config)]),
    ...(stateDir === undefined ? [] : ["--state-dir", quoteWord(stateDir)]),
    ...(waivers === undefined ? [] : ["--waivers", quoteWord(waivers)]),
  ].join(" ");
}

const command =
  /: (?=(?:init|incident|attest|audit|scan|fix|undo|explain|report|rotate|rules list|demo|--help)(?: |$|\)))/g;

/** A command that takes no path and ends the hint. */
const lastCommand = /: (?:rotate|incident|attest|undo)(?: [^;)]*)?$/;

/**
 * Spells the commands that stand behind a colon in a hint as the program was called.
 *
 * @param target what leads them to the same install: see {@link targetOf}.
 */
export function spelled(hint: string, invocation: string, target = ""): string {
  const whole = target !== "" && lastCommand.test(hint) ? `${hint} ${target}` : hint;
  return whole.replaceAll(command, `: ${invocation} `);
}

/** The same options as they were typed, right or wrong. */
export function typedTarget(args: readonly string[]): string {
  const valueOf = (flag: string) => {
    const at = args.findIndex((each) => each === flag || each.startsWith(`${flag}=`));
    const word = args[at];
    return word === flag ? args[at + 1] : word?.slice(flag.length + 1);
  };
  const [config, stateDir] = [valueOf("--config"), valueOf("--state-dir")];
  return targetOf({
    ...(config === undefined ? {} : { config }),
    ...(stateDir === undefined ? {} : { stateDir }),
  });
}
