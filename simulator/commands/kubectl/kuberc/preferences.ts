import type { Process } from '../../../kernel/process-api.ts';
import type { Json } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import { splitDocuments } from '../../../machinery/yaml/split-documents.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { CommandError, messageOf } from '../errors.ts';
import type { Streams } from '../streams.ts';

export const PREFERENCE_VERSION = 'kubectl.config.k8s.io/v1beta1';

export interface OptionDefault {
	readonly name: string;
	readonly default: string;
}

export interface CommandDefaults {
	readonly command: string;
	readonly options: readonly OptionDefault[];
}

export interface Alias {
	readonly name: string;
	readonly command: string;
	readonly prependArgs: readonly string[];
	readonly appendArgs: readonly string[];
	readonly options: readonly OptionDefault[];
}

/** A user's preferences: what flags are when they are not given, and names for commands. */
export interface Preferences {
	readonly defaults: readonly CommandDefaults[];
	readonly aliases: readonly Alias[];
}

export interface KubercFile {
	readonly path: string;
	/** A flag or the environment names it: then it has to be there. */
	readonly explicit: boolean;
}

/** The file of the preferences; undefined when they are turned off. Models kubectl/pkg/kuberc LoadKuberc. */
export function kubercFile(process: Process, fromFlag: string): KubercFile | undefined {
	const fromEnvironment = process.env.get('KUBERC') ?? '';
	if (fromEnvironment === 'off') {
		if (fromFlag === '') return undefined;
		throw new CommandError('disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive');
	}
	const named = fromFlag === '' ? fromEnvironment : fromFlag;
	if (named !== '') return { path: named, explicit: true };
	return { path: `${process.env.get('HOME') ?? ''}/.kube/kuberc`, explicit: false };
}

/** What the file says, undefined when it says nothing. Models kubectl/pkg/kuberc DefaultGetPreferences. */
export function* loadPreferences(io: Streams, { path, explicit }: KubercFile): Task<Preferences | undefined> {
	if (!explicit && io.fileType(path) === undefined) return undefined;
	try {
		const text = yield* io.readFile(path);
		return yield* decodePreferences(io, path, text);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		if (explicit) throw new CommandError(`kuberc: ${messageOf(error)}`);
		yield* io.err(`kuberc: no preferences loaded from ${path}: ${messageOf(error)}`);
		return undefined;
	}
}

/** The first document that holds preferences of a version that is known. Models decodePreference. */
function* decodePreferences(io: Streams, path: string, text: string): Task<Preferences | undefined> {
	const documents = splitDocuments(text).filter((each) => each.trim() !== '');
	for (const document of documents) {
		const unknown: string[] = [];
		const found = readPreferences(document, unknown);
		if (found === undefined) continue;
		if (unknown.length > 0) {
			const complaints = unknown.map((field) => `unknown field ${JSON.stringify(field)}`).join(', ');
			yield* io.err(`kuberc: ignoring strict decoding error in ${path}: strict decoding error: ${complaints}`);
		}
		return found;
	}
	if (documents.length === 0) return undefined;
	throw new CommandError(`no valid preferences found in ${path}, use --v=5 to see details`);
}

type Fields = { readonly [field: string]: Json };

/** Where the versions keep the same things. */
const VERSIONS: { readonly [apiVersion: string]: { readonly defaults: string; readonly options: string } } = {
	[PREFERENCE_VERSION]: { defaults: 'defaults', options: 'options' },
	'kubectl.config.k8s.io/v1alpha1': { defaults: 'overrides', options: 'flags' },
};
const CREDENTIAL_FIELDS = ['credentialPluginPolicy', 'credentialPluginAllowlist'];

/** Adds the fields that are not known; undefined for what is not preferences or cannot be decoded. */
function readPreferences(document: string, unknown: string[]): Preferences | undefined {
	let value: Json;
	try {
		value = parseYamlDocument(document);
	} catch (error) {
		if (error instanceof YamlError) return undefined;
		throw error;
	}
	if (!isFields(value) || value.kind !== 'Preference') return undefined;
	const version = typeof value.apiVersion === 'string' ? VERSIONS[value.apiVersion] : undefined;
	if (version === undefined) return undefined;
	const reader = new PreferenceReader(unknown, version.options);
	reader.known(value, '', ['apiVersion', 'kind', 'aliases', version.defaults, ...CREDENTIAL_FIELDS]);
	try {
		return {
			aliases: reader.list(value, 'aliases', '').map(([fields, at]) => reader.alias(fields, at)),
			defaults: reader.list(value, version.defaults, '').map(([fields, at]) => reader.defaults(fields, at)),
		};
	} catch (error) {
		if (error instanceof WrongType) return undefined;
		throw error;
	}
}

class WrongType extends Error {}

class PreferenceReader {
	readonly #unknown: string[];
	readonly #options: string;

	constructor(unknown: string[], options: string) {
		this.#unknown = unknown;
		this.#options = options;
	}

	alias(fields: Fields, at: string): Alias {
		this.known(fields, at, ['name', 'command', 'prependArgs', 'appendArgs', this.#options]);
		return {
			name: text(fields.name),
			command: text(fields.command),
			prependArgs: texts(fields.prependArgs),
			appendArgs: texts(fields.appendArgs),
			options: this.#optionsOf(fields, at),
		};
	}

	defaults(fields: Fields, at: string): CommandDefaults {
		this.known(fields, at, ['command', this.#options]);
		return { command: text(fields.command), options: this.#optionsOf(fields, at) };
	}

	#optionsOf(fields: Fields, at: string): OptionDefault[] {
		return this.list(fields, this.#options, `${at}.`).map(([option, place]) => {
			this.known(option, place, ['name', 'default']);
			return { name: text(option.name), default: text(option.default) };
		});
	}

	/** The structs of a list, each with its place: "aliases[0]". */
	list(fields: Fields, name: string, prefix: string): [Fields, string][] {
		const value = fields[name];
		if (value === undefined || value === null) return [];
		if (!Array.isArray(value)) throw new WrongType();
		return value.map((item, index) => {
			if (!isFields(item)) throw new WrongType();
			return [item, `${prefix}${name}[${index}]`];
		});
	}

	known(fields: Fields, at: string, names: readonly string[]): void {
		for (const name of Object.keys(fields)) {
			if (!names.includes(name)) this.#unknown.push(at === '' ? name : `${at}.${name}`);
		}
	}
}

function isFields(value: Json): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: Json | undefined): string {
	if (value === undefined || value === null) return '';
	if (typeof value !== 'string') throw new WrongType();
	return value;
}

function texts(value: Json | undefined): string[] {
	if (value === undefined || value === null) return [];
	if (!Array.isArray(value)) throw new WrongType();
	return value.map(text);
}
