import { mode } from "../../../../src/audits/env/mode.ts";
import { blocked } from "../../../../src/core/look.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const text = "APP_ENV=production\n";

auditCases(mode, {
  passes: [
    { name: "0600", files: { ".env": { content: text, mode: 0o600 } } },
    { name: "0400", files: { ".env": { content: text, mode: 0o400 } } },
    {
      name: "an access list without effect, because there are no group bits",
      files: { ".env": { content: text, mode: 0o600, acl: "u:33:r,m::-" } },
    },
    {
      name: "unreadable for us, but its mode is seen",
      files: { ".env": { content: text, mode: 0o600 } },
      asOther: true,
    },
  ],
  fails: [
    {
      name: "0644",
      files: { ".env": { content: text, mode: 0o644 } },
      findings: [{ message: ".env is 0644: every account can read it", at: ".env", fix: "safe" }],
    },
  ],
  unknowns: [
    {
      name: "on NFS the mode is approximate",
      files: { ".env": { content: text, mode: 0o600 } },
      context: (context) => ({
        ...context,
        modeDecides: () => blocked("filesystem", "the mode is approximate on NFS"),
      }),
      code: "filesystem",
      text: ".env: the mode is approximate on NFS",
    },
  ],
  obstacles: [
    {
      name: "the content is of no interest",
      at: ".env",
      files: { ".env": { content: text, mode: 0o600 } },
      expected: { unreadable: "pass" },
    },
  ],
});
