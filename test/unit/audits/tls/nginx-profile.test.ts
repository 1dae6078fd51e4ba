import { nginxProfile } from "../../../../src/audits/tls/nginx-profile.ts";
import { auditCases } from "../../../support/audit-cases.ts";
import type { Files } from "../../../support/install-builder.ts";

const files = { ".env": "A=1\n" };
const good =
  "ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256;\nssl_session_tickets off;";
const program = (version: string, openssl = "OpenSSL 1.1.1w  11 Sep 2023") => ({
  "/usr/sbin/nginx": `\0nginx version: nginx/${version}\0built with\0${openssl}\0`,
});
const nginx = (lines: string, host: Files = program("1.22.1")) => ({
  files,
  nginx: `listen 443 ssl;\nroot {root};\n${lines}`,
  host,
});
const conf = (text: string, host: Files = program("1.22.1")) => ({
  files,
  host: { ...host, "/etc/nginx/nginx.conf": text },
});
const main = "/etc/nginx/nginx.conf";
const ours = "ssl_protocols TLSv1.2 TLSv1.3;";

auditCases(nginxProfile, {
  passes: [
    { name: "both lines in the server", ...nginx(`${ours}\n${good}`) },
    {
      name: "both in the http block, weaker ones replaced in the server",
      ...conf(
        `http {\n${ours}\nssl_ciphers ALL;\nssl_session_tickets off;\nserver {\n listen 443 ssl;\n root {root};\n ssl_ciphers ECDHE-RSA-CHACHA20-POLY1305;\n}\n}\n`,
      ),
    },
    { name: "a new nginx says nothing about protocols", ...nginx(good, program("1.28.0")) },
    {
      name: "TLS 1.3 alone has no other ciphers",
      ...nginx("ssl_protocols TLSv1.3;\nssl_session_tickets off;"),
    },
    {
      name: "an include, as certbot writes it; DHE without parameters is never used",
      ...nginx("include tls.conf;", {
        ...program("1.24.0"),
        "/etc/nginx/tls.conf": `${ours}\nssl_ciphers "ECDHE+AESGCM:DHE-RSA-AES128-GCM-SHA256:!PSK";\n`,
      }),
    },
    {
      name: "suites of TLS 1.3 named on purpose",
      ...nginx(`${ours}\n${good}\nssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;`),
    },
  ],
  fails: [
    {
      name: "old protocols in the server, over several lines",
      ...nginx(`ssl_protocols TLSv1;\nssl_protocols TLSv1.1 TLSv1.2;\n${good}`),
      findings: [{ message: "nginx allows TLSv1 and TLSv1.1", at: `${main}:6` }],
    },
    {
      name: "OpenSSL 3 refuses them at its own level: low",
      ...nginx(
        `ssl_protocols TLSv1.1 TLSv1.2;\n${good}`,
        program("1.22.1", "OpenSSL 3.0.15 3 Sep"),
      ),
      findings: [
        {
          message: "nginx allows TLSv1.1, which its OpenSSL 3 refuses all the same",
          at: `${main}:5`,
          severity: "low",
        },
      ],
    },
    {
      name: "unless the level is taken down, here or for the host",
      ...nginx(
        "ssl_protocols TLSv1.1 TLSv1.2;\nssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0;\nssl_session_tickets off;",
        program("1.22.1", "OpenSSL 3.0.15 3 Sep"),
      ),
      findings: [{ message: "nginx allows TLSv1.1", at: `${main}:5` }],
    },
    {
      name: "for the host",
      ...nginx(`ssl_protocols TLSv1.1 TLSv1.2;\n${good}`, {
        ...program("1.22.1", "OpenSSL 3.0.15 3 Sep"),
        "/etc/ssl/openssl.cnf": "# x\nCipherString = DEFAULT@SECLEVEL=0\n",
      }),
      findings: [{ message: "nginx allows TLSv1.1", at: `${main}:5` }],
    },
    {
      name: "the http block: one finding for two sites",
      ...conf(
        `http {\nssl_protocols TLSv1.1 TLSv1.3;\n${good}\nserver {\n listen 443 ssl;\n root {root};\n}\nserver {\n listen 8443 ssl;\n root {root};\n}\n}\n`,
      ),
      findings: [{ message: "nginx allows TLSv1.1", at: `${main}:2` }],
    },
    {
      name: "nothing is written and nginx is old",
      ...nginx(good, program("1.26.2")),
      findings: [
        {
          message: "nginx allows TLSv1 and TLSv1.1",
          at: `${main}:2`,
          evidence: "nginx's own default: nothing is written",
        },
      ],
    },
    {
      name: "very old",
      ...nginx(good, program("1.8.1")),
      findings: [{ message: "nginx allows SSLv3, TLSv1 and TLSv1.1", at: `${main}:2` }],
    },
    {
      name: "another site decides for the address: it is the default there",
      ...conf(
        `http {\n${good}\nserver {\n listen 443 ssl default_server;\n ssl_protocols TLSv1.1 TLSv1.2;\n root /srv/other;\n}\nserver {\n listen 0.0.0.0:443 ssl;\n server_name shop.example;\n ${ours}\n root {root};\n}\n}\n`,
      ),
      findings: [{ message: "nginx allows TLSv1.1", at: `${main}:6` }],
    },
    {
      name: "nginx's own ciphers",
      ...nginx(`${ours}\nssl_session_tickets off;`),
      findings: [
        {
          message:
            "nginx allows ciphers outside of the profile: ECDHE-ECDSA-AES256-CCM8, ECDHE-ECDSA-AES256-CCM, ECDHE-ECDSA-ARIA256-GCM-SHA384 and 33 more",
          at: `${main}:2`,
        },
      ],
    },
    {
      name: "weak ciphers that the server is told",
      ...nginx(
        `${ours}\nssl_ciphers ECDHE+AESGCM:RC4-SHA:AECDH-NULL-SHA;\nssl_session_tickets off;`,
      ),
      findings: [
        {
          message: "nginx allows ciphers outside of the profile: AECDH-NULL-SHA and RC4-SHA",
          at: `${main}:6`,
        },
      ],
    },
    {
      name: "DHE of the profile before, with parameters: low",
      ...nginx(
        `${ours}\nssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256;\nssl_dhparam dh.pem;\nssl_session_tickets off;`,
      ),
      findings: [
        {
          message: "nginx allows ciphers outside of the profile: DHE-RSA-AES128-GCM-SHA256",
          at: `${main}:6`,
          severity: "low",
        },
      ],
    },
    {
      name: "session tickets of an old nginx: low",
      ...nginx(`${ours}\nssl_ciphers ECDHE-RSA-AES128-GCM-SHA256;`),
      findings: [
        {
          message: "session tickets are on, and nginx 1.22.1 never changes their key",
          at: `${main}:2`,
          severity: "low",
        },
      ],
    },
    {
      name: "a suite of TLS 1.3 outside of the profile",
      ...nginx(`${ours}\n${good}\nssl_conf_command Ciphersuites TLS_AES_128_CCM_8_SHA256;`),
      findings: [{ message: "nginx allows TLS_AES_128_CCM_8_SHA256", at: `${main}:8` }],
    },
    {
      name: "beside a file that cannot be read",
      ...nginx(`ssl_protocols TLSv1.1 TLSv1.2;\n${good}\ninclude more.conf;`, {
        ...program("1.22.1"),
        "/etc/nginx/more.conf": { is: "fifo" },
      }),
      findings: [{ message: "nginx allows TLSv1.1", at: `${main}:5` }],
      gaps: ["web server configuration", `${main}:8`],
    },
  ],
  unknowns: [
    {
      name: "nothing is written, and no program tells its version",
      ...nginx(good, {}),
      code: "parse",
      text: "cannot tell what nginx allows by default",
    },
    {
      name: "a word that other builds of OpenSSL know",
      ...nginx(`${ours}\nssl_ciphers [ECDHE-RSA-AES128-GCM-SHA256|X];\nssl_session_tickets off;`),
      code: "parse",
      text: "in ssl_ciphers means",
    },
    {
      name: "the system's policy",
      ...nginx(`${ours}\nssl_ciphers PROFILE=SYSTEM;\nssl_session_tickets off;`),
      code: "parse",
      text: "PROFILE=SYSTEM",
    },
    {
      name: "commands for OpenSSL",
      ...nginx(`${ours}\n${good}\nssl_conf_command MinProtocol TLSv1;`),
      code: "parse",
      text: "ssl_conf_command MinProtocol is not evaluated",
    },
    {
      name: "Caddy serves it",
      files,
      host: { "/etc/caddy/Caddyfile": "shop.example {\n root * {root}\n}\n" },
      code: "parse",
    },
  ],
  notApplicable: [
    { name: "no nginx", files, text: "no nginx site speaks TLS" },
    { name: "plain http", files, nginx: "root {root};", text: "no nginx site speaks TLS" },
  ],
  obstacles: [
    {
      name: "the configuration",
      at: main,
      ...nginx(`${ours}\n${good}`),
      host: { [main]: `http { server { listen 443 ssl; root {root}; ${ours} ${good} } }` },
    },
    {
      name: "an include",
      at: "/etc/nginx/tls.conf",
      ...nginx("include tls.conf;", {
        ...program("1.22.1"),
        "/etc/nginx/tls.conf": `${ours}\n${good}\n`,
      }),
    },
    {
      name: "the program, when its version matters",
      at: "/usr/sbin/nginx",
      ...nginx(good, program("1.28.0")),
    },
  ],
});
