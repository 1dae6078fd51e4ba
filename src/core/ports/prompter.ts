/** One question; `flag` is what answers it without a terminal, named in the error. */
export interface Question {
  readonly message: string;
  /** `--yes`, `--new-value-stdin`: what the caller could have typed instead. */
  readonly flag: string;
}

interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** Several are lines. */
  readonly description?: string | readonly string[];
}

/**
 * Asks a person, on stderr. Every method fails with a usage error that names the question's flag
 * when there is no terminal; an interrupted prompt ends the program with 130.
 */
export interface Prompter {
  /** False without a terminal: nothing can be asked. */
  readonly interactive: boolean;
  confirm(question: Question & { readonly default: boolean }): Promise<boolean>;
  select<T>(
    question: Question & { readonly choices: readonly Choice<T>[]; readonly default?: T },
  ): Promise<T>;
  input(
    question: Question & {
      readonly default?: string;
      /** The text of what is wrong, or true. */
      readonly validate?: (text: string) => string | true;
    },
  ): Promise<string>;
  /** Nothing is echoed. */
  password(question: Question): Promise<string>;
}
