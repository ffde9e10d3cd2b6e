import type { Layer } from '../../../kernel/machine-api.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { alpineAccounts, alpineLayer } from '../bases/alpine.ts';
import { BOOKWORM, debianAccounts, debianLayer } from '../bases/debian.ts';
import { entrypointScript, GOSU_PATH } from '../entrypoint-script.ts';
import { imageTags, type VersionInput, variantTags } from '../image-version.ts';
import { directory, executable, layer, type PathEntry } from '../layer-builder.ts';
import { gosu } from '../programs/gosu.ts';
import { redisCli } from './redis-cli.ts';
import { redisProgram } from './redis-program.ts';

const RELEASES = [
	['8.2.2', '8.2 8 latest', '2025-10-03', 52_710_233, 29_401_120],
	['8.2.1', '', '2025-08-18', 52_701_004, 29_390_012],
	['8.2.0', '', '2025-08-04', 52_690_422, 29_380_401],
	['8.0.4', '8.0', '2025-10-03', 50_110_210, 28_940_112],
	['8.0.3', '', '2025-07-06', 50_102_442, 28_933_201],
	['8.0.2', '', '2025-05-27', 50_090_110, 28_920_044],
	['8.0.1', '', '2025-05-13', 50_080_311, 28_910_320],
	['8.0.0', '', '2025-05-02', 50_070_018, 28_900_002],
	['7.4.6', '7.4 7', '2025-10-03', 46_120_018, 17_300_442],
	['7.4.2', '', '2025-01-06', 45_601_112, 17_201_220],
	['7.4.1', '', '2024-10-02', 45_590_240, 17_190_018],
	['7.4.0', '', '2024-07-29', 45_580_012, 17_180_220],
	['7.2.11', '7.2', '2025-10-03', 45_010_992, 16_940_001],
	['7.2.5', '', '2024-05-16', 44_990_120, 16_902_114],
	['7.2.4', '', '2024-01-09', 44_980_331, 16_890_220],
	['7.0.15', '7.0', '2024-01-09', 45_012_221, 12_210_988],
	['7.2.3', '', '2023-11-01', 44_970_331, 16_880_220],
	['7.0.11', '', '2023-04-17', 45_002_221, 12_110_988],
	['7.0.4', '', '2022-07-18', 44_010_220, 11_920_310],
	['6.2.20', '6.2 6', '2025-10-03', 39_902_410, 11_820_440],
	['6.2.6', '', '2021-10-04', 39_120_442, 11_402_118],
	['6.0.20', '6.0', '2023-07-10', 38_402_110, 11_102_330],
	['6.0.5', '', '2020-06-09', 38_102_110, 10_902_330],
	['5.0.4', '', '2019-03-18', 35_902_114, 10_102_990],
	['5.0.14', '5.0 5', '2021-10-04', 36_902_114, 10_402_990],
	['4.0.14', '4.0 4', '2019-03-18', 30_802_220, 8_602_114],
	['3.2.12', '3.2 3', '2018-06-13', 29_102_014, 8_201_990],
] as const;

function redisFiles(version: string): PathEntry[] {
	return [
		directory('/data', 0o755, { uid: 999, gid: 999 }),
		executable('/usr/local/bin/redis-server', `redis-${version}`, 17_082_912),
		executable('/usr/local/bin/redis-cli', 'redis-cli', 8_301_552),
		entrypointScript('/usr/local/bin/docker-entrypoint.sh', {
			server: 'redis-server',
			takes: '*.conf',
			user: 'redis',
			folder: '.',
		}),
		executable(GOSU_PATH, 'gosu', 2_334_720),
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
			entrypoint: ['docker-entrypoint.sh'],
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

export const REDIS: ImageRepository = {
	names: ['docker.io/library/redis'],
	tags: imageTags(
		'redis',
		RELEASES.flatMap(([release, tags, date, debianBytes, alpineBytes]) => {
			const names = [release, ...tags.split(' ').filter((tag) => tag !== '')];
			const alpine = variantTags(names, 'alpine', 'alpine3.22').join(' ');
			const account = 'redis:x:999:999::/home/redis:/bin/sh\n';
			const group = 'redis:x:999:\n';
			return [
				version(
					[...names, ...variantTags(names, 'bookworm', 'trixie', 'bullseye')].join(' '),
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
		['gosu', gosu] as const,
	]),
};
