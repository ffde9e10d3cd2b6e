import { LAST_KIND, MUTATIONS, placesOf } from './mutations.ts';
import { acts, lineAt, onlyWaits, type Statement, statementsOf } from './script-statements.ts';

/** A solution with one slip in it. */
export interface Mutant {
	/** Says what was changed into what: the same as long as the script has it. Notes name equivalent mutants by it. */
	readonly name: string;
	readonly script: string;
}

interface Candidate extends Mutant {
	readonly kind: string;
	readonly start: number;
}

/** Every single slip that the kinds of mutations.ts make in a script, in the script's order. */
export function allMutants(script: string): Mutant[] {
	return candidatesOf(script);
}

/** `limit` of them, evenly over the kinds and over the script; none of those that `except` names. */
export function chosenMutants(script: string, limit: number, except: ReadonlySet<string>): Mutant[] {
	const left = candidatesOf(script).filter(({ name }) => !except.has(name));
	const chosen: Candidate[] = [];
	while (chosen.length < limit && left.length > 0) {
		const counts = new Map<string, number>();
		for (const { kind } of chosen) counts.set(kind, (counts.get(kind) ?? 0) + 1);
		const telling = left.filter(({ kind }) => kind !== LAST_KIND);
		const from = telling.length > 0 ? telling : left;
		const fewest = Math.min(...from.map(({ kind }) => counts.get(kind) ?? 0));
		const eligible = from.filter(({ kind }) => (counts.get(kind) ?? 0) === fewest);
		const next = farthest(eligible, chosen);
		chosen.push(next);
		left.splice(left.indexOf(next), 1);
	}
	return chosen.sort((a, b) => a.start - b.start);
}

/** The one that is farthest from all that are chosen already. */
function farthest(from: readonly Candidate[], chosen: readonly Candidate[]): Candidate {
	const distance = ({ start }: Candidate) => Math.min(...chosen.map((each) => Math.abs(each.start - start)), 1e6);
	return from.reduce((best, each) => (distance(each) > distance(best) ? each : best));
}

function candidatesOf(script: string): Candidate[] {
	const statements = statementsOf(script);
	const found: Candidate[] = [];
	for (const mutation of MUTATIONS) {
		for (const { start, match, at } of placesOf(script, mutation)) {
			if (!counts(script, statements, start, mutation.commandLine === true)) continue;
			const changed = mutation.replace(at);
			const what = changed === '' ? at.trim() : `${match.trimStart()}${at} → ${changed}`;
			found.push({
				kind: mutation.kind,
				name: `${mutation.kind}: ${what}`.replaceAll('`', "'"),
				start,
				script: script.slice(0, start) + changed + script.slice(start + at.length),
			});
		}
	}
	for (const statement of statements) {
		if (acts(statement)) found.push(dropped(script, statement));
	}
	return distinct(found.sort((a, b) => a.start - b.start));
}

function dropped(script: string, { start, end, text }: Statement): Candidate {
	const line = text.split('\n')[0]?.trim().replaceAll('`', "'") ?? '';
	return {
		kind: 'command dropped',
		name: `command dropped: ${line.length > 80 ? `${line.slice(0, 80)}…` : line}`,
		start,
		script: script.slice(0, start) + script.slice(end),
	};
}

/** Not in comments, in what only waits or looks, nor, for what belongs to command lines, in here-documents. */
function counts(script: string, statements: readonly Statement[], start: number, commandLine: boolean): boolean {
	const statement = statements.find((each) => start >= each.start && start < each.end);
	if (statement === undefined || onlyWaits(lineAt(script, start))) return false;
	if (!commandLine) return true;
	const before = statement.text.slice(0, start - statement.start);
	// A here-document begins on the line after its sign; a quoted text may go over lines as well.
	return !/<<-?\s*['"]?\w+[^\n]*\n/.test(before) && (before.match(/'/g)?.length ?? 0) % 2 === 0;
}

/** The same script only once; the same name gets a number. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
	const scripts = new Set<string>();
	const names = new Map<string, number>();
	return candidates.flatMap((each) => {
		if (scripts.has(each.script)) return [];
		scripts.add(each.script);
		const count = (names.get(each.name) ?? 0) + 1;
		names.set(each.name, count);
		return [count === 1 ? each : { ...each, name: `${each.name} #${count}` }];
	});
}
