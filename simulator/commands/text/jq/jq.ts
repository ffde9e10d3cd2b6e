import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { DEFAULT_LIMITS } from '../../../machinery/limits.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import { reasonOf } from '../../launch.ts';
import { HeldMemory, readFile } from '../../stdio.ts';
import type { UnixRun } from '../../unix-command.ts';
import { unixCommand } from '../../unix-command.ts';
import { checkNames } from './check-names.ts';
import type { JqHost, Scope } from './environment.ts';
import { EMPTY_SCOPE, Halt, withVariable } from './environment.ts';
import { Evaluator } from './evaluator.ts';
import { JQ_HELP } from './jq-help.ts';
import { JqInputs } from './jq-inputs.ts';
import type { JqOptions } from './jq-options.ts';
import { JqUsageError, parseJqOptions } from './jq-options.ts';
import type { Json, JsonColors, JsonStyle } from './json.ts';
import { formatJson, isTrue, JqError } from './json.ts';
import { JsonReadError, JsonReader } from './json-reader.ts';
import { parseProgram } from './parser.ts';
import type { Node } from './syntax-tree.ts';
import { JqCompileError } from './syntax-tree.ts';

/** jq 1.7.1, as Ubuntu 24.04 ships it. */
export const jq = unixCommand({
	name: 'jq',
	paths: ['/usr/bin/jq'],
	size: 31_016,
	*main(run) {
		let options: JqOptions;
		try {
			options = parseJqOptions(run.args);
		} catch (error) {
			if (!(error instanceof JqUsageError)) throw error;
			yield* run.say(`${error.message}\n${USE_HELP}`);
			return 2;
		}
		if (options.help) {
			yield* run.out.write(`${JQ_HELP}`);
			return 0;
		}
		if (options.version) {
			yield* run.out.write('jq-1.7.1\n');
			return 0;
		}
		if (options.configuration) {
			yield* run.out.write('--disable-docs\n');
			return 0;
		}
		return yield* new JqRun(run, options).start();
	},
});

const USE_HELP =
	'Use jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://jqlang.github.io/jq\n';

/** Nesting of calls in a program. */
const DEPTH_MAX = 1200;
/** Of an array. */
const VALUE_BYTES = 16;
/** It stands in one piece, which is copied whenever it has to grow: beyond four million values that takes too long. */
const VALUE_COSTS = 4;

class JqRun {
	readonly #run: UnixRun;
	readonly #process: Process;
	readonly #options: JqOptions;
	readonly #inputs: JqInputs;
	readonly #style: JsonStyle;
	/** Of --stream: what is left of the input, the last first. */
	#events: Json[] = [];
	#slurped = false;
	#status = 0;
	#last: Json | undefined;
	#steps = 0;
	readonly #memory: HeldMemory;

	constructor(run: UnixRun, options: JqOptions) {
		this.#run = run;
		this.#process = run.process;
		this.#memory = new HeldMemory(run.process);
		this.#options = options;
		this.#inputs = new JqInputs(run.process, options, (text) => run.say(`jq: ${text}\n`));
		const colors = options.color ?? (run.process.isatty(1) && !run.process.env.has('NO_COLOR'));
		this.#style = {
			indent: options.indent,
			sortKeys: options.sortKeys,
			ascii: options.ascii,
			...(colors ? { colors: colorsOf(run.process.env.get('JQ_COLORS')) } : {}),
		};
	}

	*start(): Task<number> {
		if (this.#style.colors !== undefined && !areColors(this.#process.env.get('JQ_COLORS'))) {
			yield* this.#run.say('Failed to set $JQ_COLORS\n');
		}
		const source = yield* this.#source();
		if (typeof source === 'number') return source;
		const named = yield* this.#named();
		if (typeof named === 'number') return named;
		let program: Node;
		try {
			program = parseProgram(source);
			checkNames(program, [...named.keys(), '__named']);
		} catch (error) {
			if (!(error instanceof JqCompileError)) throw error;
			yield* this.#sayCompileErrors(error, source);
			return 3;
		}
		let scope: Scope = EMPTY_SCOPE;
		for (const [name, value] of named) scope = withVariable(scope, name, value);
		return yield* this.#all(program, scope);
	}

	*#source(): Task<string | number> {
		const { program, programPath } = this.#options;
		if (programPath !== undefined) {
			try {
				return decodeUtf8(yield* readFile(this.#process, programPath));
			} catch (error) {
				const reason = reasonOf(error);
				const told = reason === 'Is a directory' ? "It's a directory" : reason;
				yield* this.#run.say(`jq: Could not open ${programPath}: ${told}\n`);
				return 2;
			}
		}
		if (program !== undefined) return program;
		if (!this.#process.isatty(0) || !this.#process.isatty(1)) return '.';
		yield* this.#run.say(`${JQ_HELP.split('\nCommand options')[0]}\n`);
		return 2;
	}

	/** Named arguments, those from files and `$ARGS`. */
	*#named(): Task<Map<string, Json> | number> {
		const named = new Map(this.#options.named);
		for (const { name, path, raw } of this.#options.fileArguments) {
			try {
				const text = decodeUtf8(yield* readFile(this.#process, path));
				named.set(name, raw ? text : allValues(text));
			} catch (error) {
				if (!(error instanceof SystemError) && !(error instanceof JsonReadError)) throw error;
				const reason = error instanceof SystemError ? `Could not open ${path}: ${reasonOf(error)}` : error.message;
				yield* this.#run.say(`jq: Bad JSON in --${raw ? 'rawfile' : 'slurpfile'} ${name} ${path}: ${reason}\n`);
				return 2;
			}
		}
		const args = new Map<string, Json>([
			['positional', this.#options.positional],
			['named', new Map(named)],
		]);
		return named.set('ARGS', args);
	}

	*#sayCompileErrors({ errors }: JqCompileError, source: string): Task<void> {
		for (const { text, at } of errors) {
			if (at < 0) {
				yield* this.#run.say(`jq: error: ${text}\n`);
				continue;
			}
			const start = source.lastIndexOf('\n', at - 1) + 1;
			const end = source.indexOf('\n', start);
			const line = source.slice(0, start).split('\n').length;
			const shown = source.slice(start, end < 0 ? undefined : end);
			// The line, and blanks as many as stand before the place: models jq's locfile_locate.
			yield* this.#run.say(`jq: error: ${text} at <top-level>, line ${line}:\n${shown}${' '.repeat(at - start)}\n`);
		}
		yield* this.#run.say(`jq: ${errors.length} compile ${errors.length === 1 ? 'error' : 'errors'}\n`);
	}

	*#all(program: Node, scope: Scope): Task<number> {
		const evaluator = new Evaluator(this.#host());
		try {
			if (this.#options.nullInput) yield* this.#one(evaluator, program, scope, null);
			else {
				for (let input = yield* this.#next(); input !== undefined; input = yield* this.#next()) {
					yield* this.#one(evaluator, program, scope, input);
					// A file that cannot be read ends the run, after one more value.
					if (this.#inputs.failed) break;
				}
			}
		} catch (error) {
			if (error instanceof Halt) return yield* this.#halt(error);
			if (!(error instanceof JsonReadError)) throw error;
			yield* this.#run.say(`jq: parse error: ${error.message}\n`);
			return this.#inputs.failed ? 2 : 5;
		}
		if (this.#inputs.failed) return 2;
		if (this.#status !== 0 || !this.#options.exitStatus) return this.#status;
		return this.#last === undefined ? 4 : isTrue(this.#last) ? 0 : 1;
	}

	*#next(): Task<Json | undefined> {
		if (!this.#options.stream) return yield* this.#inputs.next();
		if (this.#options.slurp) return yield* this.#slurpEvents();
		if (this.#events.length === 0) {
			const input = yield* this.#inputs.one();
			if (input === undefined) return undefined;
			this.#events = streamed(input).reverse();
		}
		return this.#events.pop();
	}

	*#slurpEvents(): Task<Json | undefined> {
		if (this.#slurped) return undefined;
		this.#slurped = true;
		const all: Json[][] = [];
		for (let each = yield* this.#inputs.one(); each !== undefined; each = yield* this.#inputs.one()) {
			all.push(streamed(each));
		}
		return all.flat();
	}

	/** The last input decides about the status. */
	*#one(evaluator: Evaluator, program: Node, scope: Scope, input: Json): Task<void> {
		this.#status = 0;
		try {
			yield* evaluator.run(program, scope, input, undefined, (value) => {
				this.#last = value;
				return this.#print(value);
			});
		} catch (error) {
			if (!(error instanceof JqError)) throw error;
			const { inputLine } = this.#host();
			const place =
				this.#options.nullInput && !this.#inputs.started
					? '<unknown>'
					: `${this.#inputs.file ?? '<stdin>'}:${inputLine()}`;
			const message = error.value;
			yield* this.#run.say(
				typeof message === 'string'
					? `jq: error (at ${place}): ${message}\n`
					: `jq: error (at ${place}) (not a string): ${formatJson(message)}\n`,
			);
			this.#status = 5;
		}
	}

	*#print(value: Json): Task<void> {
		const { raw, join, rawNul, seq, ascii } = this.#options;
		const text =
			raw && typeof value === 'string'
				? ascii
					? formatJson(value, { indent: '', ascii: true })
					: value
				: formatJson(value, this.#style);
		if (rawNul && typeof value === 'string' && value.includes('\0')) {
			throw new JqError('Cannot dump a string containing NUL with --raw-output0 option');
		}
		yield* this.#run.out.write(
			`${seq && !(raw && typeof value === 'string') ? '\x1e' : ''}${text}${rawNul ? '\0' : join ? '' : '\n'}`,
		);
		yield* this.#process.tick();
	}

	*#halt({ status, output }: Halt): Task<number> {
		if (output !== undefined && output !== null)
			yield* this.#run.say(typeof output === 'string' ? output : `${formatJson(output)}\n`);
		return status;
	}

	#host(): JqHost {
		const process = this.#process;
		return {
			nextInput: () => this.#next(),
			say: (text) => this.#run.say(text),
			tick: () => this.#tick(),
			hold: (values) => this.#memory.hold(values * VALUE_BYTES, VALUE_COSTS),
			now: () => process.now(),
			env: new Map(process.env),
			inputLine: () => this.#inputs.line,
			inputFile: () => this.#inputs.file,
			namedArguments: new Map(this.#options.named),
			depthMax: DEPTH_MAX,
		};
	}

	*#tick(): Task<void> {
		if (++this.#steps > DEFAULT_LIMITS.expressionSteps * 20) throw new JqError('too many steps');
		yield* this.#process.tick();
	}
}

function allValues(text: string): Json[] {
	const reader = new JsonReader();
	reader.feed(text);
	reader.end();
	const values: Json[] = [];
	for (let value = reader.take(); value !== undefined; value = reader.take()) values.push(value);
	return values;
}

/** `--stream`: paths and leaves, and a closing event for every array and object. */
function streamed(value: Json): Json[] {
	const events: Json[] = [];
	const walk = (each: Json, path: readonly Json[]): void => {
		const entries: (readonly [Json, Json])[] = Array.isArray(each)
			? each.map((item: Json, at: number) => [at, item] as const)
			: each instanceof Map
				? [...(each as ReadonlyMap<string, Json>)]
				: [];
		if (entries.length === 0) {
			events.push([path, each]);
			return;
		}
		for (const [key, item] of entries) walk(item, [...path, key]);
		events.push([[...path, (entries.at(-1) as readonly [Json, Json])[0]]]);
	};
	walk(value, []);
	return events;
}

const COLOR_KINDS = ['null', 'false', 'true', 'number', 'string', 'array', 'object', 'objectKey'] as const;
const COLORS = ['0;90', '0;39', '0;39', '0;39', '0;32', '1;39', '1;39', '1;34'];

function areColors(variable: string | undefined): boolean {
	return variable === undefined || /^[\d;:]*$/.test(variable);
}

function colorsOf(variable: string | undefined): JsonColors {
	const codes = variable === undefined || !areColors(variable) ? [] : variable.split(':');
	const entries = COLOR_KINDS.map((kind, at) => [kind, `\x1b[${codes[at] || COLORS[at]}m`] as const);
	return Object.fromEntries(entries) as unknown as JsonColors;
}
