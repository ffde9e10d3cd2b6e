import type { ImageRepository } from '../runtime/image.ts';
import { busyboxCommands, busyboxFiles } from './bases/busybox.ts';
import { imageTags, variantTags } from './image-version.ts';
import { commands, executable, layer, type PathEntry } from './layer-builder.ts';

const SIZE = 1_131_168;

export const BUSYBOX: ImageRepository = {
	names: [
		'docker.io/library/busybox',
		'registry.k8s.io/e2e-test-images/busybox',
		'gcr.io/google-containers/busybox',
		'registry.k8s.io/busybox',
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
				['1.34.0', '2021-08-19', 777_310],
				['1.33.1 1.33', '2021-05-03', 768_210],
				['1.33.0', '2020-12-29', 767_991],
				['1.32.1', '2021-01-01', 765_020],
				['1.32.0 1.32', '2020-06-26', 764_612],
				['1.31.1 1.31', '2019-10-25', 764_018],
				['1.31.0', '2019-06-10', 763_402],
				['1.30.1', '2019-02-14', 755_980],
				['1.30.0 1.30', '2018-12-31', 755_901],
				['1.29.3 1.29 1.29-2 1.29-4', '2018-09-09', 726_104],
				['1.29.2', '2018-07-31', 726_090],
				['1.28.4 1.28', '2018-05-22', 727_869],
				['1.28.3 1.28.1 1.28.0', '2018-04-03', 727_712],
				['1.27.2 1.27', '2017-08-23', 715_181],
				['1.27.1 1.27.0', '2017-07-18', 715_002],
				['1.26.2 1.26', '2017-03-09', 704_018],
				['1.25.1 1.25', '2016-10-07', 690_220],
				['1.24.2 1.24.1 1.24', '2016-06-30', 676_510],
			] as const
		).map(([tags, date, sizeBytes]) => ({
			tags: [...tags.split(' '), ...variantTags(tags.split(' '), 'glibc', 'musl', 'uclibc')].join(' '),
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
