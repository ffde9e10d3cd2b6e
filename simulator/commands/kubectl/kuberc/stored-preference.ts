import type { Json } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { parseYamlDocument } from '../../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import { CommandError, messageOf } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { makeDirectories } from '../make-directories.ts';
import type { Streams } from '../streams.ts';
import { dirName } from '../streams.ts';
import type { OptionDefault } from './preferences.ts';
import { PREFERENCE_VERSION } from './preferences.ts';

export interface StoredAlias {
	readonly name: string;
	readonly command: string;
	readonly prependArgs?: readonly string[];
	readonly appendArgs?: readonly string[];
	readonly options?: readonly OptionDefault[];
}

/** The file as it is written: lists that hold nothing are null. */
export interface StoredPreference {
	readonly apiVersion: string;
	readonly kind: string;
	readonly defaults: readonly { readonly command: string; readonly options: readonly OptionDefault[] | null }[] | null;
	readonly aliases: readonly StoredAlias[] | null;
	readonly credentialPluginPolicy?: string;
	readonly credentialPluginAllowlist?: Json;
}

const EMPTY: StoredPreference = { apiVersion: PREFERENCE_VERSION, kind: 'Preference', defaults: null, aliases: null };

/** What the file holds now; a new one when there is none. */
export function* readStored(io: Streams, path: string): Task<StoredPreference> {
	if (io.fileType(path) === undefined) return EMPTY;
	let text: string;
	try {
		text = yield* io.readFile(path);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`error reading kuberc file: ${messageOf(error)}`);
	}
	return text === '' ? EMPTY : parseStored(text);
}

function parseStored(text: string): StoredPreference {
	let value: Json;
	try {
		value = parseYamlDocument(text);
	} catch (error) {
		if (!(error instanceof YamlError)) throw error;
		throw new CommandError(`error parsing kuberc file: ${error.message}`);
	}
	const fields = (
		typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
	) as Partial<StoredPreference>;
	return {
		apiVersion: fields.apiVersion ?? '',
		kind: fields.kind ?? '',
		defaults: fields.defaults ?? null,
		aliases: fields.aliases ?? null,
		...(fields.credentialPluginPolicy === undefined ? {} : { credentialPluginPolicy: fields.credentialPluginPolicy }),
		...(fields.credentialPluginAllowlist === undefined
			? {}
			: { credentialPluginAllowlist: fields.credentialPluginAllowlist }),
	};
}

/** Models kubectl/pkg/cmd/kuberc SavePreference. */
export function* saveStored({ io, process }: Kubectl, path: string, stored: StoredPreference): Task<void> {
	const directory = dirName(path);
	try {
		makeDirectories(process, directory);
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`failed to create directory ${directory}: ${messageOf(error)}`);
	}
	try {
		yield* io.writeFile(path, formatYaml(stored));
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`failed to write kuberc file: ${messageOf(error)}`);
	}
	yield* io.out(`Updated ${path}\n`);
}
