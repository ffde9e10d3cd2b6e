import type { ImageRepository } from '../runtime/image.ts';
import { alpineLayer } from './bases/alpine.ts';
import { BIONIC, BOOKWORM, BULLSEYE, BUSTER, debianLayer, FOCAL, JAMMY, NOBLE, TRIXIE } from './bases/debian.ts';
import { imageTags, patches, type VersionInput } from './image-version.ts';
import { alpineDay } from './packages/alpine-releases.ts';

const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

function version(
	tags: string,
	date: string,
	sizeBytes: number,
	layers: VersionInput['layers'],
	shell: string,
): VersionInput {
	return { tags, date, sizeBytes, layers, config: { cmd: [shell], env: ENV } };
}

const alpine = (tags: string, date: string, sizeBytes: number, release: string): VersionInput =>
	version(tags, date, sizeBytes, () => [alpineLayer(release)], '/bin/sh');

/** Minor version, its newest patch, when that came out, its size. */
const ALPINE_RELEASES = [
	['3.22', 2, '2025-10-08', 3_805_120],
	['3.21', 5, '2025-10-08', 3_646_010],
	['3.20', 8, '2025-10-08', 3_630_912],
	['3.19', 9, '2025-10-08', 3_419_706],
	['3.18', 12, '2025-02-14', 3_418_409],
	['3.17', 10, '2024-09-06', 3_390_112],
	['3.16', 9, '2024-01-27', 2_809_310],
	['3.15', 11, '2024-01-27', 2_832_014],
	['3.14', 10, '2023-03-29', 2_829_112],
	['3.13', 12, '2022-08-09', 2_830_290],
	['3.12', 12, '2022-04-04', 2_814_446],
	['3.11', 13, '2021-11-12', 2_816_002],
	['3.10', 9, '2021-04-14', 2_801_337],
	['3.9', 6, '2020-04-23', 2_776_141],
	['3.8', 5, '2020-01-23', 2_207_176],
] as const;

export const ALPINE: ImageRepository = {
	names: ['docker.io/library/alpine'],
	tags: imageTags('alpine', [
		...ALPINE_RELEASES.flatMap(([minor, newest, date, sizeBytes]) =>
			patches(`${minor}.`, 0, newest).map((release, patch) => {
				const more = patch === newest ? [minor, ...(minor === '3.22' ? ['3', 'latest'] : [])] : [];
				return alpine([release, ...more].join(' '), patch === newest ? date : alpineDay(release), sizeBytes, release);
			}),
		),
		alpine('edge', '2025-10-08', 3_810_402, '3.23.0_alpha20250612'),
	]),
};

export const DEBIAN: ImageRepository = {
	names: ['docker.io/library/debian'],
	tags: imageTags('debian', [
		version(
			'13 13.1 trixie latest stable trixie-20251020',
			'2025-10-20',
			49_285_632,
			() => [debianLayer(TRIXIE)],
			'bash',
		),
		version('13-slim 13.1-slim trixie-slim stable-slim', '2025-10-20', 29_777_766, () => [debianLayer(TRIXIE)], 'bash'),
		version('12 12.12 12.11 bookworm oldstable', '2025-10-20', 48_480_640, () => [debianLayer(BOOKWORM)], 'bash'),
		version('12-slim 12.12-slim bookworm-slim', '2025-10-20', 28_228_345, () => [debianLayer(BOOKWORM)], 'bash'),
		version('11 11.11 bullseye', '2025-10-20', 53_750_784, () => [debianLayer(BULLSEYE)], 'bash'),
		version('11-slim bullseye-slim', '2025-10-20', 30_259_201, () => [debianLayer(BULLSEYE)], 'bash'),
		version('10 buster', '2024-06-12', 50_500_096, () => [debianLayer(BUSTER)], 'bash'),
		version('10-slim buster-slim', '2024-06-12', 27_142_144, () => [debianLayer(BUSTER)], 'bash'),
	]),
};

export const UBUNTU: ImageRepository = {
	names: ['docker.io/library/ubuntu'],
	tags: imageTags('ubuntu', [
		version('24.04 noble latest', '2025-10-13', 29_724_688, () => [debianLayer(NOBLE)], '/bin/bash'),
		version('22.04 jammy', '2025-10-13', 29_537_500, () => [debianLayer(JAMMY)], '/bin/bash'),
		version('20.04 focal', '2025-04-08', 27_512_021, () => [debianLayer(FOCAL)], '/bin/bash'),
		version('18.04 bionic', '2023-05-30', 25_690_112, () => [debianLayer(BIONIC)], '/bin/bash'),
	]),
};
