// Every page loads this one module. All pages but offline work also do without it.

import htmx from "./htmx.esm.js";
import { initAll } from "./nhsuk-frontend.min.js";

Object.assign(htmx.config, {
  allowEval: false,
  historyCacheSize: 0, // pages hold what only this person may see: nothing stays in the browser
  includeIndicatorStyles: false, // they are in app.css; the page's policy forbids inline styles
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true }, // the form again, with its faults
    { code: "[45]..", swap: false, error: true },
  ],
});

initAll();
