import { SBOM_BYTES_MAX } from '../sbom/read-sbom.ts';
import { type BomDocument, type BomElement, type BomFile, type BomPackage, bomPackage } from './document.ts';

/** What a document says of one element, without what is below it. */
type Flat = BomElement;

const DEPTH_MAX = 24;

/** An SPDX document of whoever wrote it: JSON or tag-value. Undefined: it is none. */
export function readDocument(text: string): BomDocument | undefined {
	if (text.length > SBOM_BYTES_MAX) return undefined;
	if (/^SPDXVersion:/m.test(text)) return readTagValue(text);
	try {
		const json: unknown = JSON.parse(text);
		return typeof json === 'object' && json !== null && 'spdxVersion' in json
			? readJson(json as Record<string, unknown>)
			: undefined;
	} catch {
		return undefined;
	}
}

const records = (value: unknown): Record<string, unknown>[] =>
	Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
const words = (value: unknown): string => (typeof value === 'string' ? value : '');

function readJson(json: Record<string, unknown>): BomDocument {
	const flat = new Map<string, Flat>();
	for (const each of records(json.packages)) {
		const purl = records(each.externalRefs).find(({ referenceType }) => referenceType === 'purl');
		const id = words(each.SPDXID);
		flat.set(
			id,
			bomPackage(id, words(each.name), {
				version: words(each.versionInfo),
				license: words(each.licenseDeclared),
				purl: words(purl?.referenceLocator),
				supplier: words(each.supplier).replace(/^(Person|Organization): /, ''),
			}),
		);
	}
	for (const each of records(json.files)) {
		const id = words(each.SPDXID);
		flat.set(id, { kind: 'file', id, name: words(each.fileName), fileTypes: [], checksums: new Map(), contains: [] });
	}
	const relations = records(json.relationships).map(
		(each) => [words(each.spdxElementId), words(each.relationshipType), words(each.relatedSpdxElement)] as const,
	);
	const described = Array.isArray(json.documentDescribes) ? json.documentDescribes.map(String) : [];
	const creation = (json.creationInfo ?? {}) as Record<string, unknown>;
	return assembled(flat, relations, described, {
		name: words(json.name),
		namespace: words(json.documentNamespace),
		creators: Array.isArray(creation.creators) ? creation.creators.map(String) : [],
		created: words(creation.created),
	});
}

function readTagValue(text: string): BomDocument {
	const flat = new Map<string, Flat>();
	const relations: (readonly [string, string, string])[] = [];
	const head = new Map<string, string>();
	const creators: string[] = [];
	let tags: Map<string, string> = head;
	const finish = (): void => {
		const id = tags.get('SPDXID');
		if (tags === head || id === undefined) return;
		const name = tags.get('PackageName');
		const purl = /^PACKAGE[-_]MANAGER purl (.*)$/.exec(tags.get('ExternalRef') ?? '')?.[1] ?? '';
		const license = tags.get('PackageLicenseDeclared') ?? '';
		const supplier = (tags.get('PackageSupplier') ?? '').replace(/^(Person|Organization): /, '');
		const file: BomFile = {
			kind: 'file',
			id,
			name: tags.get('FileName') ?? '',
			fileTypes: [],
			checksums: new Map(),
			contains: [],
		};
		const version = tags.get('PackageVersion') ?? '';
		flat.set(id, name === undefined ? file : bomPackage(id, name, { version, license, purl, supplier }));
	};
	for (const line of text.split('\n')) {
		const [, tag, value = ''] = /^([A-Za-z0-9]+): (.*)$/.exec(line) ?? [];
		if (tag === undefined) continue;
		if (tag === 'Relationship') {
			const [from = '', type = '', to = ''] = value.split(' ');
			relations.push([from, type, to]);
		} else if (tag === 'Creator') creators.push(value);
		else {
			if (tag === 'PackageName' || tag === 'FileName') {
				finish();
				tags = new Map();
			}
			if (!tags.has(tag)) tags.set(tag, value);
		}
	}
	finish();
	return assembled(flat, relations, [], {
		name: head.get('DocumentName') ?? '',
		namespace: head.get('DocumentNamespace') ?? '',
		creators,
		created: head.get('Created') ?? '',
	});
}

function assembled(
	flat: ReadonlyMap<string, Flat>,
	relations: readonly (readonly [from: string, type: string, to: string])[],
	described: readonly string[],
	head: Omit<BomDocument, 'describes'>,
): BomDocument {
	const below = new Map<string, string[]>();
	for (const [from, type, to] of relations) {
		if (type === 'CONTAINS' || type === 'DEPENDS_ON') {
			const known = below.get(from);
			if (known === undefined) below.set(from, [to]);
			else known.push(to);
		}
	}
	const byDocument = relations.filter(([from, type]) => from === 'SPDXRef-DOCUMENT' && type === 'DESCRIBES');
	const roots = new Set([...described, ...byDocument.map(([, , to]) => to)]);
	// What several contain is shown below the first of them.
	const expanded = new Set<string>();
	const build = (id: string, above: readonly string[]): BomElement[] => {
		const own = flat.get(id);
		if (own === undefined || above.includes(id) || above.length > DEPTH_MAX) return [];
		if (own.kind === 'file') return [own];
		const isKnown = expanded.has(id);
		expanded.add(id);
		const contains = (isKnown ? [] : (below.get(id) ?? [])).flatMap((each) => build(each, [...above, id]));
		return [{ ...own, contains } satisfies BomPackage];
	};
	return { ...head, describes: [...roots].flatMap((id) => build(id, [])) };
}
