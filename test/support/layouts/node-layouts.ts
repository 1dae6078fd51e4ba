import fs from "node:fs";
import { mint } from "../mint.ts";
import { commitAll } from "../real-application.ts";
import {
  give,
  hostOf,
  nginxHost,
  nodeCode,
  nodeUnit,
  putPrivate,
  settings,
  startNginx,
  startNode,
  toNode,
} from "./host-parts.ts";
import { type Layout, takesEnvValues, takesSiteNames } from "./layout.ts";

const root = "/opt/shop";
const dropIn = "etc/systemd/system/shop.service.d/10-node.conf";

const site = nginxHost({ name: "shop.example", folder: "/var/www/empty", inside: toNode(3000) });

const siteFacts = [
  "site: shop.example (nginx/shop.example.conf:1)",
  "log: /var/log/nginx/shop.example.access.log (/etc/nginx/sites-enabled/shop.example.conf:5)",
  "log: /var/log/nginx/shop.example.error.log (/etc/nginx/sites-enabled/shop.example.conf:6)",
];

const common = {
  programs: ["nginx"],
  services: `${startNode(root, 1001)} ${startNginx}`,
  root,
  below: `${root}/src`,
  uid: 1001,
  // The web server's logs are root's and the group adm's.
  takesRoot: ["secrets/none-in-logs"],
  statuses: {
    "env/none-in-units": "pass",
    "env/owner": "pass",
    "exposure/not-served": "pass",
    "rotation/consumers-reloaded": "pass",
  },
} as const;

export const nodeWithUnit: Layout = {
  ...common,
  name: "Node under /opt, a systemd unit with EnvironmentFile= and a drop-in",
  facts: [
    `root: ${root} (WorkingDirectory= of shop.service)`,
    "env file: .env (EnvironmentFile= of shop.service)",
    "service user: shop (shop.service)",
    "environment: production (APP_ENV at .env:1)",
    ...siteFacts,
  ],
  lay() {
    const host = hostOf({
      ...site,
      ...nodeCode(root),
      "etc/systemd/system/shop.service": nodeUnit(
        root,
        `WorkingDirectory=${root}`,
        `EnvironmentFile=-${root}/.env`,
      ),
      [dropIn]: "[Service]\nUser=shop\nGroup=shop\nEnvironment=NODE_ENV=production\n",
    });
    commitAll(host.real(root));
    give(host, root, 1001);
    putPrivate(host, `${root}/.env`, settings(3), 1001);
    return host;
  },
  plant(host) {
    fs.appendFileSync(
      host.real(dropIn),
      `Environment=STRIPE_API_KEY=${mint("stripe.secret-key", 33).replace(/^sk_/, "rk_")}\n`,
    );
    return `high env/none-in-units /${dropIn}`;
  },
};

export const nodeFromTemplate: Layout = {
  ...common,
  name: "Node under /opt, an instance of a template unit, no WorkingDirectory=",
  facts: [
    `root: ${root} (EnvironmentFile= of app@shop.service)`,
    "env file: .env (EnvironmentFile= of app@shop.service)",
    "service user: shop (app@shop.service)",
    "environment: production (APP_ENV at .env:1)",
    ...siteFacts,
  ],
  lay() {
    const host = hostOf({
      ...site,
      ...nodeCode(root),
      "etc/systemd/system/app@.service": nodeUnit(
        "/opt/%i",
        "User=%i",
        "EnvironmentFile=/opt/%i/.env",
      ),
      "etc/systemd/system/multi-user.target.wants/.keep": "",
    });
    const wants = "etc/systemd/system/multi-user.target.wants";
    fs.symlinkSync("../app@.service", host.real(`${wants}/app@shop.service`));
    commitAll(host.real(root));
    give(host, root, 1001);
    putPrivate(host, `${root}/.env`, settings(4), 1001);
    return host;
  },
  plant(host) {
    fs.chownSync(host.real(`${root}/.env`), 33, 33);
    return "high env/owner .env";
  },
};

export const envOutsideRoot: Layout = {
  ...common,
  name: "an env file outside the root, named by a unit",
  facts: [
    `root: ${root} (WorkingDirectory= of shop.service)`,
    "env file: /etc/shop/shop.env (EnvironmentFile= of shop.service)",
    "service user: shop (shop.service)",
    "environment: production (APP_ENV at shop.env:1)",
    ...siteFacts,
  ],
  // Whose site it is, and so which logs, stands in the env file too.
  takesRoot: [...takesEnvValues, ...takesSiteNames].toSorted(),
  lay() {
    const host = hostOf({
      ...site,
      ...nodeCode(root),
      "etc/shop/.keep": "",
      "etc/systemd/system/shop.service": nodeUnit(
        root,
        "User=shop",
        `WorkingDirectory=${root}`,
        "EnvironmentFile=/etc/shop/shop.env",
      ),
    });
    commitAll(host.real(root));
    give(host, root, 1001);
    putPrivate(host, "etc/shop/shop.env", settings(5), 0);
    return host;
  },
  plant(host) {
    fs.chmodSync(host.real("etc/shop"), 0o777);
    return "high env/path-protected /etc/shop";
  },
};
