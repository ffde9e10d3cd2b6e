import { INTERNAL_TYPES } from './internal-types.ts';
import { INTERNAL_VOLUME_TYPES } from './internal-volume-types.ts';

/**
 * A Pod's or a claim's spec as the API server's own Go structure, for the messages that print one: every field in its
 * order and under its Go name, nil as null. See internal-types.ts for the notation of the types.
 */
export function internalForm(type: string, value: object): object {
	return structure(parseTypes(), type, value as Fields);
}

type Fields = { readonly [key: string]: unknown };
type Types = ReadonlyMap<string, readonly string[]>;

function parseTypes(): Types {
	const paragraphs = `${INTERNAL_TYPES.trim()}\n${INTERNAL_VOLUME_TYPES.trim()}`.split(/\n(?! )/);
	return new Map(
		paragraphs.map((paragraph): [string, string[]] => {
			const [head = '', ...words] = paragraph.split(/\s+/);
			return [head.slice(0, -1), words];
		}),
	);
}

function structure(types: Types, name: string, value: Fields): object {
	const out: { [key: string]: unknown } = {};
	for (const word of types.get(name) ?? []) {
		if (word.startsWith('+')) {
			Object.assign(out, structure(types, word.slice(1), value));
			continue;
		}
		const [, field = '', json, type = ''] = /^(\w+)(?:=(\w+))?:(.+)$/.exec(word) ?? [];
		const key = json ?? field.charAt(0).toLowerCase() + field.slice(1);
		out[field] = convert(types, type, value[key]);
	}
	return name === 'PodSpec' ? withHostNamespaces(out, value) : out;
}

function convert(types: Types, type: string, value: unknown): unknown {
	if (type.startsWith('*')) return value === undefined ? null : convert(types, type.slice(1), value);
	if (type.startsWith('[]')) {
		return value === undefined ? null : (value as unknown[]).map((each) => convert(types, type.slice(2), each));
	}
	if (type.startsWith('{}')) {
		if (value === undefined) return null;
		const entries = Object.entries(value as Fields).sort(([a], [b]) => (a < b ? -1 : 1));
		return Object.fromEntries(entries.map(([key, each]) => [key, convert(types, type.slice(2), each)]));
	}
	switch (type) {
		case 's':
			return value ?? '';
		case 'n':
		case 'i':
			return value ?? 0;
		case 'b':
			return value ?? false;
		case 'q':
			return value ?? '0';
		case 'r':
			return value ?? null;
		default:
			return structure(types, type, (value ?? {}) as Fields);
	}
}

/** What the API has beside the security context, the server keeps inside it. */
function withHostNamespaces(out: { [key: string]: unknown }, value: Fields): object {
	const context = out.SecurityContext as { [key: string]: unknown } | null;
	if (context === null) return out;
	const moved = {
		HostNetwork: value.hostNetwork ?? false,
		HostPID: value.hostPID ?? false,
		HostIPC: value.hostIPC ?? false,
		ShareProcessNamespace: value.shareProcessNamespace ?? null,
		HostUsers: value.hostUsers ?? null,
	};
	for (const [field, each] of Object.entries(moved)) context[field] = each;
	return out;
}
