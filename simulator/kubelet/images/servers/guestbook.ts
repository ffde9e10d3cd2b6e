import type { Process } from '../../../kernel/process-api.ts';
import type { HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { cataloguedImage } from '../catalogued-image.ts';
import { imageTags } from '../image-version.ts';
import { file, layer } from '../layer-builder.ts';
import { apacheNotices, apacheServer, SAME_NAME_WARNING } from '../programs/apache-php.ts';
import { type Page, pathOf } from '../programs/server-program.ts';
import { REDIS } from '../redis/redis.ts';
import { connectRedis } from '../redis/redis-client.ts';

// The documentation's guestbook: a page in PHP, and Redis in two roles.

const INDEX = `<html ng-app="redis">
  <head>
    <title>Guestbook</title>
    <link rel="stylesheet" href="//netdna.bootstrapcdn.com/bootstrap/3.1.1/css/bootstrap.min.css">
    <script src="controllers.js"></script>
  </head>
  <body ng-controller="RedisCtrl">
    <div style="width: 50%; margin-left: 20px">
      <h2>Guestbook</h2>
    <form>
    <fieldset>
    <input ng-model="msg" placeholder="Messages" class="form-control" type="text" name="input"><br>
    <button type="button" class="btn btn-primary" ng-click="controller.onRedis()">Submit</button>
    </fieldset>
    </form>
    </div>
  </body>
</html>
`;

/** The hosts that this release asks: they were master and slaves before. */
function hostOf(process: Process, role: 'leader' | 'follower'): string {
	const isOld = /^v[34]$/.test(process.release ?? '');
	const name = isOld ? { leader: 'redis-master', follower: 'redis-slave' }[role] : `redis-${role}`;
	if (process.env.get('GET_HOSTS_FROM') !== 'env') return name;
	return process.env.get(`${name.toUpperCase().replace('-', '_')}_SERVICE_HOST`) ?? name;
}

function* guestbook(process: Process, request: HttpRequest): Task<Page | undefined> {
	const path = pathOf(request);
	if (path === '/') return INDEX;
	if (path !== '/guestbook.php') return undefined;
	const query = new Map(
		(request.target.split('?')[1] ?? '').split('&').map((part) => part.split('=').map(decoded) as [string, string]),
	);
	if (!query.has('cmd')) return { status: 200, headers: [['Content-Type', 'text/html; charset=UTF-8']], body: '' };
	const sets = query.get('cmd') === 'set';
	const host = hostOf(process, sets ? 'leader' : 'follower');
	const connection = yield* connectRedis(process, host);
	const key = query.get('key') ?? '';
	const reply = yield* connection?.ask(sets ? ['SET', key, query.get('value') ?? ''] : ['GET', key]) ?? nothing();
	connection?.close();
	if (reply === undefined) return { status: 500, headers: [['Content-Type', 'text/html; charset=UTF-8']], body: '' };
	const value = reply.kind === 'bulk' ? reply.text : '';
	return {
		status: 200,
		headers: [['Content-Type', 'application/json']],
		body: sets ? '{"message": "Updated"}' : `{"data": "${value}"}`,
	};
}

function* nothing(): Task<undefined> {
	return undefined;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		return text;
	}
}

const FRONTEND = cataloguedImage({
	names:
		'gcr.io/google-samples/gb-frontend gcr.io/google_samples/gb-frontend us-docker.pkg.dev/google-samples/containers/gke/gb-frontend',
	versions: [
		['v5', '2021-04-28', 200_402_330],
		['v6', '2023-05-08', 200_402_331],
		['v4', '2016-03-22', 180_402_330],
		['v3', '2015-06-16', 180_402_331],
	],
	cmd: ['apache2-foreground'],
	workingDir: '/var/www/html',
	ports: '80',
	programs: [
		[
			'/usr/local/bin/apache2-foreground',
			apacheServer({
				php: '7.4.19',
				ready: (process) => SAME_NAME_WARNING(process) + apacheNotices(process, 'Apache/2.4.38 (Debian)', '7.4.19'),
				serve: guestbook,
			}),
		],
	],
	files: () => [file('/var/www/html/index.html', INDEX)],
});

/** A Redis that follows, whatever it is told to run. */
function follower(names: readonly string[], tags: string, host: string): ImageRepository {
	const [key = ''] = names;
	const [base] = [...REDIS.tags.values()];
	if (base === undefined) throw new Error('assertion failed: no redis');
	return {
		names,
		tags: imageTags(key, [
			{
				tags,
				date: '2021-04-28',
				sizeBytes: base.sizeBytes,
				layers: () => [
					...base.layers(),
					layer([
						file(
							'/run.sh',
							`#!/bin/bash\nif [[ \${GET_HOSTS_FROM:-dns} == "env" ]]; then\n  exec redis-server --slaveof \${${host.toUpperCase().replace('-', '_')}_SERVICE_HOST} 6379\nelse\n  exec redis-server --slaveof ${host} 6379\nfi\n`,
							0o755,
						),
					]),
				],
				config: { ...base.config, cmd: ['/bin/sh', '-c', '/run.sh'] },
			},
		]),
	};
}

/** The documentation names the image by its digest only. */
const TUTORIAL_DIGEST = 'sha256:cb111d1bd870a6a471385a4a69ad17469d326e9dd91e0e455350cacf36e1b3ee';

/** The leader of older pages. */
const E2E_REDIS: ImageRepository = {
	names: ['registry.k8s.io/redis', 'gcr.io/google_containers/redis'],
	tags: new Map(
		[
			...imageTags('registry.k8s.io/redis', [
				{
					tags: 'e2e v1 latest',
					date: '2015-06-16',
					sizeBytes: 36_402_114,
					layers: () => [...REDIS.tags.values()][0]?.layers() ?? [],
					config: { ...([...REDIS.tags.values()][0]?.config ?? { env: [] }) },
				},
			]),
		].map(([tag, version]) => [tag, { ...version, digest: TUTORIAL_DIGEST }]),
	),
};

export const GUESTBOOK: readonly ImageRepository[] = [
	FRONTEND,
	follower(
		[
			'gcr.io/google-samples/gb-redis-follower',
			'gcr.io/google_samples/gb-redis-follower',
			'us-docker.pkg.dev/google-samples/containers/gke/gb-redis-follower',
		],
		'v2 v1',
		'redis-leader',
	),
	follower(['gcr.io/google-samples/gb-redisslave', 'gcr.io/google_samples/gb-redisslave'], 'v3 v2 v1', 'redis-master'),
	E2E_REDIS,
];
