/** The look as words in a link and in storage. What is not understood is left out, and named. */
import { MAPS } from "../highlight/levels";
import { CURVES, SCALES } from "../highlight/scale";
import type { Look } from "../view";

interface Field<T> {
  /** Undefined: no such value. */
  read(text: string): T | undefined;
  write(value: T): string;
}

const oneOf = <T extends string>(...choices: T[]): Field<T> => ({
  read: (text) => choices.find((choice) => choice === text),
  write: (value) => value,
});

const flag: Field<boolean> = {
  read: (text) => (text === "1" ? true : text === "0" ? false : undefined),
  write: (value) => (value ? "1" : "0"),
};

/** A number from 0 on, or none. */
const index: Field<number | null> = {
  read: (text) => (text === "" ? null : /^\d{1,4}$/.test(text) ? Number(text) : undefined),
  write: (value) => (value === null ? "" : String(value)),
};

const FIELDS: { [Name in keyof Look]: Field<Look[Name]> } = {
  scale: oneOf(...SCALES),
  curve: oneOf(...CURVES),
  map: oneOf(...MAPS),
  shade: oneOf("paper", "plain"),
  spread: flag,
  fromWord: flag,
  head: index,
};

const NAMES = Object.keys(FIELDS) as (keyof Look)[];

const written = <Name extends keyof Look>(look: Look, name: Name): string =>
  FIELDS[name].write(look[name]);

/** Each choice by its name. */
export const writeLook = (look: Look): [string, string][] =>
  NAMES.map((name) => [name, written(look, name)]);

/** The choices that are there, and the names of those that say nothing known. */
export function readLook(words: URLSearchParams): { look: Partial<Look>; unknown: string[] } {
  const look: Partial<Look> = {};
  const take = <Name extends keyof Look>(name: Name, text: string): boolean => {
    const value = FIELDS[name].read(text);
    if (value !== undefined) look[name] = value;
    return value !== undefined;
  };
  const unknown = NAMES.filter((name) => {
    const text = words.get(name);
    return text !== null && !take(name, text);
  });
  return { look, unknown };
}

export const isLookName = (name: string): boolean => (NAMES as string[]).includes(name);
