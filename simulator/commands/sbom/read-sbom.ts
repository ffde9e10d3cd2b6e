import type { Component, Inventory, OperatingSystem } from './inventory.ts';
import { readPackageUrl } from './package-url.ts';

/** A bill of materials that somebody has written. */
export interface ReadSbom {
	readonly format: 'cyclonedx-json' | 'spdx-json' | 'spdx-tv';
	/** What it is about: "alpine:3.19.1". */
	readonly subject: string;
	readonly inventory: Inventory;
}

/** One of its elements, whatever the format. */
interface Element {
	readonly name: string;
	readonly version: string;
	readonly purl: string;
	readonly isSystem: boolean;
	readonly license: string;
	/** "openssl 3.1.4-r5", where it says so. */
	readonly source: string;
}

/** Larger ones are not read: they would take too long. */
export const SBOM_CHARS_MAX = 2 * 1024 * 1024;

/** Reads CycloneDX (JSON) and SPDX (JSON, tag-value), whoever wrote them. Undefined: it is none of them. */
export function readSbom(text: string): ReadSbom | undefined {
	if (text.length > SBOM_CHARS_MAX) return undefined;
	if (/^SPDXVersion:/m.test(text))
		return sbomOf('spdx-tv', /^DocumentName: (.*)$/m.exec(text)?.[1] ?? '', tagValueElements(text));
	let json: Record<string, unknown>;
	try {
		const parsed: unknown = JSON.parse(text);
		if (typeof parsed !== 'object' || parsed === null) return undefined;
		json = parsed as Record<string, unknown>;
	} catch {
		return undefined;
	}
	if (json.bomFormat === 'CycloneDX') {
		const metadata = record(json.metadata);
		const subject = String(record(metadata.component).name ?? '');
		return sbomOf('cyclonedx-json', subject, records(json.components).flatMap(cycloneElements));
	}
	if (typeof json.spdxVersion !== 'string') return undefined;
	return sbomOf('spdx-json', String(json.name ?? ''), records(json.packages).map(spdxElement));
}

/** Syft's own format, which its neighbours read; undefined: it is not that. Models anchore/syft syft/format/syftjson. */
export function readSyftJson(document: string): Inventory | undefined {
	if (document.length > SBOM_CHARS_MAX) return undefined;
	let json: Record<string, unknown>;
	try {
		json = record(JSON.parse(document));
	} catch {
		return undefined;
	}
	if (record(json.descriptor).name !== 'syft' || !Array.isArray(json.artifacts)) return undefined;
	const elements = records(json.artifacts).map((each): Element => {
		const licenses = records(each.licenses).map(({ value }) => text(value));
		return {
			name: text(each.name),
			version: text(each.version),
			purl: text(each.purl),
			isSystem: false,
			license: licenses.join(' AND '),
			source: '',
		};
	});
	const { id, versionID, prettyName } = record(json.distro);
	const system =
		typeof id === 'string'
			? { family: id, release: text(versionID), codename: '', prettyName: text(prettyName) }
			: undefined;
	return { system, components: elements.flatMap(componentOf) };
}

function record(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function records(value: unknown): Record<string, unknown>[] {
	return Array.isArray(value) ? value.map(record) : [];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function cycloneElements(component: Record<string, unknown>): Element[] {
	const properties = new Map(records(component.properties).map(({ name, value }) => [text(name), text(value)]));
	const licenses = records(component.licenses).map(({ license, expression }) => {
		const { id, name } = record(license);
		return text(id) || text(name) || text(expression);
	});
	const sourceName =
		properties.get('aquasecurity:trivy:SrcName') ?? properties.get('syft:metadata:originPackage') ?? '';
	const epoch = properties.get('aquasecurity:trivy:SrcEpoch');
	const sourceVersion = properties.get('aquasecurity:trivy:SrcVersion') ?? '';
	const own: Element = {
		name: text(component.name),
		version: text(component.version),
		purl: text(component.purl),
		isSystem: component.type === 'operating-system',
		license: licenses.join(' AND '),
		source: sourceName === '' ? '' : `${sourceName} ${epoch === undefined ? '' : `${epoch}:`}${sourceVersion}`.trim(),
	};
	return [own, ...records(component.components).flatMap(cycloneElements)];
}

function spdxElement(each: Record<string, unknown>): Element {
	const refs = records(each.externalRefs);
	return {
		name: text(each.name),
		version: text(each.versionInfo),
		purl: text(refs.find(({ referenceType }) => referenceType === 'purl')?.referenceLocator),
		isSystem:
			each.primaryPackagePurpose === 'OPERATING-SYSTEM' || text(each.SPDXID).startsWith('SPDXRef-OperatingSystem-'),
		license: text(each.licenseDeclared),
		source: /^built package from: (.*)$/.exec(text(each.sourceInfo))?.[1] ?? '',
	};
}

function tagValueElements(document: string): Element[] {
	return document
		.split(/^PackageName: /m)
		.slice(1)
		.map((part) => {
			const [name = ''] = part.split('\n');
			const tag = (key: string): string => new RegExp(`^${key}: (.*)$`, 'm').exec(part)?.[1] ?? '';
			return {
				name,
				version: tag('PackageVersion'),
				purl: /^ExternalRef: PACKAGE[-_]MANAGER purl (.*)$/m.exec(part)?.[1] ?? '',
				isSystem: tag('PrimaryPackagePurpose') === 'OPERATING-SYSTEM',
				license: tag('PackageLicenseDeclared'),
				source: /^built package from: (.*)$/.exec(tag('PackageSourceInfo'))?.[1] ?? '',
			};
		});
}

function sbomOf(format: ReadSbom['format'], subject: string, elements: readonly Element[]): ReadSbom {
	const components = elements.flatMap((each) => componentOf(each));
	return { format, subject, inventory: { system: systemOf(elements), components } };
}

function componentOf({ name, version, purl, license, source }: Element): Component[] {
	const url = readPackageUrl(purl);
	if (url === undefined) return [];
	const [sourceName = name, sourceVersion = version] = source.split(' ');
	const [upstream, upstreamVersion] = (url.qualifiers.get('upstream') ?? '').split('@');
	const epoch = url.qualifiers.get('epoch');
	const withEpoch = (text: string): string => (epoch === undefined || /^\d+:/.test(text) ? text : `${epoch}:${text}`);
	return [
		{
			type: url.type,
			name: url.name === '' ? name : url.name,
			version: version === '' ? withEpoch(url.version) : version,
			arch: url.qualifiers.get('arch') ?? '',
			license: license === 'NOASSERTION' ? '' : license,
			sourceName: source === '' ? upstream || name : sourceName,
			sourceVersion:
				source === ''
					? upstreamVersion || (version === '' ? withEpoch(url.version) : version)
					: withEpoch(sourceVersion),
			maintainer: '',
			path: '',
		},
	];
}

/** An element of its own, or what packages' addresses say: "distro=alpine-3.19.1". */
function systemOf(elements: readonly Element[]): OperatingSystem | undefined {
	const own = elements.find(({ isSystem }) => isSystem);
	if (own !== undefined) return { family: own.name, release: own.version, codename: '', prettyName: own.name };
	for (const { purl } of elements) {
		const url = readPackageUrl(purl);
		const distro = url?.qualifiers.get('distro');
		if (url === undefined || distro === undefined || (url.type !== 'apk' && url.type !== 'deb')) continue;
		const release = distro.replace(/^[a-z]+-/, '');
		return { family: url.namespace, release, codename: '', prettyName: distro };
	}
	return undefined;
}
