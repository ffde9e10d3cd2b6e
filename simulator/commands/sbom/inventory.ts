import { nodeAt } from '../../kernel/files/layer-files.ts';
import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseApkDatabase } from '../apk/database.ts';
import { parseStanzas, type Stanza } from '../apt/control-file.ts';
import { findLanguagePackages } from './language-packages.ts';
import type { PackageType } from './package-url.ts';

/** Something that is installed. */
export interface Component {
	readonly type: PackageType;
	readonly name: string;
	readonly version: string;
	/** "x86_64", "amd64"; '' where that says nothing. */
	readonly arch: string;
	/** '' when nothing says it. */
	readonly license: string;
	/** What it was built of: advisories name that. */
	readonly sourceName: string;
	readonly sourceVersion: string;
	/** "Natanael Copa <ncopa@alpinelinux.org>", or ''. */
	readonly maintainer: string;
	/** The file that tells of it. */
	readonly path: string;
}

export interface OperatingSystem {
	/** "alpine", "debian", "ubuntu". */
	readonly family: string;
	/** "3.19.1", "12.12", "24.04". */
	readonly release: string;
	/** "bookworm"; '' of Alpine. */
	readonly codename: string;
	readonly prettyName: string;
}

/** What a file system has, as its package managers' records and manifests say. */
export interface Inventory {
	readonly system: OperatingSystem | undefined;
	readonly components: readonly Component[];
}

/** How an inventory looks into files: an image's, or a host's. */
export interface FileView {
	/** Undefined: there is no such file. */
	readonly text: (path: string) => string | undefined;
	/** Sorted; undefined: there is no such folder. */
	readonly names: (path: string) => readonly string[] | undefined;
	readonly isFolder: (path: string) => boolean;
}

export function viewOfStack(stack: LayerStack): FileView {
	return {
		text: (path) => {
			const node = nodeAt(stack, path);
			return node?.type === 'file' && node.data.size < FILE_BYTES_MAX ? decodeUtf8(node.data.readAll()) : undefined;
		},
		names: (path) => {
			const children = nodeAt(stack, path)?.children;
			return children === undefined ? undefined : [...children.keys()].sort();
		},
		isFolder: (path) => nodeAt(stack, path, false)?.type === 'directory',
	};
}

/** Records of package managers and manifests are smaller. */
export const FILE_BYTES_MAX = 4 * 1024 * 1024;

export const APK_PATHS = ['/lib/apk/db/installed', '/usr/lib/apk/db/installed'];
const DPKG_STATUS = '/var/lib/dpkg/status';
const DPKG_PARTS = '/var/lib/dpkg/status.d';

/**
 * Models aquasecurity/trivy pkg/fanal/analyzer/os and pkg.
 * @param pause is called now and then, with the number of packages that were found since.
 */
export function* inventoryOf(view: FileView, pause: (packages: number) => Task<void>): Task<Inventory> {
	const ofSystem = [...apkComponents(view), ...debComponents(view)];
	yield* pause(ofSystem.length);
	return { system: systemOf(view), components: [...ofSystem, ...(yield* findLanguagePackages(view, pause))] };
}

function systemOf(view: FileView): OperatingSystem | undefined {
	const text = view.text('/etc/os-release') ?? view.text('/usr/lib/os-release');
	const fields = new Map(
		(text ?? '').split('\n').map((line): [string, string] => {
			const at = line.indexOf('=');
			return [line.slice(0, at), line.slice(at + 1).replace(/^(["'])(.*)\1$/, '$2')];
		}),
	);
	const family = fields.get('ID');
	if (family === undefined) return undefined;
	const version = fields.get('VERSION_ID') ?? '';
	const point = family === 'debian' ? view.text('/etc/debian_version')?.trim() : undefined;
	const alpine = family === 'alpine' ? view.text('/etc/alpine-release')?.trim() : undefined;
	return {
		family,
		release: alpine ?? (point !== undefined && /^\d/.test(point) ? point : version),
		codename: fields.get('VERSION_CODENAME') ?? '',
		prettyName: fields.get('PRETTY_NAME') ?? '',
	};
}

function apkComponents(view: FileView): Component[] {
	const path = APK_PATHS.find((each) => view.text(each) !== undefined);
	if (path === undefined) return [];
	return parseApkDatabase(view.text(path) ?? '').map((each) => ({
		type: 'apk',
		name: each.name,
		version: each.version,
		arch: 'x86_64',
		license: each.license,
		sourceName: each.origin,
		sourceVersion: each.version,
		maintainer: each.maintainer,
		path: path.slice(1),
	}));
}

function debComponents(view: FileView): Component[] {
	const files = [DPKG_STATUS, ...(view.names(DPKG_PARTS) ?? []).map((name) => `${DPKG_PARTS}/${name}`)];
	return files.flatMap((path) => {
		const isPart = path !== DPKG_STATUS;
		return parseStanzas(view.text(path) ?? '')
			.filter((stanza) => isPart || (stanza.get('Status') ?? '').endsWith(' ok installed'))
			.map((stanza) => debComponent(stanza, path));
	});
}

function debComponent(stanza: Stanza, path: string): Component {
	const name = stanza.get('Package') ?? '';
	const version = stanza.get('Version') ?? '';
	const [, sourceName = name, sourceVersion = version] =
		/^(\S+)(?:\s+\((.*)\))?$/.exec(stanza.get('Source') ?? '') ?? [];
	return {
		type: 'deb',
		name,
		version,
		arch: stanza.get('Architecture') ?? 'amd64',
		license: '',
		sourceName,
		sourceVersion,
		maintainer: stanza.get('Maintainer') ?? '',
		path: path.slice(1),
	};
}
