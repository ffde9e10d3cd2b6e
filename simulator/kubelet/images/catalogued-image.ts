import type { Program, SignalName } from '../../kernel/process-api.ts';
import type { ImageConfig, ImageRepository } from '../runtime/image.ts';
import { type Base, ON_DEBIAN } from './bases/base.ts';
import { imageTags } from './image-version.ts';
import { directory, executable, layer, type PathEntry } from './layer-builder.ts';

/** Tags, the newest one's day, compressed bytes and, where it is not the repository's, what it is built on. */
export type CataloguedVersion = readonly [tags: string, date: string, sizeBytes: number, base?: Base];

/** A repository as one literal: for images of which there is no more to say than a table holds. */
export interface CataloguedImage {
	/** The first is canonical; a name without a registry is Docker Hub's, one without a folder of its library. */
	readonly names: string;
	readonly versions: readonly CataloguedVersion[];
	readonly base?: Base;
	readonly entrypoint?: readonly string[];
	readonly cmd?: readonly string[];
	readonly env?: (release: string) => readonly (readonly [string, string])[];
	/** In front of the usual PATH. */
	readonly path?: string;
	readonly user?: string;
	readonly workingDir?: string;
	readonly volumes?: string;
	/** "80 443 8125/udp". */
	readonly ports?: string;
	readonly stopSignal?: SignalName;
	/** "redis:x:999:999::/data:/bin/sh": accounts of its own, each with a group of its name. */
	readonly accounts?: readonly string[];
	/** "/data:999 /run/x:0": folders and whose they are. */
	readonly folders?: string;
	/** Its own programs: they run with the version's first tag as their release. */
	readonly programs?: readonly (readonly [path: string, program: Program, size?: number])[];
	/** Everything else. */
	readonly files?: (release: string) => readonly PathEntry[];
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function cataloguedImage(image: CataloguedImage): ImageRepository {
	const names = image.names.split(' ').map(fullName);
	const key = (names[0] as string).replace(/^docker\.io\/(?:library\/)?/, '');
	return {
		names,
		tags: imageTags(
			key,
			image.versions.map(([tags, date, sizeBytes, base = image.base ?? ON_DEBIAN]) => {
				const [release = ''] = tags.split(' ');
				return {
					tags,
					date,
					sizeBytes,
					layers: () => {
						const own = layer(ownEntries(image, key, release, base));
						return own.entries.size === 0 ? [base.layer()] : [base.layer(), own];
					},
					config: configOf(image, release),
				};
			}),
		),
		programs: new Map((image.programs ?? []).map(([path, program]) => [programKey(key, path), program])),
	};
}

/** "redis" → "docker.io/library/redis", "prom/prometheus" → "docker.io/prom/prometheus". */
function fullName(name: string): string {
	const [first = '', ...rest] = name.split('/');
	if (rest.length === 0) return `docker.io/library/${name}`;
	return first.includes('.') ? name : `docker.io/${name}`;
}

function programKey(image: string, path: string): string {
	return `${image}:${path}`;
}

function ownEntries(image: CataloguedImage, key: string, release: string, base: Base): PathEntry[] {
	const { accounts = [], folders = '', programs = [], files } = image;
	const groups = accounts.map((line) => `${line.split(':')[0]}:x:${line.split(':')[3]}:\n`);
	return [
		...(accounts.length === 0 ? [] : base.accounts(accounts.map((line) => `${line}\n`).join(''), groups.join(''))),
		...folders
			.split(' ')
			.filter((text) => text !== '')
			.map((text) => {
				const [path = '', id = '0'] = text.split(':');
				return directory(path, 0o755, { uid: Number(id), gid: Number(id) });
			}),
		...programs.map(([path, , size]) => executable(path, `${programKey(key, path)}@${release}`, size ?? 24_402_114)),
		...(files?.(release) ?? []),
	];
}

function configOf(image: CataloguedImage, release: string): ImageConfig {
	const { entrypoint, cmd, env, path, user, workingDir, volumes, ports = '', stopSignal } = image;
	return {
		...(entrypoint === undefined ? {} : { entrypoint }),
		...(cmd === undefined ? {} : { cmd }),
		env: [['PATH', path === undefined ? PATH : `${path}:${PATH}`], ...(env?.(release) ?? [])],
		...(user === undefined ? {} : { user }),
		...(workingDir === undefined ? {} : { workingDir }),
		...(volumes === undefined ? {} : { volumes: volumes.split(' ') }),
		exposedPorts: ports
			.split(' ')
			.filter((port) => port !== '')
			.map((port) => (port.includes('/') ? port : `${port}/tcp`)),
		...(stopSignal === undefined ? {} : { stopSignal }),
	};
}
