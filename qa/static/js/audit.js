// Saves each answer of an audit as it is given. Without this module the same form saves by its
// buttons; with it nothing else is needed, and the form can still be sent as a whole.

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
const PAUSE_IN_TYPING = 3000;
const form = document.querySelector("form[data-save-to]");

class Question {
  constructor(box) {
    this.box = box;
    this.key = box.dataset.question;
    this.mark = box.querySelector("[data-saved]");
    this.change = null; // the id of what is not saved yet
    this.wait = FIRST_WAIT;
    this.typed = false; // something stands in the fields that was not sent
    this.sending = false;
    this.timer = 0;
    this.pause = 0;
  }

  get unsaved() {
    return this.change !== null;
  }

  // A long note is saved at each pause, not only when she goes on.
  typing() {
    this.typed = true;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.changed(), PAUSE_IN_TYPING);
  }

  // "3 of …", or "does not apply" without its reason, is not an answer yet.
  half(words) {
    clearTimeout(this.pause);
    this.typed = true;
    this.say(words, false);
  }

  changed() {
    clearTimeout(this.pause);
    this.typed = false;
    this.change = newId();
    this.wait = FIRST_WAIT;
    this.send();
  }

  async send() {
    clearTimeout(this.timer);
    if (this.sending || !this.unsaved) return;
    this.sending = true;
    const sent = this.change;
    this.say("Saving…", false);
    const answer = await post(this.key, this.body(sent));
    this.sending = false;
    if (answer === null) return this.later("Not saved yet: no connection. We keep trying.");
    if (answer.status === 401) return this.later("Not saved yet: sign in again in another tab.");
    if (answer.status >= 500) return this.later("Not saved yet. We keep trying.");
    if (this.change !== sent) return this.send(); // something was typed meanwhile
    this.change = null;
    answer.body.faults === undefined ? this.refused(answer.body) : this.take(answer.body);
  }

  body(change) {
    const fields = new FormData();
    for (const field of this.box.querySelectorAll("input, textarea, select")) {
      const off = (field.type === "radio" || field.type === "checkbox") && !field.checked;
      if (!field.name || off) continue;
      if (field.type === "file") {
        for (const file of field.files) fields.append(field.name, file);
      } else {
        fields.append(field.name, field.value);
      }
    }
    fields.append("change", change);
    fields.append("device_at", new Date().toISOString());
    return fields;
  }

  later(words) {
    this.say(words, true);
    this.timer = setTimeout(() => this.send(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  refused(body) {
    this.say(`Not saved. ${body.detail ?? "Load the page again."}`, true);
  }

  take(body) {
    const faulty = Object.keys(body.faults).length > 0;
    this.say(faulty ? "Not all of this is saved: see above." : body.saved, faulty);
    this.box.querySelector("[data-seen]").value = body.seen;
    this.box.classList.toggle("qa-question--failed", body.failed);
    this.words(body.faults, "nhsuk-error-message", (words) => `Error: ${words}`);
    this.words(body.names, "qa-name-warning", (words) => words);
    this.evidence(body);
    progress(body.progress);
  }

  // The words beside each field; those of a field that is right now go away.
  words(found, className, said) {
    for (const field of this.box.querySelectorAll("[data-field]")) {
      const name = field.dataset.field;
      let note = field.querySelector(`:scope > .${className}`);
      if (found[name] === undefined) {
        note?.remove();
        continue;
      }
      if (!note) {
        note = document.createElement(className === "qa-name-warning" ? "p" : "span");
        note.className = className;
        field.querySelector(":scope > .qa-answers, :scope > .qa-counts, :scope > textarea, :scope > input, :scope > select").before(note);
      }
      note.id = `${name}-${className === "qa-name-warning" ? "name" : "error"}`;
      note.textContent = said(found[name]);
      for (const input of field.querySelectorAll("input, textarea, select")) {
        input.setAttribute("aria-describedby", note.id);
      }
    }
  }

  evidence(body) {
    const list = this.box.querySelector("[data-evidence]");
    list?.replaceChildren(...body.evidence.map(shown));
    for (const name of body.taken) {
      const field = form.elements.namedItem(name);
      if (field) field.value = "";
    }
  }

  say(words, bad) {
    this.mark.textContent = words;
    this.mark.classList.toggle("qa-saved--not", bad);
    this.box.classList.toggle("qa-question--unsaved", bad);
    if (bad || words.startsWith("Saved")) announce(words);
  }
}

// crypto.randomUUID is only there over https; a service's own network may do without.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function post(key, body) {
  try {
    const response = await fetch(`${form.dataset.saveTo}/${key}`, {
      method: "POST",
      body,
      headers: { "x-csrftoken": form.elements._csrf_token.value, accept: "application/json" },
      redirect: "error",
    });
    const json = response.headers.get("content-type")?.includes("json");
    return { status: response.status, body: json ? await response.json() : {} };
  } catch {
    return null;
  }
}

// The same as the template draws.
function shown(one) {
  const item = document.createElement("li");
  if (one.photo) {
    const picture = Object.assign(new Image(160, 120), {
      src: one.small,
      alt: `Photo: ${one.words || "no words given"}`,
    });
    const link = Object.assign(document.createElement("a"), { href: one.href });
    link.append(picture);
    item.append(link);
  }
  const words = document.createElement("p");
  words.textContent = one.photo ? one.words : `Can be seen in: ${one.words}`;
  const back = Object.assign(document.createElement("button"), {
    className: "qa-link-button",
    type: "submit",
    name: "take_back",
    value: one.id,
    textContent: "Take back",
  });
  back.setAttribute("aria-label", `Take back ${one.words}`);
  item.append(words, back);
  return item;
}

function progress(now) {
  const bar = document.querySelector("[data-progress]");
  if (!bar || !now) return;
  bar.querySelector("progress").value = now.answered;
  bar.querySelector("[data-progress-words]").textContent = now.words;
}

function announce(words) {
  const place = document.querySelector("[data-announce]");
  if (place) place.textContent = words;
}

function start() {
  const questions = new Map();
  for (const box of form.querySelectorAll("[data-question]")) {
    questions.set(box, new Question(box));
  }
  const of = (target) => questions.get(target.closest("[data-question]"));

  form.addEventListener("change", ({ target }) => {
    const question = of(target);
    if (!question || target.name.endsWith(".caption")) return; // a caption goes with its photo
    const together = target.closest("[data-together]");
    if (together && half(together)) return question.half("");
    if (target.value === "na" && target.type === "radio") {
      const why = target.closest(".qa-part").querySelector(".qa-na input");
      why.focus();
      if (why.value.trim() === "") return question.half("Say why, then it is saved.");
    }
    question.changed();
  });
  form.addEventListener("input", ({ target }) => {
    if (target.matches("textarea")) of(target)?.typing();
  });
  // Leaving the numbers, or a reason, empty is said when the person goes on to something else.
  form.addEventListener("focusout", ({ target, relatedTarget }) => {
    const group = target.closest("[data-together], .qa-na");
    if (!group || group.contains(relatedTarget)) return;
    if (group.matches("[data-together]") ? half(group) : target.value.trim() === "") {
      of(target)?.changed();
    }
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=save]");
    if (!button) return;
    event.preventDefault();
    of(button)?.changed();
  });

  let leaving = false;
  form.addEventListener("submit", () => (leaving = true));
  addEventListener("beforeunload", (event) => {
    if (!leaving && [...questions.values()].some((one) => one.unsaved || one.typed)) {
      event.preventDefault();
    }
  });
  // A tablet may close what is not in view without a word.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return;
    questions.forEach((question) => question.typed && question.changed());
  });
  addEventListener("online", () => questions.forEach((question) => question.send()));
}

function half(group) {
  const filled = [...group.querySelectorAll("input")]
    .filter((input) => !input.name.endsWith(".declined"))
    .map((input) => input.value.trim() !== "");
  return filled.some(Boolean) && !filled.every(Boolean);
}

if (form) start();
