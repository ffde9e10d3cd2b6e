import type { Layer } from '../../../kernel/machine-api.ts';
import { alpineLayer } from '../bases/alpine.ts';
import { BOOKWORM, BULLSEYE, BUSTER, debianLayer, TRIXIE } from '../bases/debian.ts';
import { file, layer, type PathEntry } from '../layer-builder.ts';
import { type ApkPackage, apkEntries } from './alpine-packages.ts';
import { alpineDay, alpinePointOn, alpineReleaseOn } from './alpine-releases.ts';
import { debianPackages, dpkgEntries, ownDeb, stanzaOf } from './debian-packages.ts';
import { debianPointOn, debianSince } from './debian-points.ts';

/** A package that an image has besides its base's. */
export interface OwnPackage {
	readonly name: string;
	readonly version: string;
	readonly description: string;
	/** The source, where it is called otherwise. */
	readonly source?: string;
}

/**
 * An image's layers as they were on its day: its distribution in the release that there was, and the record of what is
 * installed. Whoever looks into the image (its package manager, scanners) reads that record and nothing else.
 * @param own what the image adds to its base.
 */
export function datedBase(
	layers: readonly Layer[],
	day: string,
	own: readonly OwnPackage[],
	isBare = false,
): readonly Layer[] {
	const [given, ...rest] = layers;
	const release = given === undefined ? undefined : releaseOf(given);
	if (given === undefined || release === undefined) return layers;
	const base = onDay(given, release, day);
	const isBase = rest.length === 0 || isBare;
	const [below, above] = recordOf(base, day, isBase, own);
	const last = rest.at(-1);
	if (last === undefined) return [withEntries(base, below)];
	return [withEntries(base, below), ...rest.slice(0, -1), withEntries(last, above)];
}

/** What os-release says. */
function releaseOf({ entries }: Layer): ReadonlyMap<string, string> | undefined {
	const found = entries.get('/etc/os-release');
	if (found?.type !== 'file' || typeof found.content !== 'string') return undefined;
	return new Map(
		found.content
			.trim()
			.split('\n')
			.map((line): [string, string] => {
				const at = line.indexOf('=');
				return [line.slice(0, at), line.slice(at + 1).replace(/^"|"$/g, '')];
			}),
	);
}

const DEBIANS = [TRIXIE, BOOKWORM, BULLSEYE, BUSTER];

/** Nothing stands on what came later. */
function onDay(base: Layer, release: ReadonlyMap<string, string>, day: string): Layer {
	const version = release.get('VERSION_ID') ?? '';
	if (release.get('ID') === 'alpine') {
		if (alpineDay(version) <= day || version.includes('_')) return base;
		const point = alpinePointOn(version.replace(/\.\d+$/, ''), day);
		return alpineLayer(alpineDay(point) <= day ? point : alpineReleaseOn(day));
	}
	if (release.get('ID') !== 'debian' || isDistroless(release)) return base;
	const fitting = DEBIANS.find((each) => Number(each.version) <= Number(version) && debianSince(each.version) <= day);
	const chosen = fitting ?? BUSTER;
	const dated = chosen.version === version ? base : debianLayer(chosen);
	return withEntries(dated, [file('/etc/debian_version', `${debianPointOn(chosen.version, day)}\n`)]);
}

function isDistroless(release: ReadonlyMap<string, string>): boolean {
	return release.get('PRETTY_NAME') === 'Distroless';
}

/** The record of the base, and of the image where it has more. */
function recordOf(
	base: Layer,
	day: string,
	isBase: boolean,
	own: readonly OwnPackage[],
): readonly [below: readonly PathEntry[], above: readonly PathEntry[]] {
	const release = releaseOf(base) as ReadonlyMap<string, string>;
	const id = release.get('ID');
	const version = release.get('VERSION_ID') ?? '';
	if (id === 'alpine') {
		const below = apkEntries(version);
		return [below, own.length === 0 ? [] : apkEntries(version, own.map(apkPackage))];
	}
	if (id !== 'debian' && id !== 'ubuntu') return [[], []];
	if (isDistroless(release)) return [distrolessEntries(day), []];
	const codename = release.get('VERSION_CODENAME') ?? '';
	const below = dpkgEntries(debianPackages(codename, day, true), id);
	if (isBase) return [below, []];
	const all = debianPackages(codename, day, false);
	return [below, dpkgEntries([...all, ...own.map(debPackage)], id)];
}

function apkPackage({ name, version, description, source = name }: OwnPackage): ApkPackage {
	return {
		name,
		version,
		origin: source,
		installedBytes: 2_000_000,
		license: 'BSD-2-Clause',
		description,
		url: 'https://alpinelinux.org',
	};
}

const debPackage = ({ name, version, description, source = name }: OwnPackage) => ({
	...ownDeb(name, version, description),
	source,
});

/** Without dpkg there is a file a package. */
function distrolessEntries(day: string): PathEntry[] {
	const found = debianPackages('bookworm', day, true).filter(({ name }) => name === 'base-files' || name === 'tzdata');
	const all = [...found, ownDeb('media-types', '10.0.0'), ownDeb('netbase', '6.4')];
	return all.map((each) => file(`/var/lib/dpkg/status.d/${each.name}`, stanzaOf(each, 'debian', true)));
}

function withEntries(base: Layer, entries: readonly PathEntry[]): Layer {
	return entries.length === 0 ? base : layer([...base.entries, ...entries], base.bytes);
}
