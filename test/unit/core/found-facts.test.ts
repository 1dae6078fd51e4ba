import { expect, test } from "vitest";
import { certaintyOf } from "../../../src/core/install/found-facts.ts";

test.each([
  ["guard.yaml", "certain"],
  ["argument", "certain"],
  ["as answered", "certain"],
  ["root of nginx site shop.example", "certain"],
  ["WorkingDirectory= of shop.service", "certain"],
  ["env_file of compose.yaml:7", "certain"],
  ["php8.2-fpm pool shop", "certain"],
  ["APP_ENV at .env:1", "certain"],
  ["found in /opt", "likely"],
  ["the current folder", "likely"],
  ["in the root", "likely"],
  ["shared between releases", "likely"],
  ["a b/.env links to it", "likely"],
  ["process 812 (node)", "likely"],
  ["owner of the root", "guess"],
  ["the default", "guess"],
])("what comes from %j is %s", (source, certainty) => {
  expect(certaintyOf(source)).toBe(certainty);
});
