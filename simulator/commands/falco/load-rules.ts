import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import { type Configuration, FatalError } from './configuration.ts';
import { SUGGESTED_FIELDS } from './fields/registry.ts';
import { type AppendedOutput, compileRules } from './rules/compile-rules.ts';
import { LoadContext, LoadResult } from './rules/load-result.ts';
import { PluginRequirementError, readRules } from './rules/read-rules.ts';
import { RuleCollection } from './rules/rule-collection.ts';
import { NO_RULES, type RuleSet } from './rules/rule-set.ts';

const FILE_BYTES_MAX = 1_048_576;

/** Files of rules, those of folders among them, each once. Models configuration.cpp read_rules_file_directory. */
export function* rulesFilesAt(
	process: Process,
	paths: readonly string[],
	isAsked: boolean,
): Task<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
	const files: string[] = [];
	const folders: string[] = [];
	for (const path of paths) {
		if (!process.access(path, {})) {
			// What the configuration names may be missing; what somebody asks for may not.
			if (isAsked) files.push(path);
			continue;
		}
		if (process.stat(path).type !== 'directory') {
			files.push(path);
			continue;
		}
		folders.push(path);
		const names = process.readdir(path).filter((name) => /\.ya?ml$/.test(name));
		yield* process.tick(names.length);
		files.push(...[...names].sort().map((name) => `${path.replace(/\/$/, '')}/${name}`));
	}
	return { files, folders };
}

/** Reads rules file by file: each is added to those before it. */
export class RuleLoader {
	readonly #process: Process;
	readonly #collection = new RuleCollection();
	readonly #appended: readonly AppendedOutput[];
	readonly contents = new Map<string, string>();
	rules: RuleSet = NO_RULES;

	constructor(process: Process, { appended, suggestsOutput, hasContainerPlugin }: Configuration) {
		this.#process = process;
		const suggested = suggestsOutput && hasContainerPlugin ? SUGGESTED_FIELDS : [];
		this.#appended = [
			...appended,
			...suggested.map((name) => ({
				...{ format: `${name.replaceAll('.', '_')}=%${name}`, source: '', rule: '', tags: [] },
			})),
		];
	}

	/** Throws FatalError when it cannot be read. */
	*load(path: string): Task<LoadResult> {
		const process = this.#process;
		const result = new LoadResult(path);
		let text: string;
		try {
			const data = yield* readFile(process, path);
			if (data.length > FILE_BYTES_MAX) throw new FatalError(`Could not read rules file ${path}: too large`);
			text = decodeUtf8(data);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new FatalError(`Could not open file ${path}`);
		}
		this.contents.set(path, text);
		const pause = (steps: number): Task<void> => process.tick(steps);
		try {
			yield* readRules(text, { collection: this.#collection, result }, LoadContext.ofFile(path), pause);
		} catch (error) {
			if (error instanceof PluginRequirementError) throw new FatalError(error.message);
			throw error;
		}
		if (text.split('\n').every((line) => /^\s*(#|$)/.test(line))) result.schemaValidation = 'none';
		if (!result.isSuccessful) return result;
		const rules = yield* compileRules(this.#collection, result, this.#appended, pause);
		if (result.isSuccessful) this.rules = rules;
		return result;
	}
}
