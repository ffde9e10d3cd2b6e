import type { Program } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { ImageRepository } from '../runtime/image.ts';
import { imageTags } from './image-version.ts';
import { executable, layer } from './layer-builder.ts';

/** Waits for a signal. Models build/pause/linux/pause.c. */
export const pause: Program = function* pause(process): Task<number> {
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	while (process.takeSignals().length === 0) {
		try {
			yield* process.sleep(2_000_000_000);
		} catch {
			// A caught signal ends the sleep.
		}
	}
	return 0;
};

export const PAUSE: ImageRepository = {
	names: ['registry.k8s.io/pause'],
	tags: imageTags(
		'pause',
		(
			[
				['3.10.1 latest', '2025-06-30', 320_448],
				['3.10', '2024-05-22', 320_368],
				['3.9', '2022-10-17', 321_520],
				['3.8', '2022-08-01', 311_286],
				['3.7', '2022-03-21', 310_252],
				['3.6', '2021-08-25', 301_773],
				['3.5', '2021-03-31', 301_416],
				['3.1', '2017-12-19', 317_164],
			] as const
		).map(([tags, date, sizeBytes]) => ({
			tags,
			date,
			sizeBytes,
			layers: () => [layer([executable('/pause', 'pause', 740_000)])],
			config: {
				entrypoint: ['/pause'],
				env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']],
				user: '65535:65535',
				workingDir: '/',
			},
		})),
	),
	programs: new Map([['pause', pause]]),
};
