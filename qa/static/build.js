// Makes dist/ from scss/, js/, images/ and the installed packages. Run by `make setup`.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { compile } from "sass";

const here = import.meta.dirname;
const modules = join(here, "node_modules");
const making = join(here, "dist.new");
const packaged = {
  "nhsuk-frontend.min.js": "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js",
  "htmx.esm.js": "htmx.org/dist/htmx.esm.js",
  "idb.js": "idb/build/index.js",
};

rmSync(making, { recursive: true, force: true });
mkdirSync(join(making, "js"), { recursive: true });
for (const folder of ["js", "images"]) {
  cpSync(join(here, folder), join(making, folder), { recursive: true });
}
for (const [name, source] of Object.entries(packaged)) {
  const text = readFileSync(join(modules, source), "utf8");
  writeFileSync(join(making, "js", name), text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
}

const { css } = compile(join(here, "scss", "app.scss"), {
  loadPaths: [modules],
  quietDeps: true,
  style: "compressed",
});
writeFileSync(join(making, "app.css"), css);
for (const [image] of css.matchAll(/(?<=url\("images\/)[^"]+/g)) {
  cpSync(join(modules, "nhsuk-frontend/dist/nhsuk/assets/images", image), join(making, "images", image));
}

// The address of every file holds this, so that browsers may keep them for ever.
const hash = createHash("sha256");
for (const file of readdirSync(making, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort()) {
  hash.update(file.slice(making.length)).update(readFileSync(file));
}
writeFileSync(join(making, "version.txt"), hash.digest("hex").slice(0, 12));

rmSync(join(here, "dist"), { recursive: true, force: true });
renameSync(making, join(here, "dist"));
