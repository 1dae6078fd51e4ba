import { envIgnored } from "../../../../src/audits/gitignore/env-ignored.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const good = ".env*\n!.env.example\n!.env.sample\n";
const env = { ".env": "A=1\n" };
const usual = [".env", ".env.local", ".env.production", ".env.backup"];
const git = (ignore: string, more = {}) => ({ committed: { ".gitignore": ignore, ...more } });
const taken = (message: string, also: readonly string[]) => ({
  message: `git would take ${message}`,
  at: ".gitignore",
  also,
  occurrences: also.length,
  fix: "safe" as const,
});
const notCommitted = {
  message: ".env is ignored here, but not in the last commit",
  at: ".gitignore",
  severity: "low" as const,
};

auditCases(envIgnored, {
  passes: [
    { name: "all names by a pattern", files: env, git: git(good) },
    { name: "each by its name", files: env, git: git(usual.join("\n")) },
    { name: "a tracked example", files: env, git: git(good, { ".env.example": "A=\n" }) },
    {
      name: "nested env files, ignored by the file of their folder",
      files: { ...env, "app/.env.custom": "A=1\n" },
      git: git(".env\n.env.local\n.env.production\n.env.backup\n", {
        "app/.gitignore": ".env.*\n",
      }),
    },
    {
      name: "an env file in a repository of its own",
      files: { ...env, "lib/thing/.git/HEAD": "ref: refs/heads/main\n", "lib/thing/env.txt": "" },
      git: git(good),
    },
    { name: "everything but what is named", files: env, git: git("/*\n!/src\n!.gitignore\n") },
  ],
  fails: [
    {
      name: "no ignore file: the usual names count, there or not",
      files: env,
      git: true,
      findings: [taken(".env", usual)],
      afterFix: [notCommitted],
    },
    {
      name: "only .env",
      files: env,
      git: git(".env\n"),
      findings: [taken(".env.local, .env.production and .env.backup", usual.slice(1))],
      afterFix: [
        { ...notCommitted, message: ".env.local is ignored here, but not in the last commit" },
      ],
    },
    {
      name: "an env file that is there and taken comes first",
      files: { ...env, ".env.staging": "A=1\n" },
      git: git("/.env\n/.env.local\n/.env.production\n/.env.backup\n"),
      findings: [taken(".env.staging", [".env.staging"])],
      afterFix: [
        { ...notCommitted, message: ".env.staging is ignored here, but not in the last commit" },
      ],
    },
    {
      name: "taken back by a later line",
      files: env,
      git: git(`${good}!.env.production\n`),
      findings: [taken(".env.production", [".env.production"])],
      afterFix: [
        {
          ...notCommitted,
          message: ".env.production is ignored here, but not in the last commit",
        },
      ],
    },
    {
      name: "anchored to another folder",
      files: env,
      git: git(`/config/.env\n/.env.*\n`),
      findings: [taken(".env", [".env"])],
      afterFix: [notCommitted],
    },
    {
      name: "a character class that leaves one name out",
      files: env,
      git: git(".env\n.env.[!b]*\n"),
      findings: [taken(".env.backup", [".env.backup"])],
      afterFix: [
        { ...notCommitted, message: ".env.backup is ignored here, but not in the last commit" },
      ],
    },
    {
      name: "a copy with another beginning gets a line of its own",
      files: { ...env, "env.txt": "A=1\n", "#.env#": "A=1\n" },
      git: git(good),
      findings: [taken("#.env# and env.txt", ["#.env#", "env.txt"])],
      afterFix: [
        { ...notCommitted, message: "#.env# is ignored here, but not in the last commit" },
      ],
    },
    {
      name: "a private exclude file does not help the next clone",
      files: { ...env, ".git/info/exclude": ".env*\n" },
      git: git("/vendor\n"),
      findings: [taken(".env", usual)],
      afterFix: [notCommitted],
    },
    {
      name: "ignored on the disk, but not committed yet: low",
      files: { ...env, ".gitignore": good },
      git: git("/vendor\n"),
      findings: [
        {
          ...notCommitted,
          remedy: "commit it: git add .gitignore && git commit -m 'Ignore env files' .gitignore",
        },
      ],
    },
    {
      name: "ignored on the disk, before the first commit: low",
      files: { ...env, ".gitignore": good },
      git: true,
      findings: [notCommitted],
    },
    {
      name: "committed, but taken away on the disk",
      files: { ...env, ".gitignore": "" },
      git: git(good),
      findings: [taken(".env", usual)],
      // What was committed is there again.
      afterFix: [],
    },
  ],
  unknowns: [
    {
      name: "no git program",
      files: env,
      git: git(good),
      withoutGit: true,
      code: "git-missing",
    },
    {
      name: "the repository is a link",
      files: { ...env, ".git": { link: "elsewhere" } },
      code: "link",
    },
    {
      name: "a folder that may hold env files",
      files: { ...env, "private/": { mode: 0o700 } },
      git: git(good),
      asOther: true,
      code: "permission",
      text: "private",
    },
  ],
  notApplicable: [{ name: "no repository", files: env, text: "it is in no git repository" }],
  obstacles: [
    {
      name: "the ignore file; a link there counts for nothing, as for git",
      at: ".gitignore",
      files: { ...env, ".gitignore": good },
      git: git(good),
      expected: { "link-loop": "fail" },
    },
    {
      name: "the content of an env file is of no interest",
      at: ".env",
      files: env,
      git: git(good),
      expected: { unreadable: "pass", "link-loop": "pass", fifo: "pass", directory: "pass" },
    },
  ],
});
