import type { Exercise } from '../../app/_lib/content/exercises.ts';
import type { Coverage } from './coverage.ts';
import type { ExercisePlan } from './exercise-plan.ts';
import type { Job, Outcome } from './jobs.ts';
import { checksOf } from './proof-world.ts';

/** Of a hundred mutants so many are caught, over everything that is proved. */
const CAUGHT_MIN = 0.95;

/** What has come out for one exercise so far. */
export class ExerciseReport {
	readonly id: string;
	readonly #plan: ExercisePlan;
	readonly #counts = { solution: 0, wrong: 0 };
	readonly survivors: string[] = [];
	/** Checks that have not failed yet in any world. */
	readonly #idle: Set<string>;

	constructor(exercise: Exercise, plan: ExercisePlan) {
		this.id = exercise.id;
		this.#plan = plan;
		this.#idle = new Set(checksOf(exercise).map(({ name }) => name));
	}

	take(job: Job, { problems, failing = [], caught }: Outcome): void {
		for (const check of failing) this.#idle.delete(check);
		if (problems.length === 0 && (job.kind === 'solution' || job.kind === 'wrong')) this.#counts[job.kind]++;
		if (job.kind === 'mutant' && !job.equivalent && caught === false) this.survivors.push(job.mutant.name);
	}

	get idle(): readonly string[] {
		return [...this.#idle];
	}

	get made(): number {
		return this.#plan.mutants;
	}

	get caught(): number {
		return this.made - this.survivors.length;
	}

	get line(): string {
		const { solution, wrong } = this.#counts;
		const equivalent = this.#plan.equivalents === 0 ? '' : `, ${this.#plan.equivalents} equivalent`;
		const counts = `${solution} solutions, ${wrong} near misses, mutants: ${this.made} made, ${this.caught} caught${equivalent}`;
		return `${this.id.padEnd(28)} ${counts}`;
	}
}

/**
 * Prints a line an exercise, the checks that nothing has made fail (they may guard what no near miss breaks, or see
 * nothing at all), and all mutants that no check sees. Returns whether enough are caught.
 */
export function printExercises(reports: readonly ExerciseReport[]): boolean {
	if (reports.length === 0) return true;
	for (const { line } of reports) console.log(line);
	for (const { id, idle } of reports) {
		if (idle.length > 0) console.log(`? ${id}: nothing has made these checks fail: ${idle.join(', ')}`);
	}
	for (const { id, survivors } of reports) {
		for (const name of survivors) console.log(`! ${id}: no check sees the mutant \`${name}\``);
	}
	const made = reports.reduce((sum, each) => sum + each.made, 0);
	const caught = reports.reduce((sum, each) => sum + each.caught, 0);
	const share = made === 0 ? 1 : caught / made;
	console.log(`mutants: ${made} made, ${caught} caught (${(share * 100).toFixed(1)} %)`);
	return share >= CAUGHT_MIN;
}

export function printCoverage({ stages, tasks, groups }: Coverage): void {
	for (const { name, there, wanted } of stages) {
		console.log(`stage ${name}: ${there} lessons${there < wanted ? `, ${wanted} are wanted` : ''}`);
	}
	console.log(`${tasks.name}: ${tasks.there} of ${tasks.wanted}`);
	for (const { name, items, missing } of groups) {
		console.log(`${name}: ${items - missing.length} of ${items}${missing.length === 0 ? '' : '; missing:'}`);
		for (const each of missing) console.log(`    ${each}`);
	}
}
