import type { EnvDialect } from "../../core/install/install.ts";

/** How one reader of env files differs from the others. */
export interface DialectRules {
  /** From the first letter of a line to the value: the name is group 1. Sticky. */
  readonly head: RegExp;
  /** Each ends a line, outside quotes. None where entries are told apart before they are read. */
  readonly newlines: string;
  /** Blanks before a name. */
  readonly indent: string;
  /** Characters that make a line a comment when they come first. */
  readonly commentLines: string;
  /**
   * What ends a value without quotes: `#` anywhere, after a space that has something before it, or
   * nothing.
   */
  readonly comment: "anywhere" | "after-space" | "none";
  /** Blanks inside a value without quotes: part of it, or a mistake. */
  readonly innerBlanks: "kept" | "mistake";
  /** Characters that count as blanks. */
  readonly blanks: string;
  readonly quotes: string;
  /** Quotes whose text may span lines. */
  readonly multiline: string;
  /** Where a quote opens: only first, again after a closed one, or anywhere (as in a shell word). */
  readonly quoteOpens: "first" | "after-quote" | "anywhere";
  /** What stands behind a backslash between double quotes, and what it becomes. */
  readonly escapes: Readonly<Record<string, string>>;
  /**
   * A backslash before anything else: both are kept, the backslash alone is (what follows may begin
   * an escape itself), or it is a mistake.
   */
  readonly otherEscapes: "kept" | "alone" | "mistake";
  /** Behind a backslash these mean something that we do not read, as a character by its number. */
  readonly strangeEscapes: string;
  /** A quote that never closes: a mistake, or the value to the end of the file. */
  readonly unclosed: "mistake" | "value";
  /** Behind a closing quote: a mistake, or the next assignment. */
  readonly behindQuote: "mistake" | "assignment";
  /** A backslash and the quote between single quotes: the quote closes, stays with it, or alone. */
  readonly escapedSingle: "closes" | "kept" | "quote";
  /** A backslash outside quotes takes the next character as it is, and joins lines. */
  readonly bareEscapes: boolean;
  /** `$NAME` and `${NAME}` stand for other values; to compose `$$` is a `$`. */
  readonly references: "none" | "braces" | "compose" | "shell";
}

const usualBlanks = " \t\v\f";
const usualIndent = `${usualBlanks}\r`;
const quoteEscapes = { '"': '"', "\\": "\\", $: "$" };
const controlEscapes = { f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
const shellEscapes = { ...quoteEscapes, "`": "`", "\n": "" };

/**
 * The differences between readers. Each is held against the real one over random files: dotenv 18,
 * phpdotenv 5.4, compose-go 2.16, systemd 252 (by its generator for environment.d) and dash.
 *
 * - dotenv: https://github.com/motdotla/dotenv#readme
 * - php: https://github.com/vlucas/phpdotenv#readme
 * - compose: https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/
 * - systemd: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html
 * - shell: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */
export const envDialects: Readonly<Record<EnvDialect, DialectRules>> = {
  dotenv: {
    head: /(?:export[ \t]+)?([\w.-]+)(?:[ \t]*=|:(?=[ \t]))[ \t]*/uy,
    newlines: "\n",
    indent: usualIndent,
    commentLines: "#",
    comment: "anywhere",
    innerBlanks: "kept",
    blanks: usualBlanks,
    quotes: "\"'`",
    multiline: "\"'`",
    quoteOpens: "first",
    // The quote is not closed by it, and the backslash stays.
    escapes: { n: "\n", r: "\r", '"': '\\"' },
    otherEscapes: "alone",
    strangeEscapes: "",
    unclosed: "mistake",
    behindQuote: "mistake",
    escapedSingle: "kept",
    bareEscapes: false,
    references: "none",
  },
  php: {
    head: /(?:export[ \t]+)?["']?([\p{Ll}\p{Lu}\p{M}\p{N}_.]+)["']?[ \t]*=[ \t]*/uy,
    newlines: "",
    indent: usualIndent,
    commentLines: "#",
    comment: "anywhere",
    innerBlanks: "mistake",
    blanks: `${usualBlanks}\n`,
    quotes: "\"'",
    multiline: "\"'",
    quoteOpens: "first",
    escapes: { ...quoteEscapes, ...controlEscapes },
    otherEscapes: "mistake",
    strangeEscapes: "",
    unclosed: "mistake",
    behindQuote: "mistake",
    escapedSingle: "closes",
    bareEscapes: false,
    references: "braces",
  },
  compose: {
    head: /(?:export[ \t]+)?([\p{L}\p{N}_.[\]-]+)[ \t]*[=:][ \t]*/uy,
    newlines: "\n",
    indent: usualIndent,
    commentLines: "#",
    comment: "after-space",
    innerBlanks: "kept",
    blanks: `${usualBlanks}\r`,
    quotes: "\"'",
    multiline: "\"'",
    quoteOpens: "first",
    escapes: { ...quoteEscapes, ...controlEscapes, a: "\u0007", b: "\b" },
    otherEscapes: "kept",
    strangeEscapes: "0c",
    unclosed: "mistake",
    behindQuote: "assignment",
    escapedSingle: "quote",
    bareEscapes: false,
    references: "compose",
  },
  systemd: {
    head: /([A-Za-z_]\w*)[ \t]*=[ \t]*/uy,
    newlines: "\n\r",
    indent: usualIndent,
    commentLines: "#;",
    comment: "none",
    innerBlanks: "kept",
    blanks: usualBlanks,
    quotes: "\"'",
    multiline: "\"'",
    quoteOpens: "after-quote",
    escapes: shellEscapes,
    otherEscapes: "kept",
    strangeEscapes: "",
    unclosed: "value",
    behindQuote: "mistake",
    escapedSingle: "closes",
    bareEscapes: true,
    references: "none",
  },
  shell: {
    head: /(?:export[ \t]+)?([A-Za-z_]\w*)=/uy,
    newlines: "\n",
    indent: " \t",
    commentLines: "#",
    // A blank outside quotes ends the value anyway; an escaped one is part of it.
    comment: "none",
    innerBlanks: "mistake",
    blanks: " \t",
    quotes: "\"'",
    multiline: "\"'",
    quoteOpens: "anywhere",
    escapes: shellEscapes,
    otherEscapes: "kept",
    strangeEscapes: "",
    unclosed: "mistake",
    behindQuote: "mistake",
    escapedSingle: "closes",
    bareEscapes: true,
    references: "shell",
  },
};
