import { noWorldWritable } from "../../../../src/audits/privilege/no-world-writable.ts";
import { blocked } from "../../../../src/core/look.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const env = { ".env": { content: "A=1\n", mode: 0o600 } };

auditCases(noWorldWritable, {
  passes: [
    { name: "ordinary modes", files: { ...env, "index.php": "", "storage/a": { mode: 0o664 } } },
    { name: "a link says nothing by its mode", files: { ...env, current: { link: "releases" } } },
    { name: "an env file is env/mode's", files: { ".env": { mode: 0o666 } } },
  ],
  fails: [
    {
      name: "a file",
      files: { ...env, "config/app.php": { mode: 0o666 } },
      findings: [
        {
          message: "config/app.php is 0666: every account can write it",
          at: "config/app.php",
          fix: "review",
          remedy:
            "chmod o-w {root}/config/app.php; before that give it to the account that writes there",
        },
      ],
    },
    {
      name: "a folder with all that is below it: one finding",
      files: {
        ...env,
        "storage/": { mode: 0o777 },
        "storage/logs/": { mode: 0o777 },
        "storage/logs/a.log": { mode: 0o666 },
        "storage/closed": { mode: 0o600 },
      },
      findings: [
        {
          message: "storage is 0777: every account can write it (and 2 more)",
          at: "storage",
          also: ["storage/logs", "storage/logs/a.log"],
          remedy:
            "chmod -R o-w {root}/storage; before that give it to the account that writes there",
        },
      ],
    },
    {
      name: "the root, even with the sticky bit",
      files: env,
      root: { mode: 0o1777 },
      findings: [{ message: "{root} is 1777: every account can write it", at: "." }],
    },
    {
      name: "files of two folders: a finding each",
      files: { ...env, "a/1": { mode: 0o602 }, "a/2": { mode: 0o666 }, "b/1": { mode: 0o777 } },
      findings: [
        {
          message: "a/1 is 0602: every account can write it (and 1 more)",
          at: "a/1",
          also: ["a/2"],
          fix: "review",
        },
        { message: "b/1 is 0777: every account can write it", at: "b/1", fix: "review" },
      ],
    },
    {
      name: "so many that one command is better",
      files: {
        ...env,
        ...Object.fromEntries(
          Array.from({ length: 201 }, (_, index) => [`up/${1000 + index}`, { mode: 0o666 }]),
        ),
      },
      findings: [
        {
          message: "up/1000 is 0666: every account can write it (and 200 more)",
          at: "up/1000",
          also: Array.from({ length: 20 }, (_, index) => `up/${1001 + index}`),
          occurrences: 201,
          remedy:
            "find {root}/up -maxdepth 1 -type f -exec chmod o-w {} +; before that give it to the account that writes there",
        },
      ],
    },
    {
      name: "beside a folder that cannot be listed",
      files: { ...env, "app.php": { mode: 0o666 }, "private/": { mode: 0o700 } },
      asOther: true,
      context: (context) => context,
      findings: [
        { message: "app.php is 0666: every account can write it", at: "app.php", fix: "review" },
      ],
      gaps: ["private"],
    },
  ],
  unknowns: [
    {
      name: "a folder that cannot be listed",
      files: { ...env, "private/": { mode: 0o700 } },
      asOther: true,
      code: "permission",
      text: "private",
    },
    {
      name: "on SMB the mode is approximate",
      files: { ...env, "app.php": { mode: 0o777 } },
      context: (context) => ({
        ...context,
        modeDecides: () => blocked("filesystem", "the mode is approximate on SMB"),
      }),
      code: "filesystem",
    },
  ],
});
