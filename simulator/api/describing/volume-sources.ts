import type { Description } from './description.ts';
import { shortened, sortedKeys } from './metadata.ts';

/** The fields of one volume source, by their names in the API. */
export type SourceFields = { readonly [field: string]: unknown };

/** Writes the lines below a volume's name. */
export type DescribeSource = (description: Description, source: SourceFields) => void;

type Line = (source: SourceFields) => string;

/** Lines "Type", then the given ones. */
export function source(type: string, ...lines: readonly Line[]): DescribeSource {
	return (description, fields) => {
		description.field('Type', type, 2);
		for (const line of lines) description.write(2, `${line(fields)}\n`);
	};
}

export function text(label: string, field: string, absent = ''): Line {
	return (fields) => `${label}:\t${(fields[field] as string | undefined) ?? absent}`;
}

export function number(label: string, field: string): Line {
	return (fields) => `${label}:\t${(fields[field] as number | undefined) ?? 0}`;
}

export function flag(label: string, field: string): Line {
	return (fields) => `${label}:\t${fields[field] === true}`;
}

/** As Go prints a slice. */
export function list(label: string, field: string): Line {
	return (fields) => `${label}:\t[${((fields[field] as readonly string[] | undefined) ?? []).join(' ')}]`;
}

/** As Go prints a map of strings. */
export function map(label: string, field: string): Line {
	return (fields) => {
		const pairs = (fields[field] as { readonly [key: string]: string } | undefined) ?? {};
		return `${label}:\tmap[${sortedKeys(pairs)
			.map((key) => `${key}:${pairs[key]}`)
			.join(' ')}]`;
	};
}

interface Reference {
	readonly name?: string;
	readonly namespace?: string;
}

/** As the generated String methods of references print them. */
export function localReference(label: string, field: string): Line {
	return (fields) => {
		const reference = fields[field] as Reference | undefined;
		return `${label}:\t${reference === undefined ? 'nil' : `&LocalObjectReference{Name:${reference.name ?? ''},}`}`;
	};
}

export function secretReference(label: string, field: string): Line {
	return (fields) => {
		const reference = fields[field] as Reference | undefined;
		if (reference === undefined) return `${label}:\tnil`;
		return `${label}:\t&SecretReference{Name:${reference.name ?? ''},Namespace:${reference.namespace ?? ''},}`;
	};
}

export const READ_ONLY = flag('ReadOnly', 'readOnly');
export const FS_TYPE = text('FSType', 'fsType');

/** Every line and piece of a line is indented. Models printCSIPersistentVolumeAttributesMultiline. */
export function describeVolumeAttributes(description: Description, fields: SourceFields): void {
	const attributes = (fields.volumeAttributes as { readonly [key: string]: string } | undefined) ?? {};
	description.write(2, 'VolumeAttributes:\t');
	const keys = sortedKeys(attributes);
	if (keys.length === 0) description.write(0, '<none>\n');
	keys.forEach((key, index) => {
		if (index > 0) {
			description.write(2, '');
			description.write(2, '\t');
		}
		description.write(2, `${shortened(`${key}=${attributes[key]}`)}\n`);
	});
}
