import { keyFiles } from "../../../../src/audits/tls/key-files.ts";
import { blocked, found } from "../../../../src/core/look.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import type { DetailedSpec, Files } from "../../../support/install-builder.ts";
import { mintCertificate } from "../../../support/mint-certificate.ts";

const { key: content, certificate, encrypted } = mintCertificate();
const env = { ".env": "A=1\n" };
const path = "/etc/nginx/tls/a.key";
const file = (mode: number, more: Partial<DetailedSpec> = {}): DetailedSpec => ({
  content,
  mode,
  ...more,
});
const nginx = `listen 443 ssl;\nserver_name shop.example;\nroot {root};\nssl_certificate tls/a.crt;\nssl_certificate_key tls/a.key;`;
/** The folders of that host are in a temporary one, which all may enter. */
const site = (host: Files) => ({ files: env, nginx, host, context: believe });
const believe = <T extends object>(context: T): T => ({
  ...context,
  modeDecides: () => found(true),
});
const unit = {
  "/etc/systemd/system/shop.service":
    "[Service]\nUser=www-data\nWorkingDirectory={root}\nExecStart=/usr/bin/node a.js\n",
};

auditCases(keyFiles, {
  passes: [
    { name: "0600", ...site({ [path]: file(0o600) }) },
    { name: "0400", ...site({ [path]: file(0o400) }) },
    {
      name: "Debian's group for keys",
      ...site({
        [path]: file(0o640, { owner: "0:110" }),
        "/etc/group": "root:x:0:\nssl-cert:x:110:\n",
      }),
    },
    { name: "root's own group", ...site({ [path]: file(0o640, { owner: "0:0" }) }) },
    {
      name: "0644 below a folder that only root may enter, as certbot has it",
      ...site({
        [path]: { link: "../live/a.key" },
        "/etc/nginx/live/": { mode: 0o700 },
        "/etc/nginx/live/a.key": file(0o644),
      }),
    },
    {
      name: "in the tree, and only names of keys beside it",
      files: {
        ...env,
        "tls/a.key": file(0o600),
        "tls/fullchain.pem": { content: certificate, mode: 0o644 },
        "node_modules/x/test/key.pem": file(0o644),
      },
    },
    {
      name: "nginx names a key that is not there",
      files: { ...env, "a.key": file(0o600) },
      nginx,
    },
  ],
  fails: [
    {
      name: "readable by all",
      ...site({ [path]: file(0o644) }),
      findings: [
        {
          message: "/etc/nginx/tls/a.key is 0644: every account can read it",
          at: path,
          fix: "review",
          evidence: "named in /etc/nginx/nginx.conf:7",
          remedy: "chmod 600 /etc/nginx/tls/a.key, then have a new key and certificate made",
        },
      ],
    },
    {
      name: "behind a link, below a folder that all may enter",
      ...site({
        [path]: { link: "../live/a.key" },
        "/etc/nginx/live/a.key": file(0o604),
      }),
      findings: [
        {
          message: "/etc/nginx/live/a.key is 0604: every account can read it",
          at: "/etc/nginx/live/a.key",
          fix: "review",
        },
      ],
    },
    {
      name: "Apache's",
      files: env,
      host: {
        "/etc/apache2/apache2.conf": `Listen 443\n<VirtualHost *:443>\nServerName shop.example\nDocumentRoot {root}\nSSLEngine on\nSSLCertificateFile /etc/tls/a.crt\nSSLCertificateKeyFile /etc/tls/a.key\n</VirtualHost>\n`,
        "/etc/tls/a.crt": { content: certificate, mode: 0o644 },
        "/etc/tls/a.key": file(0o644),
      },
      context: believe,
      findings: [
        {
          message: "/etc/tls/a.key is 0644: every account can read it",
          at: "/etc/tls/a.key",
          fix: "review",
          evidence: "named in /etc/apache2/apache2.conf:7",
        },
      ],
    },
    {
      name: "by a group: medium",
      ...site({ [path]: file(0o640, { owner: "0:50" }) }),
      findings: [
        {
          message: "/etc/nginx/tls/a.key is 0640: group staff can read it",
          at: path,
          severity: "medium",
          fix: "review",
        },
      ],
    },
    {
      name: "by an access list: medium",
      ...site({ [path]: file(0o600, { owner: "0:0", acl: "u:1002:r" }) }),
      findings: [
        {
          message: "/etc/nginx/tls/a.key is 0640: an access list lets others, who can read it",
          at: path,
          severity: "medium",
          fix: "review",
        },
      ],
    },
    {
      name: "in the tree, named by nginx, which reads it as root: safe to close",
      files: { ...env, "tls/a.key": file(0o644) },
      nginx: nginx.replaceAll("tls/", "{root}/tls/"),
      findings: [
        { message: "tls/a.key is 0644: every account can read it", at: "tls/a.key", fix: "safe" },
      ],
    },
    {
      name: "in the tree: safe where the service owns it, else a person decides",
      files: {
        ...env,
        "storage/oauth-private.key": file(0o644, { owner: "33:33" }),
        "deploy.pem": file(0o444, { owner: "1001:1001" }),
        "enc.key": { content: encrypted, mode: 0o644, owner: "33:33" },
        "store.p12": { content: "x", mode: 0o644, owner: "33:33" },
        "note.key": { content: "base64:abc\n", mode: 0o644 },
      },
      host: unit,
      findings: [
        {
          message: "deploy.pem is 0444: every account can read it",
          at: "deploy.pem",
          fix: "review",
        },
        { message: "enc.key is 0644: every account can read it", at: "enc.key", fix: "safe" },
        {
          message: "storage/oauth-private.key is 0644: every account can read it",
          at: "storage/oauth-private.key",
          fix: "safe",
        },
        { message: "store.p12 is 0644: every account can read it", at: "store.p12", fix: "safe" },
      ],
    },
    {
      name: "beside one that cannot be judged",
      files: { ...env, "a.key": file(0o644) },
      nginx,
      host: { [path]: { is: "fifo" } },
      findings: [{ message: "a.key is 0644: every account can read it", at: "a.key", fix: "safe" }],
      gaps: ["/etc/nginx/tls/a.key"],
    },
  ],
  unknowns: [
    {
      name: "on NFS the mode is approximate",
      files: { ...env, "a.key": file(0o600) },
      context: (context) => ({
        ...context,
        modeDecides: () => blocked("filesystem", "the mode is approximate on NFS"),
      }),
      code: "filesystem",
    },
    {
      name: "a folder that we may not enter",
      ...site({ "/etc/nginx/tls/": { mode: 0o700 }, [path]: file(0o644) }),
      asOther: true,
      code: "permission",
      text: path,
    },
    {
      name: "a key whose name holds a variable",
      files: env,
      nginx: "listen 443 ssl;\nroot {root};\nssl_certificate_key /etc/$ssl_server_name.key;",
      code: "parse",
      text: "only the server can tell",
    },
    {
      name: "a folder of the tree that may hold keys",
      files: { ...env, "private/": { mode: 0o700 } },
      asOther: true,
      code: "permission",
    },
    {
      name: "Caddy serves it, whose configuration is not read",
      files: env,
      host: { "/etc/caddy/Caddyfile": "shop.example {\n root * {root}\n}\n" },
      code: "parse",
    },
  ],
  notApplicable: [{ name: "no key", files: env, text: "there is no private key" }],
  obstacles: [
    {
      name: "its content is of no interest",
      at: path,
      ...site({ [path]: file(0o600) }),
      expected: { unreadable: "pass" },
    },
  ],
});
