import {
	APK_DATABASE,
	type ApkPackage,
	alpinePackages,
	apkDatabase,
} from '../../kubelet/images/packages/alpine-packages.ts';
import { PACKAGE_ALIASES, TOOL_PACKAGES, type ToolPackage } from './tool-packages.ts';

export { APK_DATABASE, type ApkPackage, apkDatabase };

/** A package of Alpine's mirrors: one of the base image's, or one of tools. */
export interface IndexedPackage extends ApkPackage {
	readonly tool: ToolPackage | undefined;
}

/** What the mirrors of a release have on a day. @param release "3.19.1". */
export function alpineIndex(release: string, day: string): readonly IndexedPackage[] {
	const base = alpinePackages(release, day).map((each) => ({ ...each, tool: undefined }));
	const here = new Set(base.map(({ name }) => name));
	const tools = TOOL_PACKAGES.filter(({ alpine }) => alpine !== '' && !here.has(alpine)).map(indexed);
	return [...base, ...tools].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function indexed(tool: ToolPackage): IndexedPackage {
	return {
		name: tool.alpine,
		version: tool.alpineVersion,
		origin: tool.alpine,
		installedBytes: tool.alpineKib * 1024,
		license: LICENSES.get(tool.alpine) ?? 'GPL-2.0-or-later',
		description: `${tool.alpine} for Alpine Linux`,
		url: 'https://pkgs.alpinelinux.org/',
		tool,
	};
}

const LICENSES: ReadonlyMap<string, string> = new Map([
	['bash', 'GPL-3.0-or-later'],
	['ca-certificates', 'MPL-2.0 AND MIT'],
	['curl', 'curl'],
	['git', 'GPL-2.0-only'],
	['jq', 'MIT'],
	['nginx', 'BSD-2-Clause'],
	['nodejs', 'MIT'],
	['openssl', 'Apache-2.0'],
	['python3', 'PSF-2.0'],
	['redis', 'BSD-3-Clause'],
	['tini', 'MIT'],
	['vim', 'Vim'],
]);

/** What a name leads to. */
export function indexedNamed(index: readonly IndexedPackage[], name: string): IndexedPackage | undefined {
	const plain = PACKAGE_ALIASES.get(name) ?? name;
	return index.find((each) => each.name === name) ?? index.find((each) => each.name === plain);
}
