import { type BomDocument, type BomElement, type BomFile, type BomPackage, elementsOf } from './document.ts';

/** Models kubernetes-sigs/bom pkg/serialize TagValue and pkg/spdx Package.Render. */
export function tagValue({ name, namespace, creators, created, describes }: BomDocument, listVersion: string): string {
	const lines = [
		'SPDXVersion: SPDX-2.3',
		'DataLicense: CC0-1.0',
		'SPDXID: SPDXRef-DOCUMENT',
		`DocumentName: ${name}`,
		`DocumentNamespace: ${namespace}`,
		...creators.map((each) => `Creator: ${each}`),
		`LicenseListVersion: ${listVersion}`,
		`Created: ${created}`,
		'',
		'',
	];
	const body = describes.map((each) => `${rendered(each)}\nRelationship: SPDXRef-DOCUMENT DESCRIBES ${each.id}\n\n`);
	return `${lines.join('\n')}${body.join('')}\n`;
}

function rendered(element: BomElement): string {
	if (element.kind === 'file') return fileText(element);
	const below = element.contains.map((each) => `${rendered(each)}Relationship: ${element.id} CONTAINS ${each.id}\n\n`);
	return `${packageText(element)}${below.join('')}\n`;
}

function packageText(each: BomPackage): string {
	const optional = (tag: string, value: string): string => (value === '' ? '' : `${tag}: ${value}\n`);
	return `##### Package: ${each.name}

PackageName: ${each.name}
SPDXID: ${each.id}
${[...each.checksums].map(([algorithm, value]) => `PackageChecksum: ${algorithm}: ${value}\n`).join('')}PackageDownloadLocation: ${each.downloadLocation === '' ? 'NONE' : each.downloadLocation}
FilesAnalyzed: ${each.filesAnalyzed}
${optional('PackageSupplier: Person', each.supplier)}PackageLicenseConcluded: NOASSERTION
${optional('PackageVersion', each.version)}${optional('PackageHomePage', each.homepage)}${optional('ExternalRef: PACKAGE-MANAGER purl', each.purl).replace('purl: ', 'purl ')}PackageLicenseDeclared: ${each.license === '' ? 'NOASSERTION' : each.license}
PackageCopyrightText: NOASSERTION

`;
}

function fileText(each: BomFile): string {
	return `FileName: ${each.name}
SPDXID: ${each.id}
${[...each.checksums].map(([algorithm, value]) => `FileChecksum: ${algorithm}: ${value}\n`).join('')}${each.fileTypes.map((type) => `FileType: ${type}\n`).join('')}LicenseConcluded: NOASSERTION
LicenseInfoInFile: NONE
FileCopyrightText: NOASSERTION

`;
}

/** Models kubernetes-sigs/bom pkg/serialize JSON. */
export function jsonText({ name, namespace, creators, created, describes }: BomDocument): string {
	const all = describes.flatMap((each) => [...elementsOf(each)]);
	const files = all.filter((each): each is BomFile => each.kind === 'file');
	const document = {
		SPDXID: 'SPDXRef-DOCUMENT',
		name,
		spdxVersion: 'SPDX-2.3',
		creationInfo: { created, creators },
		dataLicense: 'CC0-1.0',
		documentNamespace: namespace,
		documentDescribes: describes.map(({ id }) => id),
		...(files.length === 0 ? {} : { files: files.map(jsonFile) }),
		packages: all.filter((each): each is BomPackage => each.kind === 'package').map(jsonPackage),
		relationships: all.flatMap((each) =>
			each.contains.map((below) => ({
				spdxElementId: each.id,
				relationshipType: 'CONTAINS',
				relatedSpdxElement: below.id,
			})),
		),
	};
	return `${JSON.stringify(document, null, 2)}\n`;
}

const jsonChecksums = (checksums: ReadonlyMap<string, string>): object[] =>
	[...checksums].map(([algorithm, checksumValue]) => ({ algorithm, checksumValue }));

function jsonPackage(each: BomPackage): object {
	const files = each.contains.filter(({ kind }) => kind === 'file').map(({ id }) => id);
	return {
		SPDXID: each.id,
		name: each.name,
		...(each.version === '' ? {} : { versionInfo: each.version }),
		filesAnalyzed: each.filesAnalyzed,
		licenseDeclared: each.license === '' ? 'NOASSERTION' : each.license,
		licenseConcluded: 'NOASSERTION',
		downloadLocation: each.downloadLocation === '' ? 'NONE' : each.downloadLocation,
		copyrightText: 'NOASSERTION',
		checksums: jsonChecksums(each.checksums),
		externalRefs:
			each.purl === ''
				? []
				: [{ referenceCategory: 'PACKAGE-MANAGER', referenceLocator: each.purl, referenceType: 'purl' }],
		...(files.length === 0 ? {} : { hasFiles: files }),
	};
}

function jsonFile(each: BomFile): object {
	return {
		SPDXID: each.id,
		fileName: each.name,
		copyrightText: 'NOASSERTION',
		licenseConcluded: 'NOASSERTION',
		...(each.fileTypes.length === 0 ? {} : { fileTypes: each.fileTypes }),
		licenseInfoInFiles: ['NONE'],
		checksums: jsonChecksums(each.checksums),
	};
}
