import { parseJsonInSteps } from '../../machinery/parse-json-in-steps.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Component, Inventory, OperatingSystem } from './inventory.ts';
import { COMPONENTS_MAX, readPackageUrl } from './package-url.ts';

/** A bill of materials that somebody has written. */
export interface ReadSbom {
	readonly format: 'cyclonedx-json' | 'spdx-json' | 'spdx-tv' | 'syft-json';
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
export const SBOM_BYTES_MAX = 2 * 1024 * 1024;

/** How many elements are read between two pauses. */
const ELEMENTS_AT_ONCE = 256;
const CHARS_A_STEP = 64;

/**
 * Reads CycloneDX (JSON) and SPDX (JSON, tag-value), whoever wrote them, and syft's own format. Undefined: it is none of
 * them. Models anchore/syft syft/format.
 */
export function* readSbom(bytes: Uint8Array, pause: (steps: number) => Task<void>): Task<ReadSbom | undefined> {
	if (bytes.length > SBOM_BYTES_MAX) return undefined;
	const text = decodeUtf8(bytes);
	if (/^SPDXVersion:/m.test(text)) {
		const parts = text.split(/^PackageName: /m).slice(1);
		const subject = /^DocumentName: (.*)$/m.exec(text)?.[1] ?? '';
		return yield* sbomOf('spdx-tv', subject, parts, (part) => [tagValueElement(part)], pause);
	}
	let json: Record<string, unknown>;
	try {
		json = record(yield* parseJsonInSteps(text, (length) => pause(length / CHARS_A_STEP)));
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		return undefined;
	}
	if (json.bomFormat === 'CycloneDX') {
		const subject = String(record(record(json.metadata).component).name ?? '');
		return yield* sbomOf('cyclonedx-json', subject, records(json.components), cycloneElements, pause);
	}
	if (record(json.descriptor).name === 'syft' && Array.isArray(json.artifacts)) {
		const read = yield* sbomOf('syft-json', '', records(json.artifacts), (each) => [syftElement(each)], pause);
		return { ...read, inventory: { ...read.inventory, system: syftSystem(record(json.distro)) } };
	}
	if (typeof json.spdxVersion !== 'string') return undefined;
	const packages = records(json.packages);
	return yield* sbomOf('spdx-json', String(json.name ?? ''), packages, (each) => [spdxElement(each)], pause);
}

function syftElement(each: Record<string, unknown>): Element {
	const licenses = records(each.licenses).map(({ value }) => text(value));
	return {
		name: text(each.name),
		version: text(each.version),
		purl: text(each.purl),
		isSystem: false,
		license: licenses.join(' AND '),
		source: '',
	};
}

function syftSystem({ id, versionID, prettyName }: Record<string, unknown>): OperatingSystem | undefined {
	if (typeof id !== 'string') return undefined;
	return { family: id, release: text(versionID), codename: '', prettyName: text(prettyName) };
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

/** @param part what stands behind "PackageName: ". */
function tagValueElement(part: string): Element {
	const [name = ''] = part.split('\n', 1);
	const tag = (key: string): string => new RegExp(`^${key}: (.*)$`, 'm').exec(part)?.[1] ?? '';
	return {
		name,
		version: tag('PackageVersion'),
		purl: /^ExternalRef: PACKAGE[-_]MANAGER purl (.*)$/m.exec(part)?.[1] ?? '',
		isSystem: tag('PrimaryPackagePurpose') === 'OPERATING-SYSTEM',
		license: tag('PackageLicenseDeclared'),
		source: /^built package from: (.*)$/.exec(tag('PackageSourceInfo'))?.[1] ?? '',
	};
}

function* sbomOf<Entry>(
	format: ReadSbom['format'],
	subject: string,
	entries: readonly Entry[],
	read: (entry: Entry) => Element[],
	pause: (steps: number) => Task<void>,
): Task<ReadSbom> {
	const components: Component[] = [];
	let [own, told]: (OperatingSystem | undefined)[] = [];
	for (let at = 0; at < entries.length && components.length < COMPONENTS_MAX; at += ELEMENTS_AT_ONCE) {
		const elements = entries.slice(at, at + ELEMENTS_AT_ONCE).flatMap(read);
		for (const element of elements) for (const each of componentOf(element)) components.push(each);
		own ??= ownSystem(elements);
		told ??= toldSystem(elements);
		yield* pause(elements.length);
	}
	return { format, subject, inventory: { system: own ?? told, components } };
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

/** An element of its own. */
function ownSystem(elements: readonly Element[]): OperatingSystem | undefined {
	const own = elements.find(({ isSystem }) => isSystem);
	return own === undefined ? undefined : { family: own.name, release: own.version, codename: '', prettyName: own.name };
}

/** What packages' addresses say: "distro=alpine-3.19.1". */
function toldSystem(elements: readonly Element[]): OperatingSystem | undefined {
	for (const { purl } of elements) {
		const url = readPackageUrl(purl);
		const distro = url?.qualifiers.get('distro');
		if (url === undefined || distro === undefined || (url.type !== 'apk' && url.type !== 'deb')) continue;
		const release = distro.replace(/^[a-z]+-/, '');
		return { family: url.namespace, release, codename: '', prettyName: distro };
	}
	return undefined;
}
