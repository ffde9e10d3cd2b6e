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
				['8.15.0', '2025-07-16', 9_270_330],
				['8.14.1', '2025-06-04', 9_260_118],
				['8.13.0', '2025-04-02', 9_150_442],
				['8.12.1', '2025-02-13', 9_142_018],
				['8.11.1', '2024-12-11', 9_102_220],
				['8.11.0', '2024-11-06', 9_100_411],
				['8.10.1', '2024-09-18', 9_002_310],
				['8.9.1', '2024-07-31', 8_990_210],
				['8.8.0', '2024-05-22', 8_902_114],
				['8.7.1', '2024-03-27', 8_802_330],
				['8.6.0', '2024-01-31', 8_410_992],
				['8.5.0', '2023-12-06', 8_401_220],
				['8.4.0', '2023-10-11', 8_390_220],
				['8.3.0', '2023-09-13', 8_380_118],
				['8.2.1', '2023-07-26', 8_370_990],
				['8.1.2', '2023-05-30', 8_302_011],
				['8.00.1', '2023-03-20', 8_201_442],
				['7.88.1', '2023-02-20', 7_802_118],
				['7.87.0', '2022-12-21', 7_800_220],
				['7.86.0', '2022-10-26', 7_702_114],
				['7.85.0', '2022-08-31', 7_602_330],
				['7.84.0', '2022-06-27', 7_602_118],
				['7.78.0', '2021-07-21', 7_402_220],
				['7.70.0', '2020-04-29', 7_202_118],
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
