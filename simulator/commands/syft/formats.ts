import type { Component, OperatingSystem } from '../sbom/inventory.ts';
import { shortDigest } from '../sbom/made-up-id.ts';
import { isSystemPackage, type PackageType, packageUrl } from '../sbom/package-url.ts';
import type { Source } from '../sbom/source.ts';

/** What is random in a document, and when it was made. */
export interface Made {
	readonly release: string;
	readonly uuid: string;
	readonly createdAt: string;
}

const TYPES: Readonly<Record<PackageType, string>> = {
	apk: 'apk',
	deb: 'deb',
	'python-pkg': 'python',
	pip: 'python',
	'node-pkg': 'npm',
	npm: 'npm',
	gomod: 'go-module',
};

const CATALOGERS: Readonly<Record<PackageType, readonly [name: string, info: string]>> = {
	apk: ['apk-db-cataloger', 'acquired package info from APK DB'],
	deb: ['dpkg-db-cataloger', 'acquired package info from DPKG DB'],
	'python-pkg': [
		'python-installed-package-cataloger',
		'acquired package info from installed python package manifest file',
	],
	pip: ['python-package-cataloger', 'acquired package info from python requirements file'],
	'node-pkg': ['javascript-package-cataloger', 'acquired package info from installed node module manifest file'],
	npm: ['javascript-lock-cataloger', 'acquired package info from installed node module manifest file'],
	gomod: ['go-module-file-cataloger', 'acquired package info from go module information'],
};

export const typeOf = ({ type }: Component): string => TYPES[type];

/** A document in a format; undefined: there is no such format. */
export function syftText(format: string, source: Source, made: Made): string | undefined {
	switch (format) {
		case 'syft-table':
		case 'table':
			return table(
				['NAME', 'VERSION', 'TYPE'],
				sorted(source).map((each) => [each.name, each.version, typeOf(each)]),
			);
		case 'syft-text':
		case 'text':
			return sorted(source)
				.map(
					(each) =>
						`[${each.name}]\n Version:\t${each.version}\n Type:\t\t${typeOf(each)}\n Found by:\t${CATALOGERS[each.type][0]}\n\n`,
				)
				.join('');
		case 'syft-json':
		case 'json':
			return syftJson(source, made);
		case 'spdx-json':
			return spdxJson(source, made);
		case 'spdx-tag-value':
		case 'spdx':
			return spdxTagValue(source, made);
		case 'cyclonedx-json':
		case 'cyclonedx':
			return cycloneDx(source, made);
		default:
			return undefined;
	}
}

/** Columns as tablewriter sets them: two blanks between, none at the end. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
	if (rows.length === 0) return 'No packages discovered\n';
	const widths = header.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] as string).length)));
	const line = (cells: readonly string[]): string =>
		cells.map((cell, at) => cell.padEnd(widths[at] as number)).join('  ');
	return [header, ...rows].map((row) => `${line(row).trimEnd()}\n`).join('');
}

function sorted({ inventory }: Source): Component[] {
	return [...inventory.components].sort((a, b) =>
		a.name === b.name ? (a.version < b.version ? -1 : 1) : a.name < b.name ? -1 : 1,
	);
}

/** "pkg:apk/alpine/libcrypto3@3.1.4-r5?arch=x86_64&distro=alpine-3.19.1&upstream=openssl". */
export function syftUrl(each: Component, system: OperatingSystem | undefined): string {
	if (!isSystemPackage(each) || system === undefined) return packageUrl(each, [], '');
	const release = system.family === 'debian' ? system.release.replace(/\..*$/, '') : system.release;
	const upstream = each.sourceName === each.name ? '' : each.sourceName;
	const version =
		upstream !== '' && each.sourceVersion !== each.version ? `${upstream}@${each.sourceVersion}` : upstream;
	return packageUrl(
		each,
		[
			['arch', each.arch],
			['distro', `${system.family}-${release}`],
			['upstream', version],
		],
		system.family,
	);
}

/** "alpine" of "docker.io/library/alpine:3.19.1", and "3.19.1". */
function nameAndVersion({ name, image }: Source): readonly [name: string, version: string] {
	const digest = image?.version.digest ?? '';
	const [, base = name, tag = digest] = /^(.*?)(?::([^:/]+))?$/.exec(name.replace(/@.*$/, '')) ?? [];
	return [base, tag];
}

const idOf = (each: Component): string => shortDigest(`${each.path} ${each.type} ${each.name} ${each.version}`);

function syftJson(source: Source, { release }: Made): string {
	const { inventory, image, kind, name } = source;
	const { system } = inventory;
	const json = {
		artifacts: sorted(source).map((each) => ({
			id: idOf(each),
			name: each.name,
			version: each.version,
			type: typeOf(each),
			foundBy: CATALOGERS[each.type][0],
			locations: [{ path: `/${each.path}`, accessPath: `/${each.path}`, annotations: { evidence: 'primary' } }],
			licenses: licensesOf(each).map((value) => ({
				value,
				spdxExpression: value,
				type: 'declared',
				urls: [],
				locations: [],
			})),
			language: '',
			cpes: [],
			purl: syftUrl(each, system),
		})),
		artifactRelationships: [],
		source: {
			id: image?.version.digest.slice('sha256:'.length) ?? shortDigest(name),
			name: nameAndVersion(source)[0],
			version: image?.version.digest ?? '',
			type: kind === 'directory' ? 'directory' : 'image',
			metadata:
				image === undefined
					? { path: name }
					: {
							userInput: name,
							imageID: image.version.configDigest,
							manifestDigest: image.version.digest,
							tags: image.repoTags,
							repoDigests: image.repoDigests,
							layers: image.content.layers.map(({ diffId, sizeBytes }) => ({ digest: diffId, size: sizeBytes })),
						},
		},
		distro: system === undefined ? {} : { prettyName: system.prettyName, id: system.family, versionID: system.release },
		descriptor: { name: 'syft', version: release },
		schema: {
			version: '16.1.0',
			url: 'https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema-16.1.0.json',
		},
	};
	return `${JSON.stringify(json)}\n`;
}

const licensesOf = (each: Component): readonly string[] => (each.license === '' ? [] : each.license.split(' AND '));

function person(maintainer: string): string {
	const [, who = '', mail = ''] = /^(.*?)\s*<(.*)>$/.exec(maintainer) ?? [];
	return who === '' ? 'NOASSERTION' : `Person: ${who} (${mail})`;
}

interface SpdxElement {
	readonly id: string;
	readonly fields: { readonly [name: string]: unknown };
}

function spdxElements(source: Source): readonly SpdxElement[] {
	const { image, kind, inventory } = source;
	const [name, version] = nameAndVersion(source);
	const rootId = `SPDXRef-DocumentRoot-${kind === 'directory' ? 'Directory' : 'Image'}-${name.replace(/[^A-Za-z0-9.-]/g, '-')}`;
	const digest = image?.version.digest.slice('sha256:'.length);
	const root: SpdxElement = {
		id: rootId,
		fields: {
			name,
			SPDXID: rootId,
			...(image === undefined ? {} : { versionInfo: version }),
			supplier: 'NOASSERTION',
			downloadLocation: 'NOASSERTION',
			filesAnalyzed: false,
			...(digest === undefined ? {} : { checksums: [{ algorithm: 'SHA256', checksumValue: digest }] }),
			licenseConcluded: 'NOASSERTION',
			licenseDeclared: 'NOASSERTION',
			copyrightText: 'NOASSERTION',
			...(digest === undefined
				? {}
				: {
						externalRefs: [purl(`pkg:oci/${name.replace(/^.*\//, '')}@sha256%3A${digest}?arch=amd64&tag=${version}`)],
					}),
			primaryPackagePurpose: kind === 'directory' ? 'FILE' : 'CONTAINER',
		},
	};
	return [...sorted(source).map((each) => spdxElement(each, inventory.system)), root];
}

const purl = (referenceLocator: string): object => ({
	referenceCategory: 'PACKAGE-MANAGER',
	referenceType: 'purl',
	referenceLocator,
});

function spdxElement(each: Component, system: OperatingSystem | undefined): SpdxElement {
	const id = `SPDXRef-Package-${typeOf(each)}-${each.name.replace(/[^A-Za-z0-9.-]/g, '-')}-${idOf(each)}`;
	return {
		id,
		fields: {
			name: each.name,
			SPDXID: id,
			versionInfo: each.version,
			supplier: person(each.maintainer),
			...(each.maintainer === '' ? {} : { originator: person(each.maintainer) }),
			downloadLocation: 'NOASSERTION',
			filesAnalyzed: false,
			sourceInfo: `${CATALOGERS[each.type][1]}: /${each.path}`,
			licenseConcluded: 'NOASSERTION',
			licenseDeclared: each.license === '' ? 'NOASSERTION' : each.license,
			copyrightText: 'NOASSERTION',
			externalRefs: [purl(syftUrl(each, system))],
		},
	};
}

function spdxHead(source: Source, { uuid }: Made): readonly [name: string, namespace: string] {
	const [name] = nameAndVersion(source);
	return [name, `https://anchore.com/syft/${source.kind === 'directory' ? 'dir' : 'image'}/${name}-${uuid}`];
}

function spdxJson(source: Source, made: Made): string {
	const elements = spdxElements(source);
	const root = elements.at(-1) as SpdxElement;
	const [name, documentNamespace] = spdxHead(source, made);
	const json = {
		spdxVersion: 'SPDX-2.3',
		dataLicense: 'CC0-1.0',
		SPDXID: 'SPDXRef-DOCUMENT',
		name,
		documentNamespace,
		creationInfo: {
			licenseListVersion: '3.27',
			creators: ['Organization: Anchore, Inc', `Tool: syft-${made.release}`],
			created: made.createdAt,
		},
		packages: elements.map(({ fields }) => fields),
		relationships: [
			...elements.slice(0, -1).map(({ id }) => ({
				spdxElementId: root.id,
				relatedSpdxElement: id,
				relationshipType: 'CONTAINS',
			})),
			{ spdxElementId: 'SPDXRef-DOCUMENT', relatedSpdxElement: root.id, relationshipType: 'DESCRIBES' },
		],
	};
	return `${JSON.stringify(json)}\n`;
}

function spdxTagValue(source: Source, made: Made): string {
	const elements = spdxElements(source);
	const root = elements.at(-1) as SpdxElement;
	const [name, namespace] = spdxHead(source, made);
	const lines = [
		'SPDXVersion: SPDX-2.3',
		'DataLicense: CC0-1.0',
		'SPDXID: SPDXRef-DOCUMENT',
		`DocumentName: ${name}`,
		`DocumentNamespace: ${namespace}`,
		'LicenseListVersion: 3.27',
		'Creator: Organization: Anchore, Inc',
		`Creator: Tool: syft-${made.release}`,
		`Created: ${made.createdAt}`,
		'',
	];
	for (const { fields } of elements) {
		const text = (key: string): string => String(fields[key]);
		const refs = (fields.externalRefs ?? []) as { referenceLocator: string }[];
		lines.push(
			`##### Package: ${text('name')}`,
			'',
			`PackageName: ${text('name')}`,
			`SPDXID: ${text('SPDXID')}`,
			...('versionInfo' in fields ? [`PackageVersion: ${text('versionInfo')}`] : []),
			`PackageSupplier: ${text('supplier')}`,
			`PackageDownloadLocation: ${text('downloadLocation')}`,
			...('primaryPackagePurpose' in fields ? [`PrimaryPackagePurpose: ${text('primaryPackagePurpose')}`] : []),
			'FilesAnalyzed: false',
			...('sourceInfo' in fields ? [`PackageSourceInfo: ${text('sourceInfo')}`] : []),
			`PackageLicenseConcluded: ${text('licenseConcluded')}`,
			`PackageLicenseDeclared: ${text('licenseDeclared')}`,
			'PackageCopyrightText: NOASSERTION',
			...refs.map(({ referenceLocator }) => `ExternalRef: PACKAGE-MANAGER purl ${referenceLocator}`),
			'',
		);
	}
	lines.push('##### Relationships', '');
	lines.push(...elements.slice(0, -1).map(({ id }) => `Relationship: ${root.id} CONTAINS ${id}`));
	lines.push(`Relationship: SPDXRef-DOCUMENT DESCRIBES ${root.id}`, '');
	return `${lines.join('\n')}\n`;
}

function cycloneDx(source: Source, made: Made): string {
	const { inventory, image, kind } = source;
	const { system } = inventory;
	const [name] = nameAndVersion(source);
	const json = {
		$schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
		bomFormat: 'CycloneDX',
		specVersion: '1.6',
		serialNumber: `urn:uuid:${made.uuid}`,
		version: 1,
		metadata: {
			timestamp: made.createdAt,
			tools: { components: [{ type: 'application', author: 'anchore', name: 'syft', version: made.release }] },
			component: {
				'bom-ref': shortDigest(name),
				type: kind === 'directory' ? 'file' : 'container',
				name,
				...(image === undefined ? {} : { version: image.version.digest }),
			},
		},
		components: [
			...sorted(source).map((each) => {
				const url = syftUrl(each, system);
				return {
					'bom-ref': `${url}${url.includes('?') ? '&' : '?'}package-id=${idOf(each)}`,
					type: 'library',
					...(each.maintainer === '' ? {} : { publisher: each.maintainer }),
					name: each.name,
					version: each.version,
					...(each.license === '' ? {} : { licenses: licensesOf(each).map((id) => ({ license: { id } })) }),
					purl: url,
					properties: [
						{ name: 'syft:package:foundBy', value: CATALOGERS[each.type][0] },
						{ name: 'syft:package:type', value: typeOf(each) },
						{ name: 'syft:location:0:path', value: `/${each.path}` },
						...(isSystemPackage(each) && each.sourceName !== each.name
							? [{ name: 'syft:metadata:originPackage', value: each.sourceName }]
							: []),
					],
				};
			}),
			...(system === undefined
				? []
				: [
						{
							'bom-ref': `os:${system.family}@${system.release}`,
							type: 'operating-system',
							name: system.family,
							version: system.release,
							description: system.prettyName,
						},
					]),
		],
	};
	return `${JSON.stringify(json)}\n`;
}
