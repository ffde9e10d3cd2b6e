import type { Layer } from '../../../kernel/machine-api.ts';
import type { Program } from '../../../kernel/process-api.ts';
import type { ImageConfig, ImageRepository } from '../../runtime/image.ts';
import { alpineAccounts, alpineLayer } from '../bases/alpine.ts';
import { BOOKWORM, BULLSEYE, debianAccounts, debianLayer, TRIXIE } from '../bases/debian.ts';
import { imageTags, type VersionInput, variantTags } from '../image-version.ts';
import { executable, layer } from '../layer-builder.ts';
import type { OwnPackage } from '../packages/dated-base.ts';
import { expatOn } from '../packages/expat.ts';
import { nginxEntrypoint } from './nginx-entrypoint.ts';
import { nginxFiles, unprivilegedFiles } from './nginx-files.ts';
import { nginxProgram } from './nginx-program.ts';

interface Release {
	readonly version: string;
	/** Besides the version itself. */
	readonly tags: string;
	readonly date: string;
	readonly sizeBytes: number;
	readonly alpineBytes: number;
	readonly alpine: string;
}

/** Newest first. */
const RELEASES: readonly Release[] = [
	{
		version: '1.29.3',
		tags: '1.29 1 mainline latest',
		date: '2025-10-28',
		sizeBytes: 59_774_010,
		alpineBytes: 22_631_814,
		alpine: '3.22.2',
	},
	{ version: '1.29.2', tags: '', date: '2025-10-07', sizeBytes: 59_773_115, alpineBytes: 22_622_540, alpine: '3.22.2' },
	{ version: '1.29.1', tags: '', date: '2025-08-13', sizeBytes: 72_324_501, alpineBytes: 22_477_192, alpine: '3.22.1' },
	{ version: '1.29.0', tags: '', date: '2025-06-24', sizeBytes: 72_229_541, alpineBytes: 22_456_100, alpine: '3.22.0' },
	{
		version: '1.28.0',
		tags: '1.28 stable',
		date: '2025-04-23',
		sizeBytes: 72_223_946,
		alpineBytes: 20_946_018,
		alpine: '3.21.3',
	},
	{
		version: '1.27.5',
		tags: '1.27',
		date: '2025-04-16',
		sizeBytes: 72_406_859,
		alpineBytes: 20_975_312,
		alpine: '3.21.3',
	},
	{ version: '1.27.4', tags: '', date: '2025-02-05', sizeBytes: 72_195_292, alpineBytes: 20_516_121, alpine: '3.21.2' },
	{ version: '1.27.3', tags: '', date: '2024-11-26', sizeBytes: 72_099_501, alpineBytes: 20_506_282, alpine: '3.20.3' },
	{ version: '1.27.2', tags: '', date: '2024-10-02', sizeBytes: 72_955_450, alpineBytes: 20_462_910, alpine: '3.20.3' },
	{ version: '1.27.1', tags: '', date: '2024-08-14', sizeBytes: 71_027_698, alpineBytes: 18_732_518, alpine: '3.20.2' },
	{ version: '1.27.0', tags: '', date: '2024-05-28', sizeBytes: 71_010_466, alpineBytes: 18_673_822, alpine: '3.19.1' },
	{
		version: '1.26.3',
		tags: '1.26',
		date: '2025-02-05',
		sizeBytes: 72_150_911,
		alpineBytes: 20_480_027,
		alpine: '3.20.5',
	},
	{
		version: '1.25.5',
		tags: '1.25',
		date: '2024-04-16',
		sizeBytes: 71_005_258,
		alpineBytes: 18_665_011,
		alpine: '3.19.1',
	},
	{
		version: '1.24.0',
		tags: '1.24',
		date: '2023-04-11',
		sizeBytes: 56_902_517,
		alpineBytes: 16_890_412,
		alpine: '3.17.3',
	},
	{
		version: '1.23.4',
		tags: '1.23',
		date: '2023-03-28',
		sizeBytes: 56_936_006,
		alpineBytes: 16_730_580,
		alpine: '3.17.3',
	},
	{
		version: '1.22.1',
		tags: '1.22',
		date: '2022-10-19',
		sizeBytes: 56_741_290,
		alpineBytes: 10_178_510,
		alpine: '3.17.1',
	},
	{
		version: '1.21.6',
		tags: '1.21',
		date: '2022-01-25',
		sizeBytes: 56_746_739,
		alpineBytes: 10_157_921,
		alpine: '3.15.0',
	},
	{ version: '1.21.1', tags: '', date: '2021-07-06', sizeBytes: 53_733_321, alpineBytes: 9_846_011, alpine: '3.14.0' },
	{
		version: '1.20.2',
		tags: '1.20',
		date: '2021-11-16',
		sizeBytes: 56_732_885,
		alpineBytes: 9_914_228,
		alpine: '3.14.3',
	},
	{
		version: '1.19.10',
		tags: '1.19',
		date: '2021-04-13',
		sizeBytes: 53_668_191,
		alpineBytes: 9_832_004,
		alpine: '3.13.5',
	},
	{ version: '1.19.1', tags: '', date: '2020-07-07', sizeBytes: 53_593_938, alpineBytes: 8_431_091, alpine: '3.11.6' },
	{
		version: '1.18.0',
		tags: '1.18',
		date: '2020-04-21',
		sizeBytes: 53_610_027,
		alpineBytes: 8_431_021,
		alpine: '3.11.6',
	},
	{
		version: '1.17.10',
		tags: '1.17',
		date: '2020-04-14',
		sizeBytes: 51_022_810,
		alpineBytes: 8_076_000,
		alpine: '3.10.5',
	},
	{
		version: '1.16.1',
		tags: '1.16',
		date: '2019-08-13',
		sizeBytes: 51_030_575,
		alpineBytes: 8_005_211,
		alpine: '3.10.1',
	},
	{
		version: '1.15.12',
		tags: '1.15',
		date: '2019-04-16',
		sizeBytes: 44_718_102,
		alpineBytes: 6_832_110,
		alpine: '3.9.3',
	},
	{
		version: '1.14.2',
		tags: '1.14',
		date: '2018-12-04',
		sizeBytes: 44_710_204,
		alpineBytes: 6_794_000,
		alpine: '3.8.1',
	},
	{ version: '1.7.9', tags: '', date: '2014-12-23', sizeBytes: 39_921_220, alpineBytes: 0, alpine: '' },
];

/**
 * The other releases, by minor version: their days, from patch 0 on; '_' where there is none or the list above has it. They are as large as
 * the one above that is nearest.
 */
const OTHER_RELEASES: readonly (readonly [minor: number, days: string])[] = [
	[26, '2024-04-23 2024-05-29 2024-08-14'],
	[25, '2023-05-23 2023-06-13 2023-08-15 2023-10-24 2024-02-14'],
	[23, '2022-06-21 2022-07-19 2022-10-19 2022-12-13'],
	[22, '2022-05-24'],
	[21, '2021-05-25 _ 2021-08-31 2021-09-07 2021-11-02 2021-12-28'],
	[20, '2021-04-20 2021-05-25'],
	[19, '2020-05-26 _ 2020-08-11 2020-09-29 2020-10-27 2020-11-24 2020-12-15 2021-02-16 2021-03-09 2021-03-30'],
	[17, '2019-05-21 2019-06-25 2019-07-23 2019-08-13 2019-09-24 2019-10-22 2019-11-19 2019-12-24 2020-01-21 2020-03-03'],
	[16, '2019-04-23'],
	[
		15,
		'2018-06-05 2018-07-03 2018-07-24 2018-08-28 2018-09-25 2018-10-02 2018-11-06 2018-11-27 2018-12-25 2019-02-26 2019-03-26 2019-04-09',
	],
	[14, '2018-04-17 2018-11-06'],
	[
		13,
		'2017-04-25 2017-05-30 2017-06-27 2017-07-11 2017-08-08 2017-09-05 2017-10-10 2017-11-21 2017-12-26 2018-02-20 2018-03-20 2018-04-03 2018-04-10',
	],
	[12, '2017-04-12 2017-07-11 2017-10-17'],
	[
		11,
		'2016-05-24 2016-05-31 2016-07-05 2016-07-26 2016-09-13 2016-10-11 2016-11-15 2016-12-13 2016-12-27 2017-01-24 2017-02-14 2017-03-21 2017-03-24 2017-04-04',
	],
	[10, '2016-04-26 2016-05-31 2016-10-18 2017-01-31'],
	[
		9,
		'2015-04-28 2015-05-26 2015-06-16 2015-07-14 2015-08-18 2015-09-22 2015-10-27 2015-11-17 2015-12-08 2015-12-09 2016-01-26 2016-02-09 2016-02-24 2016-03-22 2016-03-29 2016-04-19',
	],
	[8, '2015-04-21 2016-01-26'],
	[
		7,
		'_ 2014-05-27 2014-06-17 2014-07-08 2014-08-05 2014-08-05 2014-09-16 2014-09-30 2014-12-02 _ 2015-02-10 2015-03-24 2015-04-07',
	],
];

/** Newest first. */
const ALL_RELEASES: readonly Release[] = [...RELEASES, ...otherReleases()];

function otherReleases(): Release[] {
	return OTHER_RELEASES.flatMap(([minor, days]) => {
		const all = days.split(' ');
		const distance = ({ version }: Release): number => Math.abs(Number(version.split('.')[1]) - minor);
		const like = RELEASES.reduce((nearest, each) => (distance(each) < distance(nearest) ? each : nearest));
		const listed = RELEASES.some(({ version }) => version.startsWith(`1.${minor}.`));
		return all.flatMap((date, patch): Release[] => {
			if (date === '_') return [];
			const newest = !listed && patch === all.length - 1;
			return [{ ...like, version: `1.${minor}.${patch}`, tags: newest ? `1.${minor}` : '', date }];
		});
	});
}

/** 1.19.0 brought /docker-entrypoint.sh. */
function hasEntrypoint(version: string): boolean {
	return Number(version.split('.')[1]) >= 19;
}

function debianBase(version: string): Layer {
	const codename = codenameOf(version);
	return debianLayer(codename === 'trixie' ? TRIXIE : codename === 'bookworm' ? BOOKWORM : BULLSEYE);
}

/** Of the Debian release that its packages were built for; absent for old ones. */
function codenameOf(version: string): string | undefined {
	const minor = Number(version.split('.')[1]);
	const trixie = minor > 29 || (minor === 29 && Number(version.split('.')[2]) >= 2);
	return trixie ? 'trixie' : minor >= 25 ? 'bookworm' : minor >= 21 ? 'bullseye' : undefined;
}

const nginxPackages = (version: string, expat: OwnPackage | undefined): readonly OwnPackage[] => [
	{ name: 'nginx', version, description: 'high performance web server' },
	...(expat === undefined ? [] : [expat]),
];

/** The names under which the Debian image is also known. Differs: neither Perl nor OpenTelemetry is in theirs. */
function debianVariants(version: string): string[] {
	const minor = Number(version.split('.')[1]);
	if (minor < 11) return [];
	const codename = codenameOf(version);
	const flavours = ['perl', ...(minor >= 25 ? ['otel'] : [])];
	if (codename === undefined) return flavours;
	return [...flavours, codename, ...flavours.map((flavour) => `${codename}-${flavour}`)];
}

function nginxLayer(version: string, alpine: boolean): Layer {
	const account = 'nginx:x:101:101:nginx user:/nonexistent:/bin/false\n';
	const minor = Number(version.split('.')[1]);
	return layer([
		...(alpine
			? alpineAccounts('nginx:x:101:101:nginx:/var/cache/nginx:/sbin/nologin\n', 'nginx:x:101:nginx\n')
			: debianAccounts(account, 'nginx:x:101:\n')),
		...nginxFiles(`nginx-${version}`, { oldPage: minor < 21, entrypoint: hasEntrypoint(version) }),
		...(minor >= 19 ? [executable('/usr/bin/curl', 'curl', 297_520)] : []),
		...(minor >= 19 ? [executable('/usr/bin/envsubst', 'envsubst', 43_776)] : []),
	]);
}

/** njs of each minor release, "0.8.10" of those that are not here. */
const NJS: ReadonlyMap<string, string> = new Map([
	['1.19', '0.5.3'],
	['1.20', '0.7.3'],
	['1.21', '0.7.4'],
	['1.22', '0.7.11'],
	['1.23', '0.7.12'],
	['1.24', '0.8.0'],
	['1.25', '0.8.4'],
	['1.26', '0.8.9'],
	['1.27', '0.8.10'],
	['1.28', '0.8.10'],
	['1.29', '0.9.4'],
]);

/** The packages that the image was built with: in Alpine they name no distribution, and those that are built apart came with 1.27. */
function packageReleases(version: string, alpine: boolean): [name: string, value: string][] {
	if (!hasEntrypoint(version)) return [];
	const [major, minor] = version.split('.');
	const release = alpine ? '1' : `1~${codenameOf(version) ?? 'buster'}`;
	return [
		['NJS_VERSION', NJS.get(`${major}.${minor}`) ?? '0.8.10'],
		['NJS_RELEASE', release],
		['PKG_RELEASE', release],
		...(Number(minor) >= 27 ? ([['DYNPKG_RELEASE', release]] as [string, string][]) : []),
	];
}

function config(version: string, alpine = false): ImageConfig {
	return {
		...(hasEntrypoint(version) ? { entrypoint: ['/docker-entrypoint.sh'] } : {}),
		cmd: ['nginx', '-g', 'daemon off;'],
		env: [
			['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
			['NGINX_VERSION', version],
			...packageReleases(version, alpine),
		],
		exposedPorts: ['80/tcp'],
		stopSignal: hasEntrypoint(version) ? 'QUIT' : 'TERM',
	};
}

function versions(): VersionInput[] {
	return ALL_RELEASES.flatMap((release) => {
		const { version, tags, date, sizeBytes, alpineBytes, alpine } = release;
		const names = [version, ...tags.split(' ').filter((tag) => tag !== '')];
		const debian: VersionInput = {
			tags: [...names, ...variantTags(names, ...debianVariants(version))].join(' '),
			sizeBytes,
			date,
			layers: () => [debianBase(version), nginxLayer(version, false)],
			config: config(version),
			packages: nginxPackages(
				`${version}-1~${codenameOf(version) ?? 'buster'}`,
				expatOn(codenameOf(version) ?? 'buster', date),
			),
		};
		if (alpine === '') return [debian];
		const minor = alpine.slice(0, alpine.lastIndexOf('.'));
		const alpineTags = variantTags(
			names,
			...['alpine', `alpine${minor}`].flatMap((each) => [each, `${each}-slim`, `${each}-perl`, `${each}-otel`]),
		);
		return [
			debian,
			{
				tags: alpineTags.join(' '),
				sizeBytes: alpineBytes,
				date,
				layers: () => [alpineLayer(alpine), nginxLayer(version, true)],
				config: config(version, true),
				packages: nginxPackages(`${version}-r1`, expatOn(minor, date)),
			},
		];
	});
}

const programs = new Map<string, Program>([
	['nginx-entrypoint', nginxEntrypoint],
	...ALL_RELEASES.map(({ version }): [string, Program] => [`nginx-${version}`, nginxProgram(version)]),
]);

export const NGINX: ImageRepository = {
	names: ['docker.io/library/nginx'],
	tags: imageTags('nginx', versions()),
	programs,
};

/** nginx as nobody in particular, on another port. */
export const NGINX_UNPRIVILEGED: ImageRepository = {
	names: [
		'docker.io/nginxinc/nginx-unprivileged',
		'ghcr.io/nginx/nginx-unprivileged',
		'quay.io/nginx/nginx-unprivileged',
	],
	tags: imageTags(
		'nginx-unprivileged',
		versions().map((version) => ({
			...version,
			layers: () => [...version.layers(), layer(unprivilegedFiles())],
			config: { ...version.config, user: '101', exposedPorts: ['8080/tcp'] },
		})),
	),
};

/** What the documentation's StatefulSets run: nginx without an entrypoint script. */
export const NGINX_SLIM: ImageRepository = {
	names: ['registry.k8s.io/nginx-slim', 'k8s.gcr.io/nginx-slim', 'gcr.io/google_containers/nginx-slim'],
	tags: imageTags(
		'nginx-slim',
		(
			[
				['0.27', '2024-03-11', '1.25.4', 71_001_240],
				['0.26', '2024-01-15', '1.25.3', 70_998_410],
				['0.24', '2023-09-18', '1.25.2', 70_990_102],
				['0.21', '2022-02-07', '1.21.6', 56_748_232],
				['0.8', '2016-05-13', '1.9.9', 39_921_220],
				['0.7', '2016-02-16', '1.9.9', 39_920_112],
			] as const
		).map(([tags, date, version, sizeBytes]) => ({
			tags,
			date,
			sizeBytes,
			layers: () => [debianBase(version), nginxLayer(version, false)],
			config: {
				cmd: ['nginx', '-g', 'daemon off;'],
				env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const,
				exposedPorts: ['80/tcp', '443/tcp'],
			},
		})),
	),
};
