import type { Component } from '../sbom/inventory.ts';
import { shortDigest } from '../sbom/made-up-id.ts';
import { isSystemPackage, trivyUrl } from '../sbom/package-url.ts';
import { imageUrl } from './image-url.ts';
import type { Artifact } from './scan.ts';

interface SpdxPackage {
	readonly name: string;
	readonly SPDXID: string;
	readonly [field: string]: unknown;
}

export interface SpdxDocument {
	readonly name: string;
	readonly namespace: string;
	readonly created: string;
	readonly creators: readonly string[];
	readonly packages: readonly SpdxPackage[];
	readonly relationships: readonly (readonly [element: string, type: string, related: string])[];
}

const KINDS: Readonly<Record<Artifact['type'], readonly [id: string, purpose: string, folder: string]>> = {
	container_image: ['ContainerImage', 'CONTAINER', 'container_image'],
	filesystem: ['Filesystem', 'SOURCE', 'filesystem'],
	repository: ['Repository', 'SOURCE', 'repository'],
	cyclonedx: ['SBOM', 'APPLICATION', 'cyclonedx'],
	spdx: ['SBOM', 'APPLICATION', 'spdx'],
};

/** Models aquasecurity/trivy pkg/sbom/spdx Marshaler. @param made what is random in it, and when it is. */
export function spdxDocument(
	artifact: Artifact,
	made: { readonly uuid: string; readonly createdAt: string; readonly release: string },
): SpdxDocument {
	const { name, type, image, inventory } = artifact;
	const [kind, purpose, folder] = KINDS[type];
	const tool = `trivy-${made.release}`;
	const note = (comment: string): object => ({
		annotator: `Tool: ${tool}`,
		annotationDate: made.createdAt,
		annotationType: 'OTHER',
		comment,
	});
	const rootId = `SPDXRef-${kind}-${shortDigest(name)}`;
	const url = image === undefined ? '' : imageUrl(image);
	const root: SpdxPackage = {
		name,
		SPDXID: rootId,
		downloadLocation: 'NONE',
		filesAnalyzed: false,
		...(url === '' ? {} : { externalRefs: [purlReference(url)] }),
		primaryPackagePurpose: purpose,
		annotations: [
			...(image?.content.layers.map(({ diffId }) => note(`DiffID: ${diffId}`)) ?? []),
			...(image === undefined ? [] : [note(`ImageID: ${image.version.configDigest}`)]),
			...(image?.repoDigests.map((each) => note(`RepoDigest: ${each}`)) ?? []),
			...(image?.repoTags.map((each) => note(`RepoTag: ${each}`)) ?? []),
			note('SchemaVersion: 2'),
		],
	};
	const packages: SpdxPackage[] = [root];
	const relationships: (readonly [string, string, string])[] = [['SPDXRef-DOCUMENT', 'DESCRIBES', rootId]];
	const { system } = inventory;
	const systemId = `SPDXRef-OperatingSystem-${shortDigest(`${system?.family} ${system?.release}`)}`;
	if (system !== undefined) {
		packages.push({
			name: system.family,
			SPDXID: systemId,
			versionInfo: system.release,
			downloadLocation: 'NONE',
			filesAnalyzed: false,
			primaryPackagePurpose: 'OPERATING-SYSTEM',
			annotations: [note('Class: os-pkgs'), note(`Type: ${system.family}`)],
		});
		relationships.push([rootId, 'CONTAINS', systemId]);
	}
	for (const each of inventory.components) {
		const id = `SPDXRef-Package-${shortDigest(`${each.path} ${each.name} ${each.version}`)}`;
		packages.push(packageOf(each, id, trivyUrl(each, system), note));
		relationships.push([isSystemPackage(each) && system !== undefined ? systemId : rootId, 'CONTAINS', id]);
	}
	return {
		name,
		namespace: `http://trivy.dev/${folder}/${name}-${made.uuid}`,
		created: made.createdAt,
		creators: ['Organization: aquasecurity', `Tool: ${tool}`],
		packages,
		relationships,
	};
}

const purlReference = (url: string): object => ({
	referenceCategory: 'PACKAGE-MANAGER',
	referenceType: 'purl',
	referenceLocator: url,
});

function packageOf(each: Component, id: string, url: string, note: (comment: string) => object): SpdxPackage {
	const [, who = '', mail = ''] = /^(.*?)\s*<(.*)>$/.exec(each.maintainer) ?? [];
	const license = licenseExpression(each.license);
	return {
		name: each.name,
		SPDXID: id,
		versionInfo: each.version,
		...(isSystemPackage(each) ? { supplier: who === '' ? 'NOASSERTION' : `Person: ${who} (${mail})` } : {}),
		downloadLocation: 'NONE',
		filesAnalyzed: false,
		...(isSystemPackage(each)
			? { sourceInfo: `built package from: ${each.sourceName} ${each.sourceVersion.replace(/^\d+:/, '')}` }
			: {}),
		licenseConcluded: license,
		licenseDeclared: license,
		externalRefs: [purlReference(url)],
		primaryPackagePurpose: 'LIBRARY',
		annotations: [note(`PkgID: ${each.name}@${each.version}`), note(`PkgType: ${each.type}`)],
	};
}

/** What is no license of SPDX's list is named by reference. */
export function licenseExpression(license: string): string {
	if (license === '') return 'NOASSERTION';
	const isKnown = license
		.split(/ (?:AND|OR|WITH) /)
		.every((word) => /^[A-Za-z]+[A-Za-z0-9.-]*$/.test(word) && word !== 'custom');
	return isKnown ? license : `LicenseRef-${shortDigest(license)}`;
}

export function spdxJson(document: SpdxDocument): string {
	const json = {
		spdxVersion: 'SPDX-2.3',
		dataLicense: 'CC0-1.0',
		SPDXID: 'SPDXRef-DOCUMENT',
		name: document.name,
		documentNamespace: document.namespace,
		creationInfo: { creators: document.creators, created: document.created },
		packages: document.packages,
		relationships: document.relationships.map(([element, type, related]) => ({
			spdxElementId: element,
			relatedSpdxElement: related,
			relationshipType: type,
		})),
	};
	return `${JSON.stringify(json, null, 2)}\n`;
}

/** Models spdx/tools-golang tagvalue.Write. */
export function spdxTagValue(document: SpdxDocument): string {
	const lines = [
		'SPDXVersion: SPDX-2.3',
		'DataLicense: CC0-1.0',
		'SPDXID: SPDXRef-DOCUMENT',
		`DocumentName: ${document.name}`,
		`DocumentNamespace: ${document.namespace}`,
		...document.creators.map((each) => `Creator: ${each}`),
		`Created: ${document.created}`,
		'',
	];
	for (const each of document.packages) {
		const field = (name: string): string | undefined => each[name] as string | undefined;
		const lined = (tag: string, name: string): string[] =>
			field(name) === undefined ? [] : [`${tag}: ${field(name)}`];
		lines.push(
			`##### Package: ${each.name}`,
			'',
			`PackageName: ${each.name}`,
			`SPDXID: ${each.SPDXID}`,
			...lined('PackageVersion', 'versionInfo'),
			...lined('PackageSupplier', 'supplier'),
			`PackageDownloadLocation: ${field('downloadLocation')}`,
			...lined('PrimaryPackagePurpose', 'primaryPackagePurpose'),
			'FilesAnalyzed: false',
			...lined('PackageSourceInfo', 'sourceInfo'),
			...lined('PackageLicenseConcluded', 'licenseConcluded'),
			...lined('PackageLicenseDeclared', 'licenseDeclared'),
			...(
				(each.externalRefs ?? []) as { referenceCategory: string; referenceType: string; referenceLocator: string }[]
			).map((ref) => `ExternalRef: ${ref.referenceCategory} ${ref.referenceType} ${ref.referenceLocator}`),
			'',
		);
	}
	lines.push('##### Relationships', '');
	lines.push(
		...document.relationships.map(([element, type, related]) => `Relationship: ${element} ${type} ${related}`),
	);
	return `${lines.join('\n')}\n\n`;
}
