import type { Program } from '../../../kernel/process-api.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { alpineAccounts, alpineLayer } from '../bases/alpine.ts';
import { debianAccounts, debianLayer, TRIXIE } from '../bases/debian.ts';
import { imageTags, type VersionInput, variantTags } from '../image-version.ts';
import { directory, executable, layer } from '../layer-builder.ts';
import { pgIsReady, psql } from './postgres-client.ts';
import { postgresEntrypoint } from './postgres-server.ts';

const RELEASES = [
	['18.0', '18 latest', '2025-09-25', 164_402_114],
	['17.6', '17', '2025-08-14', 158_402_330],
	['16.10', '16', '2025-08-14', 155_402_118],
	['16.2', '', '2024-02-08', 152_402_118],
	['15.14', '15', '2025-08-14', 153_902_442],
	['15.4', '', '2023-08-10', 149_902_442],
	['14.19', '14', '2025-08-14', 151_402_018],
	['13.22', '13', '2025-08-14', 149_102_990],
	['12.22', '12', '2024-11-21', 147_802_112],
	['11.22', '11', '2023-11-09', 111_402_330],
	['10.23', '10', '2022-11-10', 78_402_114],
	['9.6.24', '9.6 9', '2021-11-11', 76_402_118],
] as const;

function version(
	release: string,
	names: readonly string[],
	date: string,
	sizeBytes: number,
	alpine: boolean,
): VersionInput {
	const user = alpine
		? 'postgres:x:70:70::/var/lib/postgresql:/bin/sh\n'
		: 'postgres:x:999:999::/var/lib/postgresql:/bin/bash\n';
	const group = alpine ? 'postgres:x:70:\n' : 'postgres:x:999:\n';
	const [major = ''] = release.split('.');
	const folder = Number(major) >= 18 ? `/var/lib/postgresql/${major}/docker` : '/var/lib/postgresql/data';
	return {
		tags: names.join(' '),
		date,
		sizeBytes: alpine ? sizeBytes - 46_000_000 : sizeBytes,
		layers: () => [
			alpine ? alpineLayer('3.22.2') : debianLayer(TRIXIE),
			layer([
				...(alpine ? alpineAccounts(user, group) : debianAccounts(user, group)),
				directory('/var/lib/postgresql', 0o1777),
				directory('/var/run/postgresql', 0o3777),
				directory('/docker-entrypoint-initdb.d'),
				executable('/usr/local/bin/docker-entrypoint.sh', `postgres-${release}`, 13_000),
				executable('/usr/local/bin/postgres', `postgres-${release}`, 9_402_112),
				executable('/usr/local/bin/psql', 'psql', 802_330),
				executable('/usr/local/bin/pg_isready', 'pg_isready', 90_442),
			]),
		],
		config: {
			entrypoint: ['docker-entrypoint.sh'],
			cmd: ['postgres'],
			env: [
				['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
				['LANG', 'en_US.utf8'],
				['PG_MAJOR', major],
				['PG_VERSION', alpine ? release : `${release}-1.pgdg13+1`],
				['PGDATA', folder],
			],
			exposedPorts: ['5432/tcp'],
			stopSignal: 'INT',
			volumes: [Number(major) >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data'],
		},
	};
}

/** Differs: the entrypoint that steps down from root to the postgres user is left out. */
export const POSTGRES: ImageRepository = {
	names: ['docker.io/library/postgres'],
	tags: imageTags(
		'postgres',
		RELEASES.flatMap(([release, tags, date, sizeBytes]) => {
			const names = [release, ...tags.split(' ').filter((tag) => tag !== '')];
			return [
				version(release, [...names, ...variantTags(names, 'trixie', 'bookworm')], date, sizeBytes, false),
				version(release, variantTags(names, 'alpine', 'alpine3.22', 'alpine3.21'), date, sizeBytes, true),
			];
		}),
	),
	programs: new Map<string, Program>([
		['psql', psql],
		['pg_isready', pgIsReady],
		...RELEASES.map(([release]) => [`postgres-${release}`, postgresEntrypoint(release)] as const),
	]),
};
