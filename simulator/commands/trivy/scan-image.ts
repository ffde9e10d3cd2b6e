import type { ContainerEngines } from '../../hosts/containers/container-engines.ts';
import { type FoundImage, findImage } from '../../hosts/containers/find-image.ts';
import { nodeAt } from '../../kernel/files/layer-files.ts';
import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import type { Process } from '../../kernel/process-api.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { releaseOn } from './distributions.ts';
import { PACKAGE_HISTORIES, type Vulnerability } from './vulnerabilities.ts';

export interface Finding extends Vulnerability {
	readonly packageName: string;
	readonly installedVersion: string;
}

export interface ImageScan {
	/** "nginx:1.19.0". */
	readonly name: string;
	readonly image: FoundImage;
	/** Absent: it is none that is known, or nothing at all. */
	readonly family: 'debian' | 'alpine' | undefined;
	/** "10.4". */
	readonly release: string;
	readonly findings: readonly Finding[];
}

/** An image by its name: one of this host's engine, else its registry's. A text: why there is none. */
export function scanImage(process: Process, name: string): ImageScan | string {
	const engines = process.port<ContainerEngines>('container-engines');
	if (engines === undefined) return `unable to find the specified image "${name}"`;
	const found = findImage(engines.get('docker', 0, '/root'), name);
	return found === undefined ? `unable to find the specified image "${name}"` : described(name, found);
}

function described(name: string, image: FoundImage): ImageScan {
	const { stack } = image;
	const day = image.createdAt.slice(0, 10);
	const family = familyOf(stack);
	if (family === undefined) return { name, image, family, release: '', findings: [] };
	const release = ownRelease(name, family, stack) ?? releaseOn(family, day);
	// What has no package manager has hardly a package.
	const isFull = nodeAt(stack, family === 'alpine' ? '/sbin/apk' : '/usr/bin/dpkg') !== undefined;
	const key = `${family} ${family === 'debian' ? release.replace(/\..*$/, '') : release.replace(/^(\d+\.\d+).*$/, '$1')}`;
	const findings = isFull ? findingsOf(key, day, name) : [];
	return { name, image, family, release, findings };
}

/** A distribution's own images say what they are; of others only the day is known. */
function ownRelease(name: string, family: string, stack: LayerStack): string | undefined {
	if (repositoryOf(name) !== family) return undefined;
	const file = nodeAt(stack, family === 'alpine' ? '/etc/alpine-release' : '/etc/debian_version');
	return file?.type === 'file' ? decodeUtf8(file.data.readAll()).trim() : undefined;
}

/** "nginx" of "docker.io/library/nginx:1.27". */
function repositoryOf(name: string): string {
	return name
		.replace(/^docker\.io\//, '')
		.replace(/^library\//, '')
		.replace(/[:@].*$/, '');
}

function familyOf(stack: LayerStack): 'debian' | 'alpine' | undefined {
	if (nodeAt(stack, '/etc/alpine-release') !== undefined || nodeAt(stack, '/sbin/apk') !== undefined) return 'alpine';
	return nodeAt(stack, '/etc/debian_version') === undefined ? undefined : 'debian';
}

/** What a package had on the day that the image was made, and which vulnerabilities later versions ended. */
function findingsOf(release: string, day: string, image: string): Finding[] {
	const isBase = repositoryOf(image) === 'debian';
	return PACKAGE_HISTORIES.filter((history) => history.release === release)
		.filter(({ names }) => !(isBase && names[0] === 'openssl'))
		.flatMap(({ names, versions, unfixed }) => {
			const at = Math.max(
				0,
				versions.findLastIndex(({ from }) => from <= day),
			);
			const installedVersion = versions[at]?.version ?? '';
			const later = versions
				.slice(at + 1)
				.flatMap(({ version, fixes }) => fixes.map((each) => ({ ...each, fixedVersion: version })));
			const open = [...later, ...unfixed.map((each) => ({ ...each, fixedVersion: '' }))];
			return names.flatMap((packageName) => open.map((each): Finding => ({ ...each, packageName, installedVersion })));
		})
		.sort((a, b) => (a.packageName === b.packageName ? 0 : a.packageName < b.packageName ? -1 : 1));
}
