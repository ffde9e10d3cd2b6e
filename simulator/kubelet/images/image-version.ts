import type { Layer } from '../../kernel/machine-api.ts';
import { sha256 } from '../../machinery/sha256.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageConfig, ImageVersion } from '../runtime/image.ts';
import { datedBase, type OwnPackage } from './packages/dated-base.ts';

export interface VersionInput {
	/** Every tag that points here: "1.27.5 1.27". */
	readonly tags: string;
	readonly sizeBytes: number;
	/** RFC 3339 day: "2025-04-16". */
	readonly date: string;
	readonly layers: () => readonly Layer[];
	readonly config: ImageConfig;
	/** What its package manager knows besides the base's packages. */
	readonly packages?: readonly OwnPackage[];
	/** It has its base's packages and no more: neither OpenSSL nor certificates. */
	readonly isBare?: boolean;
}

/**
 * The tags of a repository. Digests are derived from repository and tag: as unique and as stable as real ones.
 * Differs: they are not the digests that the real registries serve.
 */
export function imageTags(repository: string, versions: readonly VersionInput[]): ReadonlyMap<string, ImageVersion> {
	const tags = new Map<string, ImageVersion>();
	for (const input of versions) {
		const names = input.tags.split(' ');
		const identity = `${repository}:${names[0]}@${input.date}`;
		const version: ImageVersion = {
			digest: `sha256:${hexDigest(`index ${identity}`)}`,
			configDigest: `sha256:${hexDigest(`config ${identity}`)}`,
			sizeBytes: input.sizeBytes,
			createdAt: `${input.date}T00:00:00Z`,
			layers: () => datedBase(input.layers(), input.date, input.packages ?? [], input.isBare),
			config: input.config,
		};
		for (const name of names) tags.set(name, version);
	}
	return tags;
}

/** The tags that builders derive from a version's: "1.27-alpine" of "1.27", and "alpine" of "latest". */
export function variantTags(names: readonly string[], ...variants: readonly string[]): string[] {
	return variants.flatMap((variant) => names.map((name) => (name === 'latest' ? variant : `${name}-${variant}`)));
}

/** "3.17." from 0 to 2: 3.17.0, 3.17.1, 3.17.2. */
export function patches(minor: string, from: number, to: number): string[] {
	return Array.from({ length: to - from + 1 }, (_, index) => `${minor}${from + index}`);
}

function hexDigest(text: string): string {
	return [...sha256(encodeUtf8(text))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
