import { goQuote } from '../go-format.ts';
import type { Task } from '../task.ts';
import { Execution } from './execution.ts';
import type { FunctionEntry } from './functions.ts';
import { type Body, TemplateError } from './nodes.ts';
import { isEmptyBody, parseGoTemplate } from './parse.ts';
import { GoObject } from './values.ts';

/** Where nothing interrupts an execution: more than a template of a thousand objects needs. */
const STEPS_MAX = 100_000;
/** Where it pauses. */
const PAUSING_STEPS_MAX = 20_000_000;
const STEPS_AT_ONCE = 2_000;
const OUTPUT_MAX = 32 * 1024 * 1024;
const VALUE_MAX = 4 * 1024 * 1024;
/** Characters of a value that are as much work as a step. */
const STEP_LENGTH = 256;

/** What `.missing` of a map is: nothing at all, a nil, a mistake. */
export type MissingKey = 'invalid' | 'zero' | 'error';

/** A template of a set, and the text that it stands in. */
export interface NamedTemplate {
	readonly body: Body;
	readonly parseName: string;
	readonly text: string;
}

export interface TemplateSetOptions {
	readonly functions: ReadonlyMap<string, FunctionEntry>;
	readonly missingKey: MissingKey;
	/** Called after so many steps. Absent: executions must not take long, and none of their functions waits. */
	readonly pause?: Pause;
}

export type Pause = (steps: number) => Task<void>;

/** What all executions of one run use up together. */
export class TemplateBudget {
	readonly #stepsMax: number;
	#steps = 0;
	#sincePause = 0;
	#output = 0;

	constructor(pauses: boolean) {
		this.#stepsMax = pauses ? PAUSING_STEPS_MAX : STEPS_MAX;
	}

	/** @param name of the template that is executed. */
	spend(name: string, outputLength: number): void {
		this.#output += outputLength;
		this.#sincePause++;
		if (++this.#steps > this.#stepsMax || this.#output > OUTPUT_MAX) throw tooLong(name);
	}

	/** What a function has made. */
	spendOn(name: string, value: unknown): void {
		if (value instanceof GoObject) this.#add(value.steps);
		if (typeof value !== 'string' || value.length < STEP_LENGTH) return;
		this.#add(value.length / STEP_LENGTH);
		if (value.length > VALUE_MAX) throw tooLong(name);
	}

	#add(steps: number): void {
		this.#steps += steps;
		this.#sincePause += steps;
	}

	/** Steps since the last pause when they are worth one, else 0. */
	due(): number {
		const steps = this.#sincePause;
		if (steps < STEPS_AT_ONCE) return 0;
		this.#sincePause = 0;
		return steps;
	}

	/** Another execution may take as long. */
	refill(): void {
		this.#steps = 0;
	}
}

function tooLong(name: string): TemplateError {
	return new TemplateError(`template: ${name}: execution takes too long`);
}

/** Templates that know each other by name. Models text/template Template with its common part. */
export class TemplateSet {
	readonly name: string;
	readonly options: TemplateSetOptions;
	readonly #templates: Map<string, NamedTemplate>;
	readonly budget: TemplateBudget;

	/** @param name the set's own, for messages. */
	constructor(
		name: string,
		options: TemplateSetOptions,
		templates: ReadonlyMap<string, NamedTemplate> = new Map(),
		budget = new TemplateBudget(options.pause !== undefined),
	) {
		this.name = name;
		this.options = options;
		this.#templates = new Map(templates);
		this.budget = budget;
	}

	/** Another set with the same templates, to which more can be added; both use up the same budget. */
	clone(functions: ReadonlyMap<string, FunctionEntry>): TemplateSet {
		return new TemplateSet(this.name, { ...this.options, functions }, this.#templates, this.budget);
	}

	/** The same templates with a budget of their own. */
	afresh(): TemplateSet {
		return new TemplateSet(this.name, this.options, this.#templates);
	}

	/** What is executed from here on may take as long as all that was before. */
	refill(): void {
		this.budget.refill();
	}

	lookup(name: string): NamedTemplate | undefined {
		return this.#templates.get(name);
	}

	/** Adds the text under its name, and what it defines. An empty template replaces none. @throws TemplateError */
	parse(name: string, text: string): void {
		const { body, named } = parseGoTemplate(name, text, new Set(this.options.functions.keys()));
		for (const [each, own] of named) this.#add(each, own, name, text);
		this.#add(name, body, name, text);
	}

	#add(name: string, body: Body, parseName: string, text: string): void {
		if (this.#templates.has(name) && isEmptyBody(body)) return;
		this.#templates.set(name, { body, parseName, text });
	}

	/** What it prints. @param output told piece by piece. @throws TemplateError */
	*execute(name: string, data: unknown, output: (text: string) => void): Task<void> {
		if (!this.#templates.has(name)) {
			throw new TemplateError(`template: no template ${goQuote(name)} associated with template ${goQuote(this.name)}`);
		}
		yield* new Execution(this, name, data, output).run();
	}

	/** All that it prints. @throws TemplateError */
	*render(name: string, data: unknown): Task<string> {
		const pieces: string[] = [];
		yield* this.execute(name, data, (text) => pieces.push(text));
		return pieces.join('');
	}
}
