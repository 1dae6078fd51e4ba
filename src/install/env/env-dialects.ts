import type { EnvDialect } from "../../core/install/install.ts";

/** How one reader of env files differs from the others. */
export interface DialectRules {
  /** From the first letter of a line to the value: the name is group 1. Sticky. */
  readonly head: RegExp;
  /** Characters that make a line a comment when they come first. */
  readonly commentLines: string;
  /** What ends a value without quotes: `#` anywhere, `#` after a blank, or nothing. */
  readonly comment: "anywhere" | "after-blank" | "none";
  /** Blanks inside a value without quotes: part of it, or a mistake. */
  readonly blanks: "kept" | "mistake";
  readonly quotes: string;
  /** Quotes whose text may span lines. */
  readonly multiline: string;
  /** Where a quote opens: only first, again after a closed one, or anywhere (as in a shell word). */
  readonly quoteOpens: "first" | "after-quote" | "anywhere";
  /** What stands behind a backslash between double quotes, and what it becomes. */
  readonly escapes: Readonly<Record<string, string>>;
  /** A backslash before anything else: both are kept, or it is a mistake. */
  readonly otherEscapes: "kept" | "mistake";
  /** `\'` between single quotes is a quote. */
  readonly escapedSingle: boolean;
  /** A backslash outside quotes takes the next character as it is, and joins lines. */
  readonly bareEscapes: boolean;
  /** `$NAME` and `${NAME}` stand for other values. */
  readonly references: "none" | "braces" | "shell";
}

const quoteEscapes = { '"': '"', "\\": "\\", $: "$" };
const controlEscapes = { f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
const shellEscapes = { ...quoteEscapes, "`": "`", "\n": "" };

/**
 * The differences between readers, tried against dotenv 18, phpdotenv 5.4 and a POSIX shell, and
 * taken from documentation for the others.
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
    commentLines: "#",
    comment: "anywhere",
    blanks: "kept",
    quotes: "\"'`",
    multiline: "\"'`",
    quoteOpens: "first",
    escapes: { n: "\n", r: "\r" },
    otherEscapes: "kept",
    escapedSingle: false,
    bareEscapes: false,
    references: "none",
  },
  php: {
    head: /(?:export[ \t]+)?["']?([\p{Ll}\p{Lu}\p{M}\p{N}_.]+)["']?[ \t]*=[ \t]*/uy,
    commentLines: "#",
    comment: "anywhere",
    blanks: "mistake",
    quotes: "\"'",
    multiline: '"',
    quoteOpens: "first",
    escapes: { ...quoteEscapes, ...controlEscapes },
    otherEscapes: "mistake",
    escapedSingle: false,
    bareEscapes: false,
    references: "braces",
  },
  compose: {
    head: /(?:export[ \t]+)?([\p{L}\p{N}_.[\]-]+)[ \t]*[=:][ \t]*/uy,
    commentLines: "#",
    comment: "after-blank",
    blanks: "kept",
    quotes: "\"'",
    multiline: "\"'",
    quoteOpens: "first",
    escapes: { ...quoteEscapes, ...controlEscapes, a: "\u0007", b: "\b" },
    otherEscapes: "kept",
    escapedSingle: true,
    bareEscapes: false,
    references: "shell",
  },
  systemd: {
    head: /([A-Za-z_]\w*)[ \t]*=[ \t]*/uy,
    commentLines: "#;",
    comment: "none",
    blanks: "kept",
    quotes: "\"'",
    multiline: "\"'",
    quoteOpens: "after-quote",
    escapes: shellEscapes,
    otherEscapes: "kept",
    escapedSingle: false,
    bareEscapes: true,
    references: "none",
  },
  shell: {
    head: /(?:export[ \t]+)?([A-Za-z_]\w*)=/uy,
    commentLines: "#",
    comment: "after-blank",
    blanks: "mistake",
    quotes: "\"'",
    multiline: "\"'",
    quoteOpens: "anywhere",
    escapes: shellEscapes,
    otherEscapes: "kept",
    escapedSingle: false,
    bareEscapes: true,
    references: "shell",
  },
};
