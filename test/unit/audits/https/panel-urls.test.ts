import { panelUrls } from "../../../../src/audits/https/panel-urls.ts";
import { auditCases } from "../../../support/audit-cases.ts";

const env = (url: string, more = "") => ({ ".env": `PANEL_URL=${url}\n${more}` });
const unit = "/etc/systemd/system/shop.service";

auditCases(panelUrls, {
  passes: [
    { name: "https", files: env("https://panel.example") },
    { name: "https in capitals, with a port", files: env("HTTPS://PANEL.EXAMPLE:25500/c/") },
    {
      name: "what another URL is part of",
      files: env("https://panel.example", "XUI_URL=${PANEL_URL}/api\n"),
    },
    {
      name: "https in guard.yaml",
      files: { ".env": "A=1\n" },
      config: 'panels:\n  - { id: main, kind: nxt, url: "https://panel.example" }\n',
    },
    {
      name: "a plain store is https/store-urls'",
      files: env("https://panel.example", "APP_URL=http://shop.example\n"),
    },
  ],
  fails: [
    {
      name: "http",
      files: env("http://panel.example:25500"),
      findings: [
        { message: "http://panel.example:25500", at: ".env:1 PANEL_URL", evidence: "PANEL_URL" },
      ],
    },
    {
      name: "its password and query are not shown",
      files: env("http://admin:hunter22@panel.example/c?token=abc"),
      findings: [{ message: "http://panel.example/c?token=...", at: ".env:1 PANEL_URL" }],
    },
    {
      name: "no scheme: plain http for most clients",
      files: env("panel.example:25500/c"),
      findings: [{ message: "panel.example:25500 has no https://", at: ".env:1 PANEL_URL" }],
    },
    {
      name: "no URL at all: its text may be anything and is not shown",
      files: env("not a url"),
      findings: [{ message: "PANEL_URL is no URL", at: ".env:1 PANEL_URL" }],
    },
    ...["127.0.0.1", "localhost", "[::1]", "panel.localhost"].map((host) => ({
      name: `loopback, ${host}: info`,
      files: env(`http://${host}:25500`),
      findings: [
        {
          message: `http://${host}:25500`,
          at: ".env:1 PANEL_URL",
          severity: "info" as const,
        },
      ],
    })),
    {
      name: "a domain that only begins like loopback",
      files: env("http://127.shop.example"),
      findings: [{ message: "http://127.shop.example", at: ".env:1 PANEL_URL" }],
    },
    {
      name: "two panels of guard.yaml: one finding each",
      files: { ".env": "A=1\n" },
      config:
        'panels:\n  - { id: a, kind: nxt, url: "http://a.example" }\n' +
        '  - { id: b, kind: nxt, url: "http://b.example" }\n',
      findings: [
        { message: "http://a.example", at: "{top}/guard.yaml:4 panels[0].url" },
        { message: "http://b.example", at: "{top}/guard.yaml:5 panels[1].url" },
      ],
    },
    {
      name: "set by a unit",
      files: { ".env": "A=1\n" },
      host: {
        [unit]: "[Service]\nWorkingDirectory={root}\nEnvironment=PANEL_URL=http://p.example\n",
      },
      findings: [{ message: "http://p.example", at: `${unit}:3 PANEL_URL` }],
    },
  ],
  unknowns: [
    {
      name: "a compose file that we may not read",
      files: { ...env("https://panel.example"), "compose.yaml": { content: "", mode: 0o600 } },
      asOther: true,
      code: "permission",
      text: "compose.yaml",
    },
  ],
  notApplicable: [
    { name: "none", files: { ".env": "A=1\n" }, text: "no panel URL is configured" },
    { name: "an empty one", files: env(""), text: "no panel URL is configured" },
  ],
  obstacles: [{ name: "https", at: ".env", files: env("https://panel.example") }],
});
