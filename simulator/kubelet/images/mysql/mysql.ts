import type { Layer } from '../../../kernel/machine-api.ts';
import type { Program } from '../../../kernel/process-api.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { BULLSEYE, debianAccounts, debianLayer, FOCAL, JAMMY, NOBLE } from '../bases/debian.ts';
import { REDHAT_RELEASES, redhatAccounts, redhatLayer } from '../bases/redhat.ts';
import { imageTags, variantTags } from '../image-version.ts';
import { directory, executable, layer, type PathEntry } from '../layer-builder.ts';
import { mysqladmin, mysqlClient } from './mysql-client.ts';
import { type MysqlFlavour, mysqlEntrypoint } from './mysql-server.ts';

/** Version, further tags, day, compressed bytes. */
type Release = readonly [version: string, tags: string, date: string, sizeBytes: number];

const MYSQL_RELEASES: readonly Release[] = [
	['9.5.0', '9.5 9 innovation latest', '2025-10-21', 261_002_114],
	['9.1.0', '9.1', '2024-10-15', 168_402_330],
	['9.0.1', '9.0', '2024-07-23', 167_902_114],
	['8.4.7', '8.4 8 lts', '2025-10-21', 226_402_110],
	['8.0.44', '8.0', '2025-10-21', 224_102_442],
	['8.0.36', '', '2024-01-16', 169_802_114],
	['8.0.33', '', '2023-04-18', 159_402_220],
	['8.0.28', '', '2022-01-18', 157_102_018],
	['5.7.44', '5.7 5', '2023-10-25', 137_902_990],
	['5.6.51', '5.6', '2021-01-20', 83_402_118],
];

const MARIADB_RELEASES: readonly Release[] = [
	['12.0.2', '12.0 12 latest', '2025-08-07', 101_402_114],
	['11.8.3', '11.8 11 lts', '2025-08-07', 101_202_330],
	['11.4.8', '11.4', '2025-08-07', 100_402_118],
	['11.2.6', '11.2', '2024-11-01', 99_202_114],
	['10.11.14', '10.11 10', '2025-08-07', 98_402_220],
	['10.6.23', '10.6', '2025-08-07', 97_902_118],
	['10.5.29', '10.5', '2025-05-06', 97_102_442],
	['10.4.34', '10.4', '2024-05-16', 96_202_018],
	['10.3.39', '10.3', '2023-05-10', 95_402_112],
];

const ACCOUNTS = ['mysql:x:999:999::/home/mysql:/bin/sh\n', 'mysql:x:999:\n'] as const;
const ORACLE_SLIM = { ...REDHAT_RELEASES.oracle9, manager: 'microdnf', bytes: 112_000_000 } as const;
const ORACLE_7_SLIM = { ...REDHAT_RELEASES.oracle7, bytes: 135_000_000 };

/** MariaDB's images are Ubuntu's, MySQL's the slim ones of Oracle Linux since 8.0.28. Differs: the Debian variants are, too. */
function builtOn(name: string, version: string): { base: () => Layer; accounts: readonly PathEntry[] } {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	if (name === 'mysql' && version !== '5.6.51') {
		return {
			base: () => redhatLayer(major === 5 ? ORACLE_7_SLIM : ORACLE_SLIM),
			accounts: redhatAccounts(...ACCOUNTS),
		};
	}
	const ubuntu = major > 11 || (major === 11 && minor >= 4) ? NOBLE : minor >= 6 || major === 11 ? JAMMY : FOCAL;
	return { base: () => debianLayer(name === 'mysql' ? BULLSEYE : ubuntu), accounts: debianAccounts(...ACCOUNTS) };
}

/** "8.4.7-1.el9". */
function serverPackage(version: string): string {
	return version === '5.6.51' ? `${version}-1debian9` : `${version}-1.el${version.startsWith('5.') ? 7 : 9}`;
}

/** MariaDB's clients had MySQL's names as well until 11. */
function clientNames(name: string, version: string): readonly string[] {
	if (name === 'mysql') return ['mysql'];
	return Number(version.split('.')[0]) >= 11 ? ['mariadb'] : ['mysql', 'mariadb'];
}

function repository(
	name: string,
	releases: readonly Release[],
	flavour: (version: string) => MysqlFlavour,
	clients: readonly (readonly [string, Program])[],
): ImageRepository {
	const programs = new Map<string, Program>(clients);
	for (const [version] of releases) programs.set(`${name}-${version}`, mysqlEntrypoint(flavour(version)));
	return {
		names: [`docker.io/library/${name}`],
		tags: imageTags(
			name,
			releases.map(([version, tags, date, sizeBytes]) => {
				const names = [version, ...tags.split(' ').filter((tag) => tag !== '')];
				const { daemon } = flavour(version);
				const { base, accounts } = builtOn(name, version);
				return {
					tags: [
						...names,
						...variantTags(names, ...(name === 'mysql' ? ['debian', 'oracle'] : ['noble', 'jammy'])),
					].join(' '),
					date,
					sizeBytes,
					layers: () => [
						base(),
						layer([
							...accounts,
							directory('/var/lib/mysql', 0o1777, { uid: 999, gid: 999 }),
							directory('/var/run/mysqld', 0o1777, { uid: 999, gid: 999 }),
							directory('/docker-entrypoint-initdb.d'),
							directory('/etc/mysql/conf.d'),
							executable('/usr/local/bin/docker-entrypoint.sh', `${name}-${version}`, 14_000),
							executable(`/usr/sbin/${daemon}`, `${name}-${version}`, 65_000_000),
							...clientNames(name, version).flatMap((client) => [
								executable(`/usr/bin/${client}`, 'mysql', 7_402_112),
								executable(`/usr/bin/${client === 'mysql' ? 'mysqladmin' : 'mariadb-admin'}`, 'mysqladmin', 6_902_330),
							]),
						]),
					],
					config: {
						entrypoint: ['docker-entrypoint.sh'],
						cmd: [daemon],
						env: [
							['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
							...(name === 'mysql'
								? ([['MYSQL_VERSION', serverPackage(version)]] as const)
								: ([['MARIADB_VERSION', `1:${version}+maria~ubu2404`]] as const)),
						],
						exposedPorts: ['3306/tcp', ...(name === 'mysql' ? ['33060/tcp'] : [])],
						volumes: ['/var/lib/mysql'],
					},
				};
			}),
		),
		programs,
	};
}

/** Both images have the same clients: one brings them. */
const CLIENTS = [
	['mysql', mysqlClient],
	['mysqladmin', mysqladmin],
] as const;

export const MYSQL = repository(
	'mysql',
	MYSQL_RELEASES,
	(version) => ({
		product: 'MySQL',
		version,
		server: serverPackage(version),
		daemon: 'mysqld',
		prefixes: ['MYSQL'],
		banner: () => 'MySQL Community Server - GPL',
	}),
	CLIENTS,
);

export const MARIADB = repository(
	'mariadb',
	MARIADB_RELEASES,
	(version) => ({
		product: 'MariaDB',
		version,
		server: `1:${version}+maria~ubu2404`,
		daemon: 'mariadbd',
		prefixes: ['MARIADB', 'MYSQL'],
		banner: () => 'mariadb.org binary distribution',
	}),
	[],
);
