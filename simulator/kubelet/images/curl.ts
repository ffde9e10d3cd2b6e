import type { ImageRepository } from '../runtime/image.ts';
import { alpineAccounts, alpineLayer } from './bases/alpine.ts';
import { imageTags } from './image-version.ts';
import { executable, layer } from './layer-builder.ts';

const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

export const CURL: ImageRepository = {
	names: ['docker.io/curlimages/curl', 'quay.io/curl/curl'],
	tags: imageTags(
		'curlimages/curl',
		(
			[
				['8.17.0 latest', '2025-11-05', 9_301_220],
				['8.16.0', '2025-09-10', 9_280_114],
				['8.12.1', '2025-02-13', 9_142_018],
				['8.10.1', '2024-09-18', 9_002_310],
				['8.5.0', '2023-12-06', 8_401_220],
				['7.88.1', '2023-02-20', 7_802_118],
			] as const
		).map(([tags, date, sizeBytes]) => ({
			tags,
			date,
			sizeBytes,
			layers: () => [
				alpineLayer('3.22.2'),
				layer([
					...alpineAccounts('curl_user:x:100:101:Linux User,,,:/home/curl_user:/sbin/nologin\n', 'curl_group:x:101:\n'),
					executable('/entrypoint.sh', 'curl-entrypoint', 300),
					executable('/usr/bin/curl', 'curl', 267_736),
				]),
			],
			config: {
				entrypoint: ['/entrypoint.sh'],
				cmd: ['curl'],
				env: ENV,
				user: 'curl_user',
				workingDir: '/home/curl_user',
			},
		})),
	),
	programs: new Map([
		[
			'curl-entrypoint',
			function* entrypoint(process) {
				const { env } = process;
				const [, first] = process.argv;
				// An option first means curl; anything else is a command.
				const args =
					first === undefined || first.startsWith('-') ? ['curl', ...process.argv.slice(1)] : process.argv.slice(1);
				const command = args[0] as string;
				const path = command.includes('/') ? command : command === 'curl' ? '/usr/bin/curl' : `/bin/${command}`;
				return yield* process.exec(path, args, env);
			},
		],
	]),
};
