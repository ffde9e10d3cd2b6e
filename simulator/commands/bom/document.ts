/** An element of an SPDX document as bom keeps it. */
export interface BomPackage {
	readonly kind: 'package';
	readonly id: string;
	readonly name: string;
	readonly version: string;
	readonly license: string;
	readonly homepage: string;
	/** "Natanael Copa (ncopa@alpinelinux.org)", or ''. */
	readonly supplier: string;
	readonly purl: string;
	readonly filesAnalyzed: boolean;
	readonly downloadLocation: string;
	/** By algorithm. */
	readonly checksums: ReadonlyMap<string, string>;
	readonly contains: readonly BomElement[];
}

export interface BomFile {
	readonly kind: 'file';
	readonly id: string;
	readonly name: string;
	readonly fileTypes: readonly string[];
	readonly checksums: ReadonlyMap<string, string>;
	readonly contains: readonly [];
}

export type BomElement = BomPackage | BomFile;

export interface BomDocument {
	readonly name: string;
	readonly namespace: string;
	readonly creators: readonly string[];
	readonly created: string;
	readonly describes: readonly BomElement[];
}

/** An element and all below it, in the order in which they are written. */
export function* elementsOf(element: BomElement): Generator<BomElement> {
	yield element;
	for (const each of element.contains) yield* elementsOf(each);
}

/** Only letters, digits, dots and dashes are allowed in what SPDX documents call their elements. */
export function spdxId(...parts: readonly string[]): string {
	return `SPDXRef-${parts.map((part) => part.replaceAll(':', '-').replace(/[^a-zA-Z0-9.-]+/g, (odd) => `C${odd.charCodeAt(0)}`)).join('-')}`;
}

/** @param more what it has besides a name and an id. */
export function bomPackage(id: string, name: string, more: Partial<BomPackage> = {}): BomPackage {
	return {
		kind: 'package',
		id,
		name,
		version: '',
		license: '',
		homepage: '',
		supplier: '',
		purl: '',
		filesAnalyzed: false,
		downloadLocation: '',
		checksums: new Map(),
		contains: [],
		...more,
	};
}
