import { usageError } from "../core/error.ts";
import type { Prompter, Question } from "../core/ports/prompter.ts";
import { harmless } from "./terminal.ts";

/** Asks on stderr. Without a terminal every question is an error that names what answers it. */
export function createPrompter(interactive: boolean): Prompter {
  const prompts = async ({ message, flag }: Question) => {
    if (!interactive) throw noTerminal(message, flag);
    return import("@inquirer/prompts");
  };
  const context = { output: process.stderr };
  return {
    interactive,
    confirm: async (question) => {
      const { input } = await prompts(question);
      const answer = await input(yesOrNo(question), context);
      return answerOf(answer, question.default) ?? question.default;
    },
    select: async (question) => {
      const { select } = await prompts(question);
      const choices = question.choices.map(({ value, name, description }) => ({
        value,
        name: harmless(name),
        ...(description === undefined ? {} : { description: harmlessLines(description) }),
      }));
      const start = question.default === undefined ? {} : { default: question.default };
      return select({ message: harmless(question.message), choices, ...start }, context);
    },
    input: async (question) => {
      const { input } = await prompts(question);
      const { validate } = question;
      return input(
        {
          message: harmless(question.message),
          ...(question.default === undefined ? {} : { default: question.default }),
          ...(validate === undefined ? {} : { validate }),
        },
        context,
      );
    },
    password: async (question) => {
      const { password } = await prompts(question);
      const message = harmless(question.message);
      return password(
        { message, mask: false, toggleMask: false },
        { ...context, clearPromptOnDone: true },
      );
    },
  };
}

/** Shows nothing but an answer: what is pasted here by mistake may be a secret. */
function yesOrNo({
  message,
  default: usual,
}: {
  readonly message: string;
  readonly default: boolean;
}) {
  return {
    message: `${harmless(message)} ${usual ? "(Y/n)" : "(y/N)"}`,
    transformer: (text: string, { isFinal }: { readonly isFinal: boolean }) => {
      const answer = answerOf(text, usual);
      if (answer === undefined) return "";
      return isFinal ? (answer ? "Yes" : "No") : text;
    },
    validate: (text: string) => answerOf(text, usual) !== undefined || "answer y or n",
    theme: { validationFailureMode: "clear" as const },
  };
}

/** `y`, `Yes`, `n`; the usual answer to nothing. Undefined for anything else. */
function answerOf(text: string, usual: boolean): boolean | undefined {
  const typed = text.trim().toLowerCase();
  if (typed === "") return usual;
  if ("yes".startsWith(typed)) return true;
  return "no".startsWith(typed) ? false : undefined;
}

function harmlessLines(lines: string | readonly string[]): string {
  return [lines].flat().map(harmless).join("\n");
}

function noTerminal(message: string, flag: string) {
  return usageError(
    "NO_TERMINAL",
    `there is no terminal to ask: ${message}`,
    `answer it on the command line with ${flag}`,
  );
}
