import { panelAccount } from "../../../../src/audits/privilege/panel-account.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import { mint } from "../../../support/mint.ts";

const env = (text: string) => ({ files: { ".env": text } });
const password = `PANEL_API_PASSWORD=${mint("panel.main")}\n`;
const token = `NXT_API_TOKEN=${mint("panel.main", 2)}\n`;
const key = `XUI_API_KEY=${mint("panel.main", 3)}\n`;
const own = "PANEL_API_USER=iptvbp-shop\n";
const asked = ["guard.yaml: panels[].account"];
const isDefault = (name: string) => `${name} is "admin", which installers make`;

auditCases(panelAccount, {
  passes: [
    { name: "an account of its own", ...env(password + own) },
    { name: "beside the key of XUI.ONE", ...env(`${key}XUI_USERNAME=billing\n`) },
    { name: "of an NXT token", ...env(`${token}NXT_USERNAME=billing\n`) },
    {
      name: "stated in guard.yaml",
      ...env(password),
      config: "panels:\n  - { id: main, kind: xtream-ui, account: billing }\n",
    },
    {
      name: "of a panel that only IPTVbp's settings know",
      ...env("A=1\n"),
      config:
        "credentials:\n  panel.main: { stored: settings }\npanels:\n  - { id: main, account: billing }\n",
    },
    {
      name: "in the address of the panel",
      ...env("XTREAM_URL=https://billing:x1@panel.example\n"),
    },
    {
      name: "the name says admin of a password whose account is another",
      ...env(`PANEL_ADMIN_PASSWORD=${mint("panel.main")}\nPANEL_ADMIN_USER=billing\n`),
    },
    {
      name: "two panels, each with its account",
      ...env(
        `PANEL_A_PASSWORD=${mint("panel.main", 4)}\nPANEL_B_PASSWORD=${mint("panel.main", 5)}\n` +
          "PANEL_A_USER=billing\nPANEL_B_USERNAME=shop\n",
      ),
    },
    { name: "badminton is no administrator", ...env(`${password}PANEL_API_USER=badminton\n`) },
    {
      name: "a number of users is no user",
      ...env(`${password}${own}PANEL_USER_LIMIT=10\nPANEL_USER_AGENT=admin\n`),
    },
  ],
  fails: [
    {
      name: "the account that installers make",
      ...env(`${password}PANEL_API_USER=admin\n`),
      findings: [{ message: isDefault("PANEL_API_USER"), at: ".env:2 PANEL_API_USER" }],
    },
    {
      name: "in capitals and quotes",
      ...env(`${password}XTREAM_USERNAME="Admin"\n`),
      findings: [{ message: isDefault("XTREAM_USERNAME"), at: ".env:2 XTREAM_USERNAME" }],
    },
    {
      name: "an administrator by name",
      ...env(`${password}PANEL_USER=administrator\n`),
      findings: [{ message: "PANEL_USER is an administrator's name", at: ".env:2 PANEL_USER" }],
    },
    {
      name: "an administrator by the look of the name",
      ...env(`${password}PANEL_USER=shop-admin\n`),
      findings: [
        {
          message: "PANEL_USER is an administrator's name",
          at: ".env:2 PANEL_USER",
          confidence: "medium",
        },
      ],
    },
    {
      name: "without its password here",
      ...env("PANEL_API_USER=admin\n"),
      findings: [{ message: isDefault("PANEL_API_USER"), at: ".env:1 PANEL_API_USER" }],
    },
    {
      name: "in the address of the panel",
      ...env("PANEL_URL=https://panel.example/player_api.php?username=root&password=x\n"),
      findings: [{ message: "PANEL_URL is an administrator's name", at: ".env:1 PANEL_URL" }],
    },
    {
      name: "before the host of the panel",
      ...env("XTREAM_URL=http://admin:admin@panel.example:25500\n"),
      findings: [{ message: isDefault("XTREAM_URL"), at: ".env:1 XTREAM_URL" }],
    },
    {
      name: "of NXT and XUI.ONE",
      ...env(`${token}NXT_USERNAME=root\n${key}XUI_ADMIN_USERNAME=superadmin\n`),
      findings: [
        { message: "NXT_USERNAME is an administrator's name", at: ".env:2 NXT_USERNAME" },
        {
          message: "XUI_ADMIN_USERNAME is an administrator's name",
          at: ".env:4 XUI_ADMIN_USERNAME",
        },
      ],
    },
    {
      name: "a compose file sets it",
      files: {
        ".env": password,
        "compose.yaml":
          "services:\n  app:\n    env_file: .env\n    environment:\n      PANEL_API_USER: admin\n",
      },
      findings: [{ message: isDefault("PANEL_API_USER"), at: "compose.yaml:5 PANEL_API_USER" }],
    },
    {
      name: "guard.yaml states it",
      ...env(password),
      config: "panels:\n  - { id: main, account: Admin }\n",
      findings: [
        { message: isDefault("panels[0].account"), at: "{top}/guard.yaml:4 panels[0].account" },
      ],
    },
    {
      name: "nothing but the name of the password to go by",
      ...env(`PANEL_ADMIN_PASSWORD=${mint("panel.main")}\n`),
      findings: [
        {
          message: "PANEL_ADMIN_PASSWORD is an administrator's by its name",
          at: ".env:1 PANEL_ADMIN_PASSWORD",
          confidence: "medium",
        },
      ],
    },
  ],
  unknowns: [
    {
      name: "a compose file that may set it is closed",
      files: { ".env": password + own, "compose.yaml": { content: "", mode: 0o600 } },
      asOther: true,
      code: "permission",
      text: "compose.yaml",
    },
  ],
  skips: [
    { name: "no user name beside the password", ...env(password), needs: asked },
    { name: "none beside the key of XUI.ONE", ...env(key), needs: asked },
    { name: "an empty one", ...env(`${password}PANEL_API_USER=\n`), needs: asked },
    { name: "an example", ...env(`${password}PANEL_API_USER=changeme\n`), needs: asked },
    {
      name: "of two panels one has none",
      ...env(
        `PANEL_A_PASSWORD=${mint("panel.main", 4)}\nPANEL_B_PASSWORD=${mint("panel.main", 5)}\n` +
          "PANEL_A_USER=billing\n",
      ),
      needs: asked,
    },
    {
      name: "the password is in IPTVbp's settings",
      ...env("A=1\n"),
      config: "credentials:\n  panel.main: { stored: settings }\n",
      needs: asked,
    },
    {
      name: "guard.yaml lists the panel without it",
      ...env("A=1\n"),
      config: "panels:\n  - { id: main, kind: xtream-ui }\n",
      needs: asked,
    },
  ],
  notApplicable: [
    { name: "no panel", ...env("A=1\n"), text: "no panel is in use here" },
    {
      name: "guard.yaml says so",
      ...env("A=1\n"),
      config: "credentials:\n  panel.main: { stored: none }\n",
      text: "no panel is in use here",
    },
    {
      name: "a token",
      ...env(token),
      text: "its panels are called with tokens, under no user name",
    },
    {
      name: "OneStream's two tokens",
      ...env(`ONESTREAM_API_KEY=${mint("onestream.api-key")}\n`),
      text: "its panels are called with tokens, under no user name",
    },
  ],
  obstacles: [{ name: "the account", at: ".env", ...env(password + own) }],
});
