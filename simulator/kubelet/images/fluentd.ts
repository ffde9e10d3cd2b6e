import type { Program } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { NEVER } from '../../kernel/processes/waits.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageRepository } from '../runtime/image.ts';
import { BULLSEYE, debianLayer } from './bases/debian.ts';
import { imageTags } from './image-version.ts';
import { executable, file, layer } from './layer-builder.ts';

/** Starts, and waits to be told to stop. Differs: it collects nothing. */
const fluentd: Program = function* (process): Task<number> {
	const say = (text: string): Task<void> => {
		const stamp = `${formatTime(process.now()).slice(0, 19).replace('T', ' ')} +0000`;
		return process.write(1, encodeUtf8(`${stamp} [info]: ${text}\n`));
	};
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	yield* say('starting fluentd-1.16.3 pid=1 ruby="3.1.4"');
	yield* say('#0 starting fluentd worker pid=14 ppid=1 worker=0');
	yield* say('#0 fluentd worker is now running worker=0');
	try {
		for (;;) yield* process.block(NEVER);
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
	}
	yield* say('Received graceful stop');
	return 0;
};

/** What it is told when nobody brings a configuration: take what others forward, and print it. */
const CONFIGURATION = `<source>
  @type forward
  port 24224
</source>

<match **>
  @type stdout
</match>
`;

/** What the documentation's DaemonSets run. */
export const FLUENTD: ImageRepository = {
	names: [
		'quay.io/fluentd_elasticsearch/fluentd',
		'docker.io/fluent/fluentd',
		'docker.io/library/fluentd',
		'registry.k8s.io/fluentd-elasticsearch',
		'k8s.gcr.io/fluentd-elasticsearch',
	],
	tags: imageTags(
		'fluentd',
		(
			[
				['v5.0.1 v1.16 latest', '2024-05-14', 122_400_211],
				['v4.7.2', '2023-11-20', 121_022_104],
				['v3.1.0', '2020-12-28', 58_104_377],
				['v2.6.0', '2019-05-08', 53_104_220],
				['v2.5.2 v2.5.1 1.20', '2019-02-25', 53_021_114],
			] as const
		).map(([tags, date, sizeBytes]) => ({
			tags,
			date,
			sizeBytes,
			layers: () => [
				debianLayer(BULLSEYE),
				layer([executable('/usr/local/bin/fluentd', 'fluentd', 520), file('/fluentd/etc/fluent.conf', CONFIGURATION)]),
			],
			config: {
				entrypoint: ['fluentd'],
				env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const,
			},
		})),
	),
	programs: new Map([['fluentd', fluentd]]),
};
