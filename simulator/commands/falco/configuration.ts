import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { resolveScalar } from '../../machinery/yaml/resolve-scalar.ts';
import { readFile } from '../stdio.ts';
import type { AppendedOutput } from './rules/compile-rules.ts';
import { firstPiece, firstPieceInSteps, type MarkedNode, MarkedYamlError } from './rules/marked-yaml.ts';
import { type Priority, parsePriority } from './rules/priority.ts';

export type Setting = string | number | boolean | null | readonly Setting[] | SettingMap;
export interface SettingMap {
	readonly [key: string]: Setting;
}

/** Where alerts are posted to. */
export interface HttpOutputSettings {
	readonly url: string;
	readonly userAgent: string;
	/** Whoever answers is believed. */
	readonly insecure: boolean;
	/** A file of authorities; '' for the system's. */
	readonly authoritiesFile: string;
	/** Answers go to standard output. */
	readonly echo: boolean;
	readonly timeoutsMax: number;
}

/** It cannot be used: "Error: …". */
export class FatalError extends Error {}

/** falco.yaml with what its `config_files` and `-o` say. Models falco/configuration.cpp. */
export interface Configuration {
	readonly files: readonly string[];
	readonly folders: readonly string[];
	readonly rulesFiles: readonly string[];
	readonly engineKind: string;
	readonly jsonOutput: boolean;
	readonly jsonIncludes: {
		readonly output: boolean;
		readonly message: boolean;
		readonly fields: boolean;
		readonly tags: boolean;
	};
	readonly isoTimes: boolean;
	readonly priority: Priority;
	readonly matchesAll: boolean;
	readonly appended: readonly AppendedOutput[];
	readonly suggestsOutput: boolean;
	readonly stdout: boolean;
	readonly syslog: boolean;
	readonly file: string | undefined;
	readonly program: string | undefined;
	readonly http: HttpOutputSettings | undefined;
	readonly logStderr: boolean;
	readonly logSyslog: boolean;
	/** Severity up to which is logged: 6 is info. */
	readonly logLevel: number;
	readonly watches: boolean;
	readonly webserver: { readonly address: string; readonly port: number; readonly healthPath: string } | undefined;
	readonly hasContainerPlugin: boolean;
	/** `rules:` of the configuration, in order. */
	readonly selections: readonly { readonly enable: boolean; readonly rule: string; readonly tag: string }[];
}

const FILE_BYTES_MAX = 1_048_576;
const LEVELS = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'];

/** @param path undefined: there is none, defaults count. */
export function* readConfiguration(
	process: Process,
	path: string | undefined,
	options: readonly string[],
): Task<Configuration> {
	let settings: SettingMap = {};
	const files: string[] = [];
	const folders: string[] = [];
	if (path !== undefined) {
		settings = yield* readSettings(process, path);
		files.push(path);
		const included = settings.config_files;
		for (const each of Array.isArray(included) ? included : []) {
			const place = String(each);
			const found = yield* configFilesAt(process, place, folders);
			for (const file of found) {
				if (file === path) {
					throw new FatalError(
						`Config error: 'config_files' directive tried to recursively include main config file: ${path}.`,
					);
				}
				settings = merged(settings, yield* readSettings(process, file));
				files.push(file);
			}
		}
	}
	for (const option of options) settings = withOption(settings, option);
	return interpret(settings, path ?? '', { files: files.sort(), folders });
}

function* configFilesAt(process: Process, place: string, folders: string[]): Task<readonly string[]> {
	if (!process.access(place, {})) return [];
	if (process.stat(place).type !== 'directory') return [place];
	folders.push(place);
	const names = process.readdir(place).filter((name) => /\.ya?ml$/.test(name));
	yield* process.tick(names.length);
	return [...names].sort().map((name) => `${place.replace(/\/$/, '')}/${name}`);
}

function* readSettings(process: Process, path: string): Task<SettingMap> {
	let text: string;
	try {
		text = decodeUtf8((yield* readFile(process, path)).subarray(0, FILE_BYTES_MAX));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new FatalError(`Could not find configuration file at ${path}`);
	}
	yield* process.tick(text.length >> 4);
	try {
		const first = yield* firstPieceInSteps(text, (steps) => process.tick(steps));
		if (first === undefined || (first.node.kind === 'scalar' && first.node.isNull)) return {};
		const value = plain(first.node);
		if (first.isItem || typeof value !== 'object' || value === null || Array.isArray(value)) {
			throw new FatalError(`Error reading config file (${path}): not a map`);
		}
		return value as SettingMap;
	} catch (error) {
		if (!(error instanceof MarkedYamlError)) throw error;
		throw new FatalError(error.message);
	}
}

function plain(node: MarkedNode): Setting {
	if (node.kind === 'sequence') return node.items.map(plain);
	if (node.kind === 'mapping') {
		const map: { [key: string]: Setting } = Object.create(null);
		for (const [key, value] of node.entries) if (key.kind === 'scalar') map[key.value] = plain(value);
		return map;
	}
	if (node.isNull) return null;
	const resolved = resolveScalar(node.value);
	return resolved.kind === 'boolean' || resolved.kind === 'integer' || resolved.kind === 'float'
		? resolved.value
		: node.value;
}

function isMap(value: Setting | undefined): value is SettingMap {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lists grow, maps merge, the rest is replaced. */
function merged(base: SettingMap, over: SettingMap): SettingMap {
	const both: { [key: string]: Setting } = Object.assign(Object.create(null), base);
	for (const [key, value] of Object.entries(over)) {
		const before = both[key];
		if (Array.isArray(before) && Array.isArray(value)) both[key] = [...before, ...value];
		else both[key] = isMap(before) && isMap(value) ? merged(before, value) : value;
	}
	return both;
}

/** "file_output.enabled=true", "rules_files[0]=/x", "append_output[]={…}". */
function withOption(settings: SettingMap, option: string): SettingMap {
	const equals = option.indexOf('=');
	if (equals < 1) {
		throw new FatalError(`Error parsing config option "${option}". Must be of the form key=val or key.subkey=val`);
	}
	const path = option.slice(0, equals).split(/\.|(?=\[)/);
	if (path.length > PATH_DEPTH_MAX) throw new FatalError(`Error parsing config option "${option}".`);
	return put(settings, path, optionValue(option.slice(equals + 1))) as SettingMap;
}

const PATH_DEPTH_MAX = 16;

function optionValue(text: string): Setting {
	try {
		const first = firstPiece(text);
		return first === undefined || first.isItem ? text : plain(first.node);
	} catch (error) {
		if (error instanceof MarkedYamlError) return text;
		throw error;
	}
}

function put(node: Setting | undefined, [key, ...rest]: readonly string[], value: Setting): Setting {
	if (key === undefined) return value;
	const index = /^\[(\d{0,4})\]$/.exec(key)?.[1];
	if (index !== undefined) {
		const list = Array.isArray(node) ? [...node] : [];
		const at = index === '' ? list.length : Math.min(Number(index), list.length);
		list[at] = put(list[at], rest, value);
		return list;
	}
	const map: { [key: string]: Setting } = Object.assign(Object.create(null), isMap(node) ? node : {});
	map[key] = put(map[key], rest, value);
	return map;
}

type Found = Pick<Configuration, 'files' | 'folders'>;

class SettingReader {
	readonly #settings: SettingMap;
	readonly #path: string;

	constructor(settings: SettingMap, path: string) {
		this.#settings = settings;
		this.#path = path;
	}

	at(name: string): Setting | undefined {
		return name
			.split('.')
			.reduce<Setting | undefined>((node, key) => (isMap(node) ? node[key] : undefined), this.#settings);
	}

	truth(name: string, fallback: boolean): boolean {
		const value = this.at(name);
		return typeof value === 'boolean' ? value : fallback;
	}

	text(name: string, fallback: string): string {
		const value = this.at(name);
		return value === undefined || value === null || typeof value === 'object' ? fallback : String(value);
	}

	texts(name: string): readonly string[] {
		const value = this.at(name);
		return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
	}

	problem(what: string): FatalError {
		return new FatalError(`Error reading config file (${this.#path}): ${what}`);
	}

	/** One of some words. @param problem in front of what is none of them. */
	choice(name: string, fallback: string, words: readonly string[], problem: (word: string) => FatalError): string {
		const word = this.text(name, fallback);
		if (!words.includes(word)) throw problem(word);
		return word;
	}

	/** An output's setting, when it is on; without the setting it cannot be. */
	output(name: string, key: string, problem: string): string | undefined {
		if (!this.truth(`${name}.enabled`, false)) return undefined;
		const value = this.text(`${name}.${key}`, '');
		if (value === '') throw this.problem(problem);
		return value;
	}
}

const ENGINES = ['kmod', 'ebpf', 'modern_ebpf', 'replay', 'gvisor', 'nodriver'];

function interpret(settings: SettingMap, path: string, found: Found): Configuration {
	const reader = new SettingReader(settings, path);
	if (reader.at('rules_files') !== undefined && reader.at('rules_file') !== undefined) {
		throw reader.problem("both 'rules_files' and 'rules_file' keys set");
	}
	const appended = appendedOutputs(reader.at('append_output'));
	const matching = reader.choice('rule_matching', 'first', ['first', 'all'], (word) => {
		return new FatalError(`Unknown rule matching strategy "${word}"--must be one of first, all`);
	});
	const level = reader.choice('log_level', 'info', LEVELS, (word) => new FatalError(`Unknown log level ${word}`));
	return {
		...found,
		rulesFiles: [...reader.texts('rules_files'), ...reader.texts('rules_file')],
		engineKind: reader.choice('engine.kind', 'modern_ebpf', ENGINES, (word) =>
			reader.problem(`engine.kind '${word}' is not a valid kind.`),
		),
		jsonOutput: reader.truth('json_output', false),
		jsonIncludes: {
			output: reader.truth('json_include_output_property', true),
			message: reader.truth('json_include_message_property', false),
			fields: reader.truth('json_include_output_fields_property', true),
			tags: reader.truth('json_include_tags_property', true),
		},
		isoTimes: reader.truth('time_format_iso_8601', false),
		priority: priorityOf(reader.text('priority', 'debug')),
		matchesAll: matching === 'all',
		appended: appended.formats,
		suggestsOutput: appended.suggests,
		stdout: reader.truth('stdout_output.enabled', false),
		syslog: reader.truth('syslog_output.enabled', false),
		file: reader.output('file_output', 'filename', 'file output enabled but no filename in configuration block'),
		program: reader.output('program_output', 'program', 'program output enabled but no program in configuration block'),
		http: httpOf(reader),
		logStderr: reader.truth('log_stderr', false),
		logSyslog: reader.truth('log_syslog', true),
		logLevel: LEVELS.indexOf(level),
		watches: reader.truth('watch_config_files', true),
		webserver: webserverOf(reader),
		hasContainerPlugin: loadsContainerPlugin(reader),
		selections: selectionsOf(reader.at('rules')),
	};
}

function priorityOf(name: string): Priority {
	const priority = parsePriority(name);
	if (priority !== undefined) return priority;
	throw new FatalError(
		`Unknown priority "${name}"--must be one of emergency, alert, critical, error, warning, notice, informational, debug`,
	);
}

function webserverOf(reader: SettingReader): Configuration['webserver'] {
	if (!reader.truth('webserver.enabled', false)) return undefined;
	return {
		address: reader.text('webserver.listen_address', '0.0.0.0'),
		port: Number(reader.text('webserver.listen_port', '8765')) || 8765,
		healthPath: reader.text('webserver.k8s_healthz_endpoint', '/healthz'),
	};
}

function httpOf(reader: SettingReader): HttpOutputSettings | undefined {
	const url = reader.output('http_output', 'url', 'http output enabled but no url in configuration block');
	if (url === undefined) return undefined;
	return {
		url: url.replace(/^(["'])(.*)\1$/s, '$2'),
		userAgent: reader.text('http_output.user_agent', 'falcosecurity/falco'),
		insecure: reader.truth('http_output.insecure', false),
		authoritiesFile: reader.text('http_output.ca_cert', '') || reader.text('http_output.ca_bundle', ''),
		echo: reader.truth('http_output.echo', false),
		timeoutsMax: Math.min(255, Number(reader.text('http_output.max_consecutive_timeouts', '5')) || 0),
	};
}

function loadsContainerPlugin(reader: SettingReader): boolean {
	const plugins = reader.at('plugins');
	const isDefined = (name: string): boolean =>
		Array.isArray(plugins) && plugins.some((each) => isMap(each) && each.name === name);
	const loaded = reader.texts('load_plugins');
	const missing = loaded.find((name) => !isDefined(name));
	if (missing === undefined) return loaded.includes('container');
	throw new FatalError(`Cannot load plugin '${missing}': plugin config not found for given name`);
}

function appendedOutputs(value: Setting | undefined): { formats: readonly AppendedOutput[]; suggests: boolean } {
	const maps = (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(isMap);
	const formats = maps.flatMap((map): AppendedOutput[] => {
		const match = isMap(map.match) ? map.match : {};
		if (typeof map.extra_output !== 'string' || map.extra_output === '') return [];
		const tags = Array.isArray(match.tags) ? match.tags.map(String) : [];
		const [source, rule] = [String(match.source ?? ''), String(match.rule ?? '')];
		return [{ format: map.extra_output, source, rule, tags }];
	});
	return { formats, suggests: maps.some((map) => map.suggested_output === true) };
}

function selectionsOf(value: Setting | undefined): Configuration['selections'] {
	const maps = (Array.isArray(value) ? value : []).filter(isMap);
	return maps.flatMap((map) =>
		(['enable', 'disable'] as const).flatMap((operation) => {
			const what = map[operation];
			if (!isMap(what)) return [];
			return [{ enable: operation === 'enable', rule: String(what.rule ?? ''), tag: String(what.tag ?? '') }];
		}),
	);
}
