// Suggestions while somebody types in a search box: a combobox with a listbox (WAI-ARIA 1.2). The form works without.
"use strict";

const PAUSE = 150; // milliseconds without a key before anything is asked
const SHORTEST = 2, LONGEST = 80; // characters
const A_NUMBER = /\d{5}/; // as long as this it may be somebody's: it is not sent while it is typed

class Suggestions {
  constructor(input) {
    this.input = input;
    this.chosen = -1; // none: what she typed
    this.list = document.createElement("ul");
    this.list.className = "suggestions no-max-width";
    this.list.id = `${input.id}-suggestions`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.name);
    this.count = document.createElement("div");
    this.count.className = "sr-only";
    this.count.setAttribute("role", "status");
    input.parentElement.append(this.list, this.count);

    input.type = "text"; // HTML lets no other type be a combobox
    input.enterKeyHint = "search";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  wait() {
    this.stop();
    this.choose(-1);
    const text = this.input.value.trim();
    if (text.length < SHORTEST || text.length > LONGEST || A_NUMBER.test(text.replace(/[\s.-]/g, ""))) {
      this.show([]);
    } else {
      this.timer = window.setTimeout(() => this.ask(text), PAUSE);
    }
  }

  async ask(text) {
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const answer = await fetch(`${this.input.dataset.suggestions}&q=${encodeURIComponent(text)}`, { signal });
      const found = answer.ok ? await answer.json() : [];
      if (!signal.aborted) this.show(found);
    } catch {
      if (!signal.aborted) this.show([]); // no network: she types on
    }
  }

  stop() {
    window.clearTimeout(this.timer);
    this.asking?.abort();
  }

  show(found) {
    this.list.replaceChildren(...found.map((each, number) => this.option(each, number)));
    if (found.length) this.open();
    else this.close();
  }

  option({ text, language }, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = text;
    if (language !== document.documentElement.lang) option.lang = language;
    return option;
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.count.textContent = this.input.dataset.count.replace("#", this.list.children.length);
  }

  close() {
    this.stop();
    this.choose(-1);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.count.textContent = "";
  }

  press(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.list.children.length) return;
      if (!this.isOpen) this.open();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && this.isOpen) {
      this.close();
    } else if (event.key === "Enter" && this.chosen >= 0) {
      this.take(this.list.children[this.chosen]);
    } else {
      return;
    }
    event.preventDefault();
  }

  move(step) {
    const stops = this.list.children.length + 1; // the options, and what she typed
    this.choose(((this.chosen + 1 + step + stops) % stops) - 1);
  }

  choose(number) {
    this.list.children[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = number;
    const option = this.list.children[number];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  take(option) {
    if (!option) return;
    this.input.value = option.textContent;
    this.close();
    this.input.form.requestSubmit();
  }
}

for (const input of document.querySelectorAll("input[data-suggestions]")) new Suggestions(input);
