import { knownPrivateKey } from "../../../../src/audits/tls/known-private-key.ts";
import type { AuditContext } from "../../../../src/core/audit-context.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import type { Files } from "../../../support/install-builder.ts";
import { mintCertificate } from "../../../support/mint-certificate.ts";

const shipped = mintCertificate("panel");
const own = mintCertificate();
const env = { ".env": "A=1\n" };

/** As if `shipped` stood in rules/published-keys.yaml. */
const context = (real: AuditContext): AuditContext => ({
  ...real,
  knowledge: {
    ...real.knowledge,
    publishedKeys: () =>
      new Map([[shipped.spki, { spki: shipped.spki, shipped: "a panel, server.key", url: "" }]]),
  },
});

const site = (host: Files, more = "") => ({
  files: env,
  context,
  nginx: `listen 443 ssl;\nserver_name shop.example;\nroot {root};\nssl_certificate tls/a.crt;\nssl_certificate_key tls/a.key;\n${more}`,
  host,
});
const message = "/etc/nginx/tls/a.crt holds a certificate whose private key anybody can download";
const evidence = "shipped with a panel, server.key";

auditCases(knownPrivateKey, {
  passes: [
    {
      name: "a certificate of its own",
      ...site({ "/etc/nginx/tls/a.crt": own.certificate, "/etc/nginx/tls/a.key": own.key }),
    },
    {
      name: "the key beside the certificate need not be read",
      ...site({
        "/etc/nginx/tls/a.crt": own.certificate,
        "/etc/nginx/tls/a.key": { content: own.key, mode: 0o600 },
      }),
      asOther: true,
    },
    {
      name: "an encrypted key with its certificate in one file",
      files: { ...env, "tls/both.pem": own.encrypted + own.certificate },
      context,
    },
    {
      name: "what dependencies bring for their tests",
      files: {
        ...env,
        "a.crt": own.certificate,
        "node_modules/x/test/key.pem": shipped.key,
        "vendor/y/tests/server.crt": shipped.certificate,
      },
      context,
    },
    {
      name: "the names of keys that hold something else",
      files: { ...env, "a.crt": own.certificate, "app.key": "base64:xyz\n", "b.pem": "" },
      context,
    },
  ],
  fails: [
    {
      name: "the site's certificate",
      ...site({ "/etc/nginx/tls/a.crt": `# panel\n${shipped.certificate}` }),
      findings: [{ message, at: "/etc/nginx/tls/a.crt:2", evidence }],
    },
    {
      name: "Apache's, by a name that counts from its folder, switched on for all hosts",
      files: env,
      context,
      host: {
        "/etc/apache2/apache2.conf":
          'ServerRoot "/etc/apache2"\nListen 443\nSSLEngine on\n<VirtualHost *:443>\nDocumentRoot {root}\nSSLCertificateFile tls/a.pem\n</VirtualHost>\n',
        "/etc/apache2/tls/a.pem": shipped.certificate + shipped.key,
      },
      findings: [
        {
          message:
            "/etc/apache2/tls/a.pem holds a certificate whose private key anybody can download",
          at: "/etc/apache2/tls/a.pem:1",
        },
        {
          message: "/etc/apache2/tls/a.pem holds a private key that anybody can download",
          at: `/etc/apache2/tls/a.pem:${shipped.certificate.split("\n").length}`,
        },
      ],
    },
    {
      name: "through a link, as certbot has them",
      ...site({
        "/etc/nginx/tls/a.crt": { link: "../real.crt" },
        "/etc/nginx/real.crt": shipped.certificate,
      }),
      findings: [{ message, at: "/etc/nginx/tls/a.crt:1", evidence }],
    },
    {
      name: "the certificate is gone, the key tells",
      ...site({ "/etc/nginx/tls/a.key": shipped.key }),
      findings: [
        {
          message: "/etc/nginx/tls/a.key holds a private key that anybody can download",
          at: "/etc/nginx/tls/a.key:1",
        },
      ],
    },
    {
      name: "in the tree: certificates in PEM and DER, and a key",
      files: {
        ...env,
        "conf/server.crt": shipped.certificate,
        "conf/server.der": shipped.der,
        "conf/server.key": shipped.key,
        "conf/own.pem": own.key,
      },
      context,
      findings: [
        {
          message: "conf/server.crt holds a certificate whose private key anybody can download",
          at: "conf/server.crt:1",
        },
        {
          message: "conf/server.der holds a certificate whose private key anybody can download",
          at: "conf/server.der:1",
        },
        {
          message: "conf/server.key holds a private key that anybody can download",
          at: "conf/server.key:1",
        },
      ],
    },
    {
      name: "one is known, others cannot be opened",
      files: {
        ...env,
        "a.crt": shipped.certificate,
        "b.key": own.encrypted,
        "c.p12": "x",
        "d.pem": own.certificate.slice(0, 90),
      },
      context,
      findings: [
        {
          message: "a.crt holds a certificate whose private key anybody can download",
          at: "a.crt:1",
        },
      ],
      gaps: ["b.key", "c.p12", "d.pem"],
    },
  ],
  unknowns: [
    {
      name: "an encrypted key alone",
      files: { ...env, "b.key": own.encrypted },
      context,
      code: "parse",
      text: "line 1 is encrypted",
    },
    {
      name: "a certificate that does not parse",
      ...site({ "/etc/nginx/tls/a.crt": own.certificate.replace(/\n.{8}/, "\n////////") }),
      code: "parse",
      text: "line 1 cannot be parsed",
    },
    {
      name: "nginx is given something that is no certificate",
      ...site({ "/etc/nginx/tls/a.crt": "hello\n" }),
      code: "parse",
      text: "holds no certificate or key",
    },
    {
      name: "only nginx can tell which file it is",
      files: env,
      nginx:
        "listen 443 ssl;\nroot {root};\nssl_certificate /etc/nginx/$ssl_server_name.crt;\nssl_certificate_key data:$key;",
      context,
      code: "parse",
      text: "only the server can tell which file /etc/nginx/$ssl_server_name.crt is",
    },
    {
      name: "nginx configuration that cannot be read",
      files: env,
      host: { "/etc/nginx/nginx.conf": { is: "fifo" } },
      code: "not-a-file",
    },
    {
      name: "a file that nginx includes cannot be read",
      ...site(
        { "/etc/nginx/tls/a.crt": own.certificate, "/etc/nginx/more.conf": { is: "fifo" } },
        "include more.conf;",
      ),
      code: "not-a-file",
      text: "more.conf",
    },
    {
      name: "a folder that may hold certificates",
      files: { ...env, "private/": { mode: 0o700 } },
      asOther: true,
      code: "permission",
    },
  ],
  notApplicable: [
    { name: "no TLS here", files: env, text: "there is no certificate or key" },
    {
      name: "a site without TLS, and one that refuses every handshake",
      files: env,
      host: {
        "/etc/nginx/nginx.conf":
          "http {\n server { listen 80; root {root}; }\n server { listen 443 ssl; ssl_reject_handshake on; root {root}; ssl_certificate x.crt; }\n}\n",
        "/etc/nginx/x.crt": shipped.certificate,
      },
      context,
      text: "there is no certificate or key",
    },
  ],
  obstacles: [
    {
      name: "the site's certificate",
      at: "/etc/nginx/tls/a.crt",
      ...site({ "/etc/nginx/tls/a.crt": own.certificate }),
    },
    {
      name: "in the tree",
      at: "tls/a.crt",
      files: { ...env, "tls/a.crt": own.certificate },
      // Links of a tree are not followed, folders and FIFOs with such names are none.
      expected: {
        "link-loop": "not-applicable",
        fifo: "not-applicable",
        directory: "not-applicable",
      },
    },
  ],
});
