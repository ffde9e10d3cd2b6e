import { createHash } from 'node:crypto';
import type { Locale } from './localized.ts';
import { isLocalized, type VariantOption, type VariantParameter } from './variants-schema.ts';

/** The values of one variant, by parameter. */
export type VariantValues = ReadonlyMap<string, VariantOption>;

/** What the parameters of an exercise are for a seed: a hash chooses, so that one parameter more changes no other. */
export function chooseVariant(
	parameters: Readonly<Record<string, VariantParameter>>,
	folder: string,
	seed: string | undefined,
): VariantValues {
	return new Map(
		Object.entries(parameters).map(([name, parameter]) => {
			const choice = seed === undefined ? 0 : hash(`${seed}/${folder}/${name}`);
			if ('oneOf' in parameter) return [name, parameter.oneOf[choice % parameter.oneOf.length] as VariantOption];
			return [name, parameter.from + (choice % (parameter.to - parameter.from + 1))];
		}),
	);
}

function hash(text: string): number {
	return createHash('sha256').update(text).digest().readUInt32BE();
}

const PLACEHOLDER = /@\{(?<name>[a-zA-Z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)?)\}/g;
/** Values may name others, these again others, and no further. */
const DEPTH_MAX = 3;

/** A placeholder that names nothing. */
export class UnknownParameter extends Error {}

/**
 * `text` with every `@{…}` replaced. One that stands alone on its line gives its indentation to all lines of its value.
 * Throws UnknownParameter for one that there is not.
 */
export function fillIn(text: string, values: VariantValues, locale: Locale, depth = 0): string {
	const textOf = (path: string): string => {
		const [name = '', field] = path.split('.');
		const option = values.get(name);
		const value = field === undefined ? option : fieldOf(option, field);
		if (value === undefined || (typeof value === 'object' && !isLocalized(value))) {
			throw new UnknownParameter(`@{${path}} names no parameter of variants.yaml`);
		}
		const found = String(typeof value === 'object' ? value[locale] : value);
		return depth < DEPTH_MAX ? fillIn(found, values, locale, depth + 1) : found;
	};
	const aloneOnItsLine = new RegExp(`^(?<indent>[ \\t]+)${PLACEHOLDER.source}[ \\t]*$`, 'gm');
	return text
		.replace(aloneOnItsLine, (_match, indent: string, path: string) =>
			textOf(path)
				.trimEnd()
				.split('\n')
				.map((line) => (line === '' ? line : `${indent}${line}`))
				.join('\n'),
		)
		.replace(PLACEHOLDER, (_match, path: string) => textOf(path));
}

function fieldOf(option: VariantOption | undefined, field: string): VariantOption | undefined {
	if (typeof option !== 'object' || option === null) return undefined;
	return (option as Readonly<Record<string, VariantOption>>)[field];
}
