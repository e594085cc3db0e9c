// A new visit: today, at a place, with the team of the last one.

import { today } from "../dates.js";
import * as records from "../records.js";

// Returns the visit that was opened.
export async function startVisit(own, campaign, place) {
  const record = records.newId();
  const day = today();
  await records.write("visit", { record }, {
    campaign,
    place,
    starts_on: day,
    host: own.hostOf(place, day),
    checklist: own.latestChecklist,
  });
  const rows = await lastTeam(own);
  if (rows.length) await records.write("team", { record }, { rows });
  return record;
}

// Where a new visit is likely to be: at a place of the campaign that a link named, where
// this person was last, or at the first of those taken along.
export async function likelyPlace({ pack }, places, campaign) {
  const there = (id) => places.some((place) => place.id === id);
  const planned = pack.campaigns.find(({ id }) => id === campaign)?.places ?? [];
  const before = (await madeHere()).map(({ fields }) => fields.place);
  const likely = [...before.filter((id) => planned.includes(id)), ...planned, ...before];
  return likely.find(there) ?? places[0]?.id;
}

// The visits recorded on this device, the latest first.
async function madeHere() {
  const made = (await records.visits()).filter(({ wrote_at: at }) => at);
  return made.sort((a, b) => (a.wrote_at < b.wrote_at ? 1 : -1));
}

// The seats of the visit made last on this device, or of the one the server told of.
async function lastTeam(own) {
  for (const { record } of await madeHere()) {
    const team = await records.read("team", { record });
    if (team?.fields.rows?.length) return team.fields.rows;
  }
  return own.pack.team ?? [];
}
