import type { ImageRepository } from '../runtime/image.ts';
import { alpineLayer } from './bases/alpine.ts';
import { BOOKWORM, BULLSEYE, debianLayer, JAMMY, NOBLE, TRIXIE } from './bases/debian.ts';
import { imageTags, type VersionInput } from './image-version.ts';

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

export const ALPINE: ImageRepository = {
	names: ['docker.io/library/alpine'],
	tags: imageTags('alpine', [
		alpine('3.22.2 3.22 3 latest', '2025-10-08', 3_805_120, '3.22.2'),
		alpine('3.21.5 3.21', '2025-10-08', 3_646_010, '3.21.5'),
		alpine('3.20.8 3.20', '2025-10-08', 3_630_912, '3.20.8'),
		alpine('3.19.9 3.19', '2025-10-08', 3_419_706, '3.19.9'),
		alpine('3.18.12 3.18', '2025-02-14', 3_418_409, '3.18.12'),
		alpine('3.17.10 3.17', '2024-09-06', 3_390_112, '3.17.10'),
		alpine('3.12', '2022-04-04', 2_814_446, '3.12.12'),
	]),
};

export const DEBIAN: ImageRepository = {
	names: ['docker.io/library/debian'],
	tags: imageTags('debian', [
		version('13 13.1 trixie latest', '2025-10-20', 49_285_632, () => [debianLayer(TRIXIE)], 'bash'),
		version('13-slim trixie-slim stable-slim', '2025-10-20', 29_777_766, () => [debianLayer(TRIXIE)], 'bash'),
		version('12 12.12 bookworm', '2025-10-20', 48_480_640, () => [debianLayer(BOOKWORM)], 'bash'),
		version('12-slim bookworm-slim', '2025-10-20', 28_228_345, () => [debianLayer(BOOKWORM)], 'bash'),
		version('11 bullseye', '2025-10-20', 53_750_784, () => [debianLayer(BULLSEYE)], 'bash'),
	]),
};

export const UBUNTU: ImageRepository = {
	names: ['docker.io/library/ubuntu'],
	tags: imageTags('ubuntu', [
		version('24.04 noble latest', '2025-10-13', 29_724_688, () => [debianLayer(NOBLE)], '/bin/bash'),
		version('22.04 jammy', '2025-10-13', 29_537_500, () => [debianLayer(JAMMY)], '/bin/bash'),
	]),
};
