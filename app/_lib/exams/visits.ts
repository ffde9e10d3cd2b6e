import { z } from 'zod';
import { isOf } from './exam-hosts.ts';

/** From this second since the start on, this question (from 0) was looked at. */
export type Visit = readonly [question: number, sinceSecond: number];

/** Turns of the page that are kept: more than anyone makes in two hours. */
const VISITS_MAX = 2_000;

const visitsSchema = z.array(z.tuple([z.number().int(), z.number()]));

export function parseVisits(json: string): readonly Visit[] {
	return visitsSchema.parse(JSON.parse(json));
}

/** One more; the same question again is none, and neither is one too many. */
export function withVisit(visits: readonly Visit[], question: number, second: number): readonly Visit[] {
	const last = visits.at(-1);
	if (last?.[0] === question || visits.length >= VISITS_MAX) return visits;
	return [...visits, [question, Math.max(second, last?.[1] ?? 0)]];
}

/** Commands that were entered on another question's machine while a question was looked at, by question. */
export function astrayByQuestion(
	visits: readonly Visit[],
	hosts: readonly string[],
	entered: readonly { readonly second: number; readonly host: string }[],
): number[] {
	const astray = hosts.map(() => 0);
	for (const { second, host } of entered) {
		const looked = visits.findLast(([, since]) => since <= second)?.[0];
		const of = hosts.findIndex((each) => isOf(host, each));
		if (looked !== undefined && of >= 0 && of !== looked) astray[looked] = (astray[looked] ?? 0) + 1;
	}
	return astray;
}

/** Seconds that each question was looked at until `endSecond`. */
export function secondsByQuestion(visits: readonly Visit[], questions: number, endSecond: number): number[] {
	const seconds = Array.from({ length: questions }, () => 0);
	for (const [index, [question, since]] of visits.entries()) {
		const until = visits[index + 1]?.[1] ?? endSecond;
		seconds[question] = (seconds[question] ?? 0) + Math.max(0, Math.min(until, endSecond) - since);
	}
	return seconds.slice(0, questions).map(Math.round);
}
