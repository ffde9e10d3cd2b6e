import type { Component, OperatingSystem } from './inventory.ts';

/** Who installed it: package managers of distributions and of languages, as trivy calls them. */
export type PackageType = 'apk' | 'deb' | 'python-pkg' | 'pip' | 'node-pkg' | 'npm' | 'gomod';

export const isSystemPackage = ({ type }: Component): boolean => type === 'apk' || type === 'deb';

/** No more packages are looked for: what is made of them is made in one go. */
export const COMPONENTS_MAX = 2_000;

const PURL_TYPES: Readonly<Record<PackageType, string>> = {
	apk: 'apk',
	deb: 'deb',
	'python-pkg': 'pypi',
	pip: 'pypi',
	'node-pkg': 'npm',
	npm: 'npm',
	gomod: 'golang',
};

/** "pkg:apk/alpine/musl@1.2.4-r2?arch=x86_64&distro=3.18.4". Models package-url/packageurl-go PackageURL.ToString. */
export function packageUrl(
	component: Component,
	qualifiers: readonly (readonly [key: string, value: string])[],
	family: string,
): string {
	const { type, name, version } = component;
	const namespace = isSystemPackage(component) ? `${encode(family)}/` : '';
	const path = name.split('/').map(encode).join('/');
	const query = qualifiers
		.filter(([, value]) => value !== '')
		.map(([key, value]) => `${key}=${encode(value)}`)
		.sort()
		.join('&');
	return `pkg:${PURL_TYPES[type]}/${namespace}${path}@${encode(version)}${query === '' ? '' : `?${query}`}`;
}

function encode(text: string): string {
	return encodeURIComponent(text)
		.replace(/%3A/g, ':')
		.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** What trivy says besides the version. */
export function trivyUrl(component: Component, system: OperatingSystem | undefined): string {
	if (!isSystemPackage(component) || system === undefined) return packageUrl(component, [], '');
	const [, epoch = ''] = /^(\d+):/.exec(component.version) ?? [];
	const distro = component.type === 'apk' ? system.release : `${system.family}-${system.release}`;
	const plain = { ...component, version: component.version.replace(/^\d+:/, '') };
	return packageUrl(
		plain,
		[
			['arch', component.arch],
			['distro', distro],
			['epoch', epoch],
		],
		system.family,
	);
}
/** Reads one: undefined for what is none. Models packageurl-go FromString. */
export function readPackageUrl(text: string):
	| {
			readonly type: PackageType;
			readonly namespace: string;
			readonly name: string;
			readonly version: string;
			readonly qualifiers: ReadonlyMap<string, string>;
	  }
	| undefined {
	const [, purlType = '', path = '', version = '', query = ''] =
		/^pkg:([^/]+)\/([^@?#]+)(?:@([^?#]*))?(?:\?([^#]*))?/.exec(text) ?? [];
	const type = (Object.keys(PURL_TYPES) as PackageType[]).find((each) => PURL_TYPES[each] === purlType);
	if (type === undefined) return undefined;
	const parts = path.split('/').map(decode);
	const isSystem = type === 'apk' || type === 'deb';
	const qualifiers = new Map(
		query
			.split('&')
			.filter((pair) => pair !== '')
			.map((pair): [string, string] => {
				const at = pair.indexOf('=');
				return [pair.slice(0, at), decode(pair.slice(at + 1))];
			}),
	);
	return {
		type,
		namespace: isSystem ? (parts[0] ?? '') : '',
		name: isSystem ? parts.slice(1).join('/') : parts.join('/'),
		version: decode(version),
		qualifiers,
	};
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
