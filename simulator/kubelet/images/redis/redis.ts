import type { Layer } from '../../../kernel/machine-api.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { alpineAccounts, alpineLayer } from '../bases/alpine.ts';
import { BOOKWORM, debianAccounts, debianLayer } from '../bases/debian.ts';
import { imageTags, type VersionInput } from '../image-version.ts';
import { directory, executable, layer, type PathEntry } from '../layer-builder.ts';
import { redisCli } from './redis-cli.ts';
import { redisProgram } from './redis-program.ts';

const RELEASES = [
	['8.2.2', '8.2 8 latest', '2025-10-03', 52_710_233, 29_401_120],
	['8.0.3', '8.0', '2025-07-06', 50_102_442, 28_933_201],
	['7.4.6', '7.4 7', '2025-10-03', 46_120_018, 17_300_442],
	['7.2.11', '7.2', '2025-10-03', 45_010_992, 16_940_001],
	['7.0.15', '7.0', '2024-01-09', 45_012_221, 12_210_988],
	['6.2.20', '6.2 6', '2025-10-03', 39_902_410, 11_820_440],
] as const;

function redisFiles(version: string): PathEntry[] {
	return [
		directory('/data', 0o755, { uid: 999, gid: 999 }),
		executable('/usr/local/bin/redis-server', `redis-${version}`, 17_082_912),
		executable('/usr/local/bin/redis-cli', 'redis-cli', 8_301_552),
	];
}

function version(
	tags: string,
	date: string,
	sizeBytes: number,
	base: () => Layer,
	accounts: PathEntry[],
	release: string,
): VersionInput {
	return {
		tags,
		date,
		sizeBytes,
		layers: () => [base(), layer([...accounts, ...redisFiles(release)])],
		config: {
			cmd: ['redis-server'],
			env: [
				['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
				['REDIS_DOWNLOAD_URL', `http://download.redis.io/releases/redis-${release}.tar.gz`],
			],
			workingDir: '/data',
			exposedPorts: ['6379/tcp'],
			volumes: ['/data'],
		},
	};
}

/** Differs: the entrypoint that steps down from root to the redis user is left out. */
export const REDIS: ImageRepository = {
	names: ['docker.io/library/redis'],
	tags: imageTags(
		'redis',
		RELEASES.flatMap(([release, tags, date, debianBytes, alpineBytes]) => {
			const names = [release, ...tags.split(' ')];
			const alpine = names.map((name) => (name === 'latest' ? 'alpine' : `${name}-alpine`)).join(' ');
			const account = 'redis:x:999:999::/home/redis:/bin/sh\n';
			const group = 'redis:x:999:\n';
			return [
				version(
					names.join(' '),
					date,
					debianBytes,
					() => debianLayer(BOOKWORM),
					debianAccounts(account, group),
					release,
				),
				version(alpine, date, alpineBytes, () => alpineLayer('3.21.3'), alpineAccounts(account, group), release),
			];
		}),
	),
	programs: new Map([
		...RELEASES.map(([release]) => [`redis-${release}`, redisProgram(release)] as const),
		['redis-cli', redisCli] as const,
	]),
};
