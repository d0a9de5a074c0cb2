// Who is signed in, and, where the host of the page offers it, signing in as somebody else.

import { post, request } from "./api.js";
import { element, icon } from "./dom.js";
import { word } from "./language.js";

/** What the host says about itself; a host that says nothing offers nothing. */
export async function readConfiguration() {
  try {
    return await request("/config.json");
  } catch {
    return {};
  }
}

export function showPerson(parts, person) {
  parts.name.textContent = person.name;
  parts.initials.textContent = initialsOf(person.name);
  parts.button.hidden = false;
}

/** Offer the people that the host lists; `onChosen()` once another one is signed in. */
export async function offerPeople(parts, signIn, person, onChosen) {
  const people = signIn ? await request(signIn.people).catch(() => []) : [];
  parts.button.disabled = people.length === 0;
  parts.caret.hidden = people.length === 0;
  parts.list.replaceChildren(...people.map((other) => option(other, person, signIn, onChosen)));
}

function option(other, person, signIn, onChosen) {
  const current = other.sub === person.subject;
  const button = element(
    "button",
    { type: "button", class: "person-option", "data-testid": "person-option", "aria-current": current ? "true" : null },
    element("span", { class: "avatar", "aria-hidden": "true" }, initialsOf(other.name)),
    element("span", { class: "person-words" }, element("span", {}, other.name), element("span", { class: "roles" }, rolesOf(other.roles))),
    current ? icon("check") : null,
  );
  button.addEventListener("click", async () => {
    await post(signIn.choose, { sub: other.sub });
    onChosen();
  });
  return element("li", {}, button);
}

function initialsOf(name) {
  const words = name.split(/\s+/u).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
}

/** {"*": "viewer", "staging": "operator"} as "viewer, operator in staging". */
function rolesOf(roles = {}) {
  const { "*": everywhere, ...elsewhere } = roles;
  const parts = Object.entries(elsewhere).map(([environment, role]) => word("page_role_in", { role, environment }));
  return [...(everywhere ? [everywhere] : []), ...parts].join(", ");
}
