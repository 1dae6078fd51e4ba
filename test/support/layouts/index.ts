import {
  foreignCheckout,
  linkedWorktree,
  noRepository,
  severalEnvFiles,
} from "./checkout-layouts.ts";
import { composeFolder } from "./compose-layout.ts";
import type { Layout } from "./layout.ts";
import { envOutsideRoot, nodeFromTemplate, nodeWithUnit } from "./node-layouts.ts";
import { phpUnderApache, phpUnderNginx } from "./php-layouts.ts";
import { symlinkedReleases } from "./release-layout.ts";

export const layouts: readonly Layout[] = [
  phpUnderNginx,
  phpUnderApache,
  nodeWithUnit,
  nodeFromTemplate,
  composeFolder,
  foreignCheckout,
  linkedWorktree,
  noRepository,
  envOutsideRoot,
  severalEnvFiles,
  symlinkedReleases,
];
