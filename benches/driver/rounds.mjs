/**
 * Takes turns: in every round each contender has one, another first each time, so that what the machine does
 * meanwhile falls on all alike. A turn during which others used the processor is taken again while patience lasts,
 * and the least disturbed one counts.
 */
import { median, summary } from "../shared/statistics.mjs";
import { watchOthers } from "./machine.mjs";

/** Others' use of the processor, in cores, below which a turn counts as undisturbed. */
const QUIET = 0.4;
const TRIES = 3;

/**
 * @template Contender
 * @param {object} task
 * @param {Map<string, Contender>} task.contenders
 * @param {(contender: Contender, turn: { name: string, round: number, attempt: number }) => Promise<number[]>} task.take
 *   takes one turn and returns its samples
 * @param {number} task.rounds
 * @param {import("./machine.mjs").Patience} task.patience
 * @returns {Promise<Record<string, Measurement>>} by contender
 *
 * @typedef {{ samples: number, median: number, p10: number, p90: number, rounds: number[], others: number[] }} Measurement
 *   `rounds` are the medians of each round, `others` the cores that other processes used meanwhile
 */
export async function takeTurns({ contenders, take, rounds, patience }) {
  const names = [...contenders.keys()];
  const taken = new Map(names.map((name) => [name, []]));
  const quietestTurn = async (name, round) => {
    let best = null;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      await patience.waitForQuiet(QUIET);
      const others = watchOthers();
      const start = performance.now();
      const samples = await take(contenders.get(name), { name, round, attempt });
      const turn = { samples, others: others() };
      if (!best || turn.others < best.others) best = turn;
      if (turn.others <= QUIET) break;
      patience.spend(performance.now() - start);
      if (!patience.isLeft) break;
    }
    return best;
  };
  for (let round = 0; round < rounds; round++) {
    for (const index of names.keys()) {
      const name = names[(index + round) % names.length];
      taken.get(name).push(await quietestTurn(name, round));
    }
  }
  return Object.fromEntries(
    [...taken].map(([name, turns]) => [
      name,
      {
        ...summary(turns.flatMap(({ samples }) => samples)),
        rounds: turns.map(({ samples }) => median(samples)),
        others: turns.map(({ others }) => Number(others.toFixed(2))),
      },
    ]),
  );
}

/**
 * How many times longer `peer` takes than `ours`: the median over the rounds, each of which compares turns that were
 * taken within seconds of each other.
 *
 * @param {Measurement} peer
 * @param {Measurement} ours
 */
export const ratio = (peer, ours) =>
  median(peer.rounds.map((value, round) => value / ours.rounds[round]));
