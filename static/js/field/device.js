// Who uses this device. The name of the person stays here without a signal, until that
// person signs out or somebody else signs in; work that was not sent stays for its owner.

import { addresses } from "./addresses.js";
import * as sender from "./sender.js";
import { close, open, owner } from "./store.js";
import { session } from "./transport.js";
import { unsentOf, USER } from "./unsent.js";

const PEOPLE = "ocop-people";

const remembered = (name) => JSON.parse(localStorage.getItem(name));

// Who used the device last and has not signed out: {id, name}, or null.
export const who = () => remembered(USER);

// Opens what a person has here, and starts sending it; what another person had open in
// this tab is closed before.
export async function openFor({ id, name }) {
  if (owner()?.id === id) return;
  await sender.stop();
  const known = who()?.id === id && !name ? who() : { id, name };
  await open(known);
  localStorage.setItem(USER, JSON.stringify(known));
  localStorage.setItem(PEOPLE, JSON.stringify({ ...remembered(PEOPLE), [id]: known.name }));
  await sender.start();
}

// Closes the work of the person, so that it can be seen no more.
export async function leave() {
  await sender.stop();
  await close();
  localStorage.removeItem(USER);
}

// Returns whose session this is, {id, name}, or null. Throws SendError("offline").
export async function signedIn() {
  const { user, name } = await session();
  return user === null ? null : { id: user, name };
}

// Opens the work of whoever is signed in, or without a signal of whoever used the device
// last. Returns {person, signedIn}: person is null where nobody is known, signedIn is
// null where nobody could be asked.
export async function begin() {
  let asked = null;
  try {
    asked = await signedIn();
  } catch (error) {
    if (!error.code) throw error;
    if (who()) await openFor(who());
    return { person: who(), signedIn: null };
  }
  // A session that ended leaves the work open: signing in goes over it.
  if (asked ?? who()) await openFor(asked ?? who());
  return { person: who(), signedIn: asked !== null };
}

export const signInAddress = () =>
  `${addresses.signIn}?next=${encodeURIComponent(addresses.shell + window.location.hash)}`;

// Calls `act` when the person of this tab signs out, or another signs in, elsewhere.
export function onLeave(act) {
  window.addEventListener("storage", async ({ key }) => {
    if (key !== USER || !owner() || String(who()?.id) === String(owner().id)) return;
    await sender.stop();
    await close();
    act();
  });
}

// Counts what other people have on this device that was never sent: [{name, count}].
export async function othersUnsent() {
  const people = Object.entries(remembered(PEOPLE) ?? {});
  const counted = await Promise.all(
    people
      .filter(([id]) => id !== String(owner()?.id))
      .map(async ([id, name]) => ({ name, count: await unsentOf(id) })),
  );
  return counted.filter(({ count }) => count > 0);
}
