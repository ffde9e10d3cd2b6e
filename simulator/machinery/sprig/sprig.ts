import type { FunctionEntry } from '../go-template/functions.ts';
import type { Random } from '../random.ts';
import { COLLECTION_FUNCTIONS } from './collections.ts';
import { dateFunctions } from './dates.ts';
import { JSON_FUNCTIONS } from './json-functions.ts';
import { NUMBER_FUNCTIONS } from './numbers.ts';
import { randomFunctions } from './random-functions.ts';
import { PATH_ALIASES, STRING_FUNCTIONS } from './strings.ts';
import { TEXT_FUNCTIONS } from './texts.ts';

/** What the functions know of the world. */
export interface SprigWorld {
	/** Virtual milliseconds since the epoch. */
	readonly now: () => number;
	readonly random: Random;
}

const STEADY = [
	...STRING_FUNCTIONS,
	...PATH_ALIASES,
	...COLLECTION_FUNCTIONS,
	...NUMBER_FUNCTIONS,
	...TEXT_FUNCTIONS,
	...JSON_FUNCTIONS,
];

/** Template functions of Masterminds/sprig, but for those that make keys and read the environment. */
export function sprigFunctions({ now, random }: SprigWorld): ReadonlyMap<string, FunctionEntry> {
	return new Map([...STEADY, ...dateFunctions(now), ...randomFunctions(random)]);
}
