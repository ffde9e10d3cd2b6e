import type { Component } from '../sbom/inventory.ts';
import { isSystemPackage, trivyUrl } from '../sbom/package-url.ts';
import { imageUrl } from './image-url.ts';
import type { Artifact, ScanResult } from './scan.ts';

const property = (name: string, value: string): object => ({ name: `aquasecurity:trivy:${name}`, value });

/** Models aquasecurity/trivy pkg/sbom/cyclonedx Marshaler. @param newId random UUIDs. @param results whose findings it tells. */
export function cycloneDx(
	artifact: Artifact,
	results: readonly ScanResult[],
	made: { readonly newId: () => string; readonly createdAt: string; readonly release: string },
): string {
	const { name, type, image, inventory } = artifact;
	const { system, components } = inventory;
	const serial = made.newId();
	const url = image === undefined ? '' : imageUrl(image);
	const rootRef = url === '' ? made.newId() : url;
	const systemRef = made.newId();
	const root = {
		'bom-ref': rootRef,
		type: type === 'container_image' ? 'container' : 'application',
		name,
		...(url === '' ? {} : { purl: url }),
		properties: [
			...(image?.content.layers.map(({ diffId }) => property('DiffID', diffId)) ?? []),
			...(image === undefined ? [] : [property('ImageID', image.version.configDigest)]),
			...(image?.repoDigests.map((each) => property('RepoDigest', each)) ?? []),
			...(image?.repoTags.map((each) => property('RepoTag', each)) ?? []),
			property('SchemaVersion', '2'),
		],
	};
	const refs = components.map((each) => trivyUrl(each, system));
	const isBelow = components.map((each) => isSystemPackage(each) && system !== undefined);
	const json = {
		$schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
		bomFormat: 'CycloneDX',
		specVersion: '1.6',
		serialNumber: `urn:uuid:${serial}`,
		version: 1,
		metadata: {
			timestamp: made.createdAt.replace(/Z$/, '+00:00'),
			tools: {
				components: [
					{
						type: 'application',
						manufacturer: { name: 'Aqua Security Software Ltd.' },
						group: 'aquasecurity',
						name: 'trivy',
						version: made.release,
					},
				],
			},
			component: root,
		},
		components: [
			...(system === undefined
				? []
				: [
						{
							'bom-ref': systemRef,
							type: 'operating-system',
							name: system.family,
							version: system.release,
							properties: [property('Class', 'os-pkgs'), property('Type', system.family)],
						},
					]),
			...components.map((each, index) => library(each, refs[index] as string)),
		],
		dependencies: [
			...(system === undefined ? [] : [{ ref: systemRef, dependsOn: refs.filter((_, index) => isBelow[index]) }]),
			...refs.map((ref) => ({ ref, dependsOn: [] })),
			{
				ref: rootRef,
				dependsOn: [...(system === undefined ? [] : [systemRef]), ...refs.filter((_, index) => !isBelow[index])],
			},
		],
		vulnerabilities: vulnerabilities(artifact, results),
	};
	return `${JSON.stringify(json, null, 2)}\n`;
}

function library(each: Component, ref: string): object {
	const isSystem = isSystemPackage(each);
	const licenses = each.license === '' ? [] : each.license.split(' AND ').map((name) => ({ license: { name } }));
	const [, epoch] = /^(\d+):/.exec(each.sourceVersion) ?? [];
	return {
		'bom-ref': ref,
		type: 'library',
		...(each.maintainer === '' ? {} : { supplier: { name: each.maintainer } }),
		name: each.name,
		version: each.version,
		...(licenses.length === 0 ? {} : { licenses }),
		purl: ref,
		properties: [
			...(isSystem ? [] : [property('FilePath', each.path)]),
			property('PkgID', `${each.name}@${each.version}`),
			property('PkgType', each.type === 'apk' ? 'alpine' : each.type === 'deb' ? 'debian' : each.type),
			...(epoch === undefined ? [] : [property('SrcEpoch', epoch)]),
			...(isSystem
				? [property('SrcName', each.sourceName), property('SrcVersion', each.sourceVersion.replace(/^\d+:/, ''))]
				: []),
		],
	};
}

function vulnerabilities({ inventory: { system } }: Artifact, results: readonly ScanResult[]): object[] {
	const byId = new Map<string, { severity: string; title: string; affects: object[] }>();
	for (const { id, severity, title, component } of results.flatMap(({ findings }) => findings)) {
		const known = byId.get(id) ?? { severity: severity.toLowerCase(), title, affects: [] };
		known.affects.push({
			ref: trivyUrl(component, system),
			versions: [{ version: component.version, status: 'affected' }],
		});
		byId.set(id, known);
	}
	return [...byId]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([id, { severity, title, affects }]) => ({
			id,
			source: { name: 'nvd', url: 'https://nvd.nist.gov/' },
			ratings: [{ source: { name: 'nvd' }, severity }],
			...(title === '' ? {} : { description: title }),
			advisories: [{ url: `https://avd.aquasec.com/nvd/${id.toLowerCase()}` }],
			affects,
		}));
}
