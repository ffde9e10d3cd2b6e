import type { Process } from '../../../kernel/process-api.ts';
import type { HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { type Page, pathOf, type StartRefusal } from '../programs/server-program.ts';
import { connectRedis } from '../redis/redis-client.ts';
import { connectSql, SqlConnection } from '../sql/sql-client.ts';
import { exampleImage } from './example-image.ts';

// Applications of courses' labs that ask others, and shops that are only looked at.

const page = (title: string, body: string): string =>
	`<!doctype html>\n<html>\n<head>\n<title>${title}</title>\n</head>\n<body>${body}</body>\n</html>\n`;

const FLASK =
	' * Serving Flask app "app" (lazy loading)\n * Environment: production\n * Debug mode: off\n * Running on http://0.0.0.0:8080/ (Press CTRL+C to quit)\n';

/** Tells whether its database lets it in. */
function* databasePage(process: Process, request: HttpRequest): Task<Page | undefined> {
	if (pathOf(request) !== '/') return undefined;
	const setting = (name: string, usual: string): string =>
		process.env.get(`DB_${name}`) ?? process.env.get(`DB_${name.toUpperCase()}`) ?? usual;
	const host = setting('Host', 'localhost');
	const user = setting('User', 'root');
	const password = setting('Password', 'paswrd');
	const connection = yield* connectSql(process, host, 3306, { user, password });
	const isIn = connection instanceof SqlConnection;
	if (isIn) connection.close();
	const variables = `DB_Host=${host}; DB_Database=Not Set; DB_User=${user}; DB_Password=${password};`;
	const why = isIn
		? ''
		: connection.kind === 'denied'
			? connection.message
			: `2003: Can't connect to MySQL server on '${host}:3306' (${connection.kind === 'unknown host' ? '-2 Name or service not known' : '111 Connection refused'})`;
	return page(
		`Hello from ${process.hostname}`,
		`<div style="background:${isIn ? '#39b54b' : '#ff3f3f'};"><h3>${isIn ? 'Successfully connected to the MySQL database.' : 'Failed connecting to the MySQL database.'}</h3><p>Environment Variables: ${variables}</p><p>From ${process.hostname}!</p>${why}</div>`,
	);
}

function* votesBackend(process: Process): Task<StartRefusal | undefined> {
	const connection = yield* connectRedis(process, process.env.get('REDIS') ?? 'azure-vote-back');
	if (connection === undefined) return { status: 1, say: 'Failed to connect to Redis, terminating.\n' };
	connection.close();
	return undefined;
}

function* votesPage(process: Process, request: HttpRequest): Task<Page | undefined> {
	if (pathOf(request) !== '/') return undefined;
	const connection = yield* connectRedis(process, process.env.get('REDIS') ?? 'azure-vote-back');
	const [, choice] = /(?:^|&)vote=(\w+)/.exec(decodeUtf8(request.body)) ?? [];
	const counts: string[] = [];
	for (const name of ['Cats', 'Dogs']) {
		const reply = yield* connection?.ask(choice === name ? ['INCR', name] : ['GET', name]) ?? nobody();
		counts.push(`${name} - ${reply?.kind === 'bulk' ? reply.text : reply?.kind === 'integer' ? reply.value : 0}`);
	}
	connection?.close();
	return page('Azure Voting App', `<div id="results"> ${counts.join(' | ')} </div>`);
}

function* nobody(): Task<undefined> {
	return undefined;
}

/** Sock Shop: port and first words of each part. Differs: what they would ask each other they do not ask. */
const SHOP = [
	['front-end', '0.3.12', 8079, 'Using local session manager\nApp now running in production mode on port 8079\n'],
	['catalogue', '0.3.5', 80, 'ts=TIME caller=main.go:169 transport=HTTP port=80\n'],
	['user', '0.4.7', 80, 'ts=TIME caller=main.go:181 transport=HTTP port=80\n'],
	['payment', '0.4.3', 80, 'ts=TIME caller=main.go:121 transport=HTTP port=80\n'],
	['carts', '0.4.8', 80, 'INFO [bootstrap,,,] w.works.CartApplication : Started CartApplication\n'],
	['orders', '0.4.7', 80, 'INFO [bootstrap,,,] works.weave.socks.orders.OrderApplication : Started OrderApplication\n'],
	[
		'shipping',
		'0.4.8',
		80,
		'INFO [bootstrap,,,] works.weave.socks.ShippingServiceApplication : Started ShippingServiceApplication\n',
	],
	[
		'queue-master',
		'0.3.1',
		80,
		'INFO [bootstrap,,,] w.w.s.queuemaster.QueueMasterApplication : Started QueueMasterApplication\n',
	],
] as const;

function shopPart([name, tag, port, begin]: (typeof SHOP)[number]): ImageRepository {
	return exampleImage({
		names: `weaveworksdemos/${name}`,
		versions: [[`${tag} latest master`, '2017-11-30', 60_402_114]],
		file: `/usr/local/bin/${name}`,
		port,
		behaviour: {
			begin: () => begin,
			page: (_, request) =>
				pathOf(request) === '/health'
					? `{"health":[{"service":"${name}","status":"OK"}]}`
					: name === 'front-end' && pathOf(request) === '/'
						? page('WeaveSocks', '<h1>We love socks!</h1>')
						: undefined,
			end: { status: 143 },
		},
	});
}

export const LABS: readonly ImageRepository[] = [
	exampleImage({
		names: 'kodekloud/simple-webapp-mysql mmumshad/simple-webapp-mysql',
		versions: [['latest', '2019-03-22', 40_402_114]],
		file: '/usr/local/bin/python',
		args: ['app.py'],
		isEntryPoint: true,
		port: 8080,
		behaviour: { begin: () => FLASK, serve: databasePage, logTo: 2, end: { status: 143 } },
	}),
	exampleImage({
		names: 'kodekloud/webapp-conntest kodekloud/webapp-delayed-start kodekloud/simple-webapp mmumshad/simple-webapp',
		versions: [['latest', '2020-04-09', 40_402_114]],
		file: '/usr/local/bin/python',
		args: ['app.py'],
		isEntryPoint: true,
		port: 8080,
		behaviour: {
			begin: () => FLASK,
			page: (process, request) =>
				pathOf(request) === '/ready' || pathOf(request) === '/live'
					? 'OK'
					: pathOf(request) === '/'
						? page(`Hello from ${process.hostname}`, `<h1>Hello from ${process.hostname}!</h1>`)
						: undefined,
			logTo: 2,
			end: { status: 143 },
		},
	}),
	exampleImage({
		names: 'mcr.microsoft.com/azuredocs/azure-vote-front microsoft/azure-vote-front',
		versions: [['v1 v2 latest', '2018-05-04', 340_402_114]],
		file: '/usr/local/bin/entrypoint',
		port: 80,
		behaviour: { check: votesBackend, serve: votesPage, logTo: 2, end: { status: 0 } },
	}),
	...SHOP.map(shopPart),
];
