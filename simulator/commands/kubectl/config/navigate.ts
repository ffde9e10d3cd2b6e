import { Base64Error, decodeStandardBase64, encodeBase64 } from '../../../machinery/base64.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { CommandError } from '../errors.ts';
import type { ConfigFields, EntryKind, Kubeconfig } from '../kubeconfig.ts';
import type { ConfigField, ConfigStruct, FieldType } from './config-schema.ts';
import { ENTRY_STRUCTS, PREFERENCES } from './config-schema.ts';

/** What `set` writes: text, and whether bytes are given as they are instead of in base64. */
export interface PropertyValue {
	readonly text: string;
	readonly rawBytes: boolean;
}

/**
 * Puts a value at "clusters.kind.server", or takes away what is there when `value` is undefined.
 * Models kubectl/pkg/cmd/config newNavigationSteps and modifyConfig.
 * Differs: messages that print Go pointers name types instead.
 */
export function changeProperty(config: Kubeconfig, path: string, value: PropertyValue | undefined): void {
	const parts = path.split('.');
	const root = parts[0] as string;
	if (root === 'clusters' || root === 'users' || root === 'contexts') {
		changeEntry(config, root, path, parts.slice(1), value);
	} else if (root === 'preferences') {
		const holder = { ...config.preferences };
		if (parts.length === 1) {
			if (value !== undefined) throw new CommandError(`can't set preferences to a value`);
			config.preferences = {};
			return;
		}
		changeField(holder, PREFERENCES, path, parts.slice(1), value, `[{preferences api.Preferences}]`);
		config.preferences = holder;
	} else if (['kind', 'apiVersion', 'current-context', 'extensions'].includes(root)) {
		if (parts.length > 1) throw new CommandError(`unable to parse one or more field values of ${path}`);
		if (root === 'extensions' && value !== undefined) throw new CommandError("can't set a map to a value: map[]");
		if (root === 'current-context') config.currentContext = value?.text ?? '';
	} else {
		throw new CommandError(`unable to parse ${path} after [] at api.Config`);
	}
}

function changeEntry(
	config: Kubeconfig,
	kind: EntryKind,
	path: string,
	parts: readonly string[],
	value: PropertyValue | undefined,
): void {
	const struct = ENTRY_STRUCTS[kind];
	const entries = config[kind];
	if (parts.length === 0) {
		if (value !== undefined) throw new CommandError(`can't set a map to a value: ${mapText(config, kind)}`);
		entries.clear();
		return;
	}
	// A name may hold dots: it goes on until a part that is a field's name.
	const fieldNames = new Set(struct.fields.map(nameOf));
	const next = parts.slice(1).findIndex((part) => fieldNames.has(part));
	const count = next < 0 ? parts.length : next + 1;
	const name = parts.slice(0, count).join('.');
	const rest = parts.slice(count);
	if (rest.length === 0) {
		if (value !== undefined) throw new CommandError(`can't set a map to a value: ${mapText(config, kind)}`);
		entries.delete(name);
		return;
	}
	const entry = entries.get(name);
	if (entry === undefined && value === undefined) throw new CommandError(`current map key \`${name}\` is invalid`);
	const fields: ConfigFields = { ...(entry?.fields ?? {}) };
	const steps = `[{${kind} map[string]*api.${struct.goName}} {${name} *api.${struct.goName}}]`;
	changeField(fields, struct, path, rest, value, steps);
	entries.set(name, { name, origin: entry?.origin ?? '', fields });
}

function changeField(
	holder: ConfigFields,
	struct: ConfigStruct,
	path: string,
	parts: readonly string[],
	value: PropertyValue | undefined,
	steps: string,
): void {
	const [first, ...rest] = parts as [string, ...string[]];
	const field = struct.fields.find((each) => nameOf(each) === first);
	if (field === undefined) throw new CommandError(`unable to parse ${path} after ${steps} at api.${struct.goName}`);
	if (rest.length > 0) throw new CommandError(`unable to parse one or more field values of ${path}`);
	if (value === undefined) delete holder[field.name];
	else holder[field.name] = converted(field.type, value);
}

function converted(type: FieldType, { text, rawBytes }: PropertyValue): unknown {
	if (type === 'string') return text;
	if (type === 'bool') {
		if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
		if (/^(0|f|F|FALSE|false|False)$/.test(text)) return false;
		throw new CommandError(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
	}
	if (type === 'bytes') return rawBytes ? encodeBase64(encodeUtf8(text)) : checkedBase64(text);
	if (type === 'strings') throw new CommandError('unrecognized slice type. string');
	throw new CommandError("can't set a map to a value: map[]");
}

function checkedBase64(text: string): string {
	try {
		return encodeBase64(decodeStandardBase64(text));
	} catch (error) {
		if (!(error instanceof Base64Error)) throw error;
		throw new CommandError(`error decoding input value: ${error.message}`);
	}
}

function nameOf(field: ConfigField): string {
	return field.internalName ?? field.name;
}

function mapText(config: Kubeconfig, kind: EntryKind): string {
	const names = [...config[kind].keys()].sort();
	return `map[${names.map((name) => `${name}:*api.${ENTRY_STRUCTS[kind].goName}`).join(' ')}]`;
}
