import fs from "node:fs";
import { mint } from "../mint.ts";
import { commitAll, healthySettings } from "../real-application.ts";
import { hostOf, nginxHost, nodeCode, putPrivate, startNginx, toNode } from "./host-parts.ts";
import { type Layout, takesEnvValues, takesSiteNames } from "./layout.ts";

const root = "/srv/shop";

const compose = `services:
  shop:
    build: .
    restart: unless-stopped
    ports: ["127.0.0.1:3000:3000"]
    env_file:
      - .env
      - path: config/keys.env
        required: true
      - path: config/local.env
        required: false
    environment:
      NODE_ENV: production
      PORT: "3000"
  worker:
    build: .
    command: node worker.js
    env_file: config/keys.env
    environment:
      - NODE_ENV=production
`;

/** Root's: the manager reads the files, the containers get the values. */
export const composeFolder: Layout = {
  name: "a docker compose folder with env_file: and environment:",
  programs: ["nginx"],
  services: startNginx,
  root,
  below: `${root}/src`,
  uid: 33,
  takesRoot: [...takesEnvValues, ...takesSiteNames].toSorted(),
  facts: [
    `root: ${root} (found in /srv, likely)`,
    "env file: .env (env_file of compose.yaml:7)",
    "env file: config/keys.env (env_file of compose.yaml:8)",
    "service user: root (owner of the root, guess)",
    "environment: production (APP_ENV at .env:1)",
    "site: shop.example (nginx/shop.example.conf:1)",
    "log: /var/log/nginx/shop.example.access.log (/etc/nginx/sites-enabled/shop.example.conf:5)",
    "log: /var/log/nginx/shop.example.error.log (/etc/nginx/sites-enabled/shop.example.conf:6)",
  ],
  statuses: { "env/none-in-units": "pass", "env/owner": "pass", "env/mode": "pass" },
  lay() {
    const host = hostOf({
      ...nginxHost({ name: "shop.example", folder: "/var/www/empty", inside: toNode(3000) }),
      ...nodeCode(root),
      [`${root}/compose.yaml`]: compose,
      [`${root}/.gitignore`]: ".env*\n*.env\n*.key\n*.pem\n*.sql\n*.log\n*.bak\n",
      [`${root}/config/.keep`]: "",
    });
    commitAll(host.real(root));
    const all = healthySettings(6);
    const isKey = (line: string) => /KEY|SECRET|TOKEN|PASSWORD/.test(line);
    putPrivate(host, `${root}/.env`, `${all.filter((line) => !isKey(line)).join("\n")}\n`, 0);
    putPrivate(host, `${root}/config/keys.env`, `${all.filter(isKey).join("\n")}\n`, 0);
    return host;
  },
  plant(host) {
    const key = mint("stripe.secret-key", 34).replace(/^sk_/, "rk_");
    const text = compose.replace('PORT: "3000"', `STRIPE_API_KEY: ${key}`);
    fs.writeFileSync(host.real(`${root}/compose.yaml`), text);
    return "high env/none-in-units compose.yaml";
  },
};
