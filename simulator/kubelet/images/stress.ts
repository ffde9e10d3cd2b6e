import type { ImageRepository } from '../runtime/image.ts';
import { alpineLayer } from './bases/alpine.ts';
import { imageTags } from './image-version.ts';
import { executable, layer } from './layer-builder.ts';
import { stress } from './programs/stress.ts';
import { stressNg } from './programs/stress-ng.ts';
import { vishStress } from './programs/vish-stress.ts';

const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

/** What the documentation's exercises about memory use. */
export const STRESS: ImageRepository = {
	names: ['docker.io/polinux/stress'],
	tags: imageTags('polinux/stress', [
		{
			tags: '1.0.4 latest',
			date: '2019-01-02',
			sizeBytes: 4_041_495,
			layers: () => [alpineLayer('3.8.2'), layer([executable('/usr/local/bin/stress', 'stress', 74_000)])],
			config: { cmd: ['stress', '--verbose'], env: ENV },
		},
	]),
	programs: new Map([
		['stress', stress],
		['stress-ng', stressNg],
	]),
};

/** And the one of those about CPU. */
export const VISH_STRESS: ImageRepository = {
	names: ['docker.io/vish/stress'],
	tags: imageTags('vish/stress', [
		{
			tags: 'latest',
			date: '2015-10-08',
			sizeBytes: 1_558_791,
			layers: () => [layer([executable('/stress', 'vish-stress', 4_400_000)])],
			config: { entrypoint: ['/stress', '-logtostderr'], env: ENV },
		},
	]),
	programs: new Map([['vish-stress', vishStress]]),
};
