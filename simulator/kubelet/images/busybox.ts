import type { ImageRepository } from '../runtime/image.ts';
import { busyboxCommands, busyboxFiles } from './bases/busybox.ts';
import { imageTags } from './image-version.ts';
import { commands, executable, layer, type PathEntry } from './layer-builder.ts';

const SIZE = 1_131_168;

export const BUSYBOX: ImageRepository = {
	names: [
		'docker.io/library/busybox',
		'registry.k8s.io/e2e-test-images/busybox',
		'gcr.io/google-containers/busybox',
		'registry.k8s.io/busybox',
		'public.ecr.aws/docker/library/busybox',
	],
	tags: imageTags(
		'busybox',
		(
			[
				['1.37.0 1.37 1 latest stable', '2024-09-26', 2_224_229],
				['1.36.1 1.36', '2023-05-18', 2_219_700],
				['1.36.0', '2023-01-03', 2_155_400],
				['1.35.0 1.35', '2021-12-26', 2_136_900],
				['1.34.1 1.34', '2021-09-30', 777_536],
				['1.33.1 1.33', '2021-05-03', 768_210],
				['1.32.0 1.32', '2020-06-26', 764_612],
				['1.31.1 1.31', '2019-10-25', 764_018],
				['1.30', '2019-02-14', 755_901],
				['1.29 1.29-2 1.29-4', '2018-07-24', 726_104],
				['1.28 1.28.4', '2018-05-22', 727_869],
				['1.27.2 1.27', '2017-08-23', 715_181],
				['1.24', '2016-06-30', 676_510],
			] as const
		).map(([tags, date, sizeBytes]) => ({
			tags: tags
				.split(' ')
				.flatMap((tag) => (/^1\.3[4-7]$/.test(tag) ? [tag, `${tag}-glibc`, `${tag}-musl`] : [tag]))
				.join(' '),
			date,
			sizeBytes,
			layers: () => [
				layer([...busyboxFiles(), ...busyboxCommands('bin', SIZE), ...(date < '2018-06' ? oldCommands() : [])]),
			],
			config: {
				cmd: ['sh'],
				env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']],
			},
		})),
	),
};

/** What was different up to 1.28: as commands and as `busybox nslookup`. */
function oldCommands(): PathEntry[] {
	return [
		...commands('/bin', 'nslookup wget', SIZE, 'busybox-1.28:'),
		executable('/bin/busybox', 'busybox-1.28', SIZE),
	];
}
