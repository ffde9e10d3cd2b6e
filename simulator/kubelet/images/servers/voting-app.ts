import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { type CataloguedVersion, cataloguedImage } from '../catalogued-image.ts';
import { secondStamp } from '../programs/log-stamps.ts';
import { lookupName } from '../programs/program-resolver.ts';
import { type Page, pathOf, serverProgram } from '../programs/server-program.ts';
import { connectRedis, type RedisConnection } from '../redis/redis-client.ts';
import { connectSql, SqlConnection } from '../sql/sql-client.ts';

// Docker's example of five: a page that takes votes into Redis, a worker that moves them to PostgreSQL, a page of results.

const VERSIONS: readonly CataloguedVersion[] = [['latest before after v1 v2', '2024-02-02', 60_402_114]];
const DATABASE = { user: 'postgres', password: 'postgres', database: 'postgres' };
const POLL_MS = 1_000;

function voteImage(): ImageRepository {
	return cataloguedImage({
		names: 'dockersamples/examplevotingapp_vote kodekloud/examplevotingapp_vote schoolofdevops/vote',
		versions: VERSIONS,
		cmd: [
			'gunicorn',
			'app:app',
			'-b',
			'0.0.0.0:80',
			'--log-file',
			'-',
			'--access-logfile',
			'-',
			'--workers',
			'4',
			'--keep-alive',
			'0',
		],
		workingDir: '/usr/local/app',
		ports: '80',
		programs: [
			[
				'/usr/local/bin/gunicorn',
				serverProgram({
					ports: [80],
					memoryBytes: 90 * 1024 ** 2,
					ready: (process) => {
						const line = (text: string, pid: number): string =>
							`[${secondStamp(process)} +0000] [${pid}] [INFO] ${text}\n`;
						return (
							line('Starting gunicorn 21.2.0', 1) +
							line('Listening at: http://0.0.0.0:80 (1)', 1) +
							line('Using worker: sync', 1) +
							[7, 8, 9, 10].map((pid) => line(`Booting worker with pid: ${pid}`, pid)).join('')
						);
					},
					serve: vote,
					headers: [['Server', 'gunicorn']],
					logTo: 2,
					end: { status: 0 },
				}),
			],
		],
	});
}

function* vote(process: Process, request: HttpRequest): Task<Page | undefined> {
	if (pathOf(request) !== '/') return undefined;
	const [, known] = /voter_id=([0-9a-f]+)/.exec(request.headers.get('cookie') ?? '') ?? [];
	const voter = known ?? `${process.randomUint32().toString(16)}${process.randomUint32().toString(16)}`;
	let chosen: string | undefined;
	if (request.method === 'POST') {
		chosen = /(?:^|&)vote=([^&]*)/.exec(decodeUtf8(request.body))?.[1];
		const connection = yield* connectRedis(process, 'redis');
		if (connection === undefined || chosen === undefined) {
			return {
				status: 500,
				headers: [['Content-Type', 'text/html; charset=utf-8']],
				body: '<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n',
			};
		}
		yield* process.write(2, encodeUtf8(`[${secondStamp(process)}] INFO in app: Received vote for ${chosen}\n`));
		yield* connection.ask(['RPUSH', 'votes', JSON.stringify({ voter_id: voter, vote: chosen })]);
		connection.close();
	}
	const [a, b] = [process.env.get('OPTION_A') ?? 'Cats', process.env.get('OPTION_B') ?? 'Dogs'];
	return {
		status: 200,
		headers: [
			['Content-Type', 'text/html; charset=utf-8'],
			['Set-Cookie', `voter_id=${voter}; Path=/`],
		],
		body: `<!DOCTYPE html>\n<html>\n  <head>\n    <title>${a} vs ${b}!</title>\n  </head>\n  <body>\n    <h3>${a} vs ${b}!</h3>\n    <form id="choice" name='form' method="POST" action="/">\n      <button id="a" type="submit" name="vote" class="a" value="a">${a}</button>\n      <button id="b" type="submit" name="vote" class="b" value="b">${b}</button>\n    </form>\n    <div id="hostname">Processed by container ID ${process.hostname}</div>\n${chosen === undefined ? '' : `    <script>var vote = "${chosen}";</script>\n`}  </body>\n</html>\n`,
	};
}

/** .NET's worker: it waits for both, then carries. */
function* worker(process: Process): Task<number> {
	const say = (text: string): Task<void> => process.write(1, encodeUtf8(`${text}\n`));
	let database: SqlConnection | undefined;
	let redis: RedisConnection | undefined;
	for (;;) {
		if (database === undefined) {
			const found = yield* connectSql(process, 'db', 5432, DATABASE);
			if (found instanceof SqlConnection) {
				database = found;
				yield* database.query(
					'CREATE TABLE IF NOT EXISTS votes (id VARCHAR(255) NOT NULL UNIQUE, vote VARCHAR(255) NOT NULL)',
				);
				yield* process.write(2, encodeUtf8('Connected to db\n'));
			} else yield* process.write(2, encodeUtf8('Waiting for db\n'));
		}
		if (database !== undefined && redis === undefined) {
			const address = yield* lookupName(process, 'redis');
			redis = address.kind === 'found' ? yield* connectRedis(process, 'redis') : undefined;
			if (redis === undefined) yield* process.write(2, encodeUtf8('Waiting for redis\n'));
			else {
				yield* say(`Found redis at ${redis.address}`);
				yield* process.write(2, encodeUtf8('Connecting to redis\n'));
			}
		}
		if (database !== undefined && redis !== undefined) {
			const carried = yield* carry(process, database, redis);
			if (carried === 'gone') redis = undefined;
			if (carried === 'vote') continue;
		}
		try {
			yield* process.sleep(POLL_MS);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			return 0;
		}
	}
}

function* carry(process: Process, database: SqlConnection, redis: RedisConnection): Task<'vote' | 'nothing' | 'gone'> {
	const reply = yield* redis.ask(['BLPOP', 'votes', '0']);
	if (reply === undefined) return 'gone';
	const item = reply.kind === 'array' ? reply.items[1] : reply;
	if (item?.kind !== 'bulk') return 'nothing';
	const { voter_id: voter, vote: chosen } = JSON.parse(item.text) as { voter_id: string; vote: string };
	yield* process.write(1, encodeUtf8(`Processing vote for '${chosen}' by '${voter}'\n`));
	const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
	yield* database.query(`DELETE FROM votes WHERE id = ${quoted(voter)}`);
	yield* database.query(`INSERT INTO votes (id, vote) VALUES (${quoted(voter)}, ${quoted(chosen)})`);
	return 'vote';
}

const WORKER = cataloguedImage({
	names: 'dockersamples/examplevotingapp_worker kodekloud/examplevotingapp_worker schoolofdevops/vote-worker',
	versions: VERSIONS,
	entrypoint: ['dotnet', 'Worker.dll'],
	workingDir: '/app',
	programs: [['/usr/bin/dotnet', worker]],
});

function* result(process: Process, request: HttpRequest): Task<Page | undefined> {
	if (pathOf(request) !== '/') return undefined;
	const connection = yield* connectSql(process, 'db', 5432, DATABASE);
	let counts = '';
	if (connection instanceof SqlConnection) {
		const reply = yield* connection.query('SELECT vote FROM votes');
		const found = reply?.results.at(-1);
		const rows = found !== undefined && 'rows' in found ? found.rows : [];
		counts = ['a', 'b']
			.map((each) => `<div id="${each}">${rows.filter(([chosen]) => chosen === each).length}</div>`)
			.join('');
		connection.close();
	}
	return `<!DOCTYPE html>\n<html ng-app="catsvsdogs">\n  <head>\n    <meta charset="utf-8">\n    <title>Cats vs Dogs -- Result</title>\n  </head>\n  <body ng-controller="statsCtrl">\n     ${counts}\n  </body>\n</html>\n`;
}

const RESULT = cataloguedImage({
	names: 'dockersamples/examplevotingapp_result kodekloud/examplevotingapp_result',
	versions: VERSIONS,
	entrypoint: ['/usr/bin/tini', '--'],
	cmd: ['node', 'server.js'],
	workingDir: '/usr/local/app',
	ports: '80',
	programs: [
		[
			'/usr/local/bin/node',
			serverProgram({
				ports: (process) => [Number(process.env.get('PORT') ?? '80')],
				memoryBytes: 50 * 1024 ** 2,
				ready: (_, port) => `App running on port ${port}\nConnected to db\n`,
				serve: result,
				headers: [['X-Powered-By', 'Express']],
				end: { status: 143 },
			}),
		],
		['/usr/bin/tini', passOn],
	],
});

/** An init that becomes what it is told to run. */
function* passOn(process: Process): Task<number> {
	const words = process.argv.slice(process.argv[1] === '--' ? 2 : 1);
	return yield* process.exec(`/usr/local/bin/${words[0]}`, words, process.env);
}

export const VOTING_APP: readonly ImageRepository[] = [voteImage(), WORKER, RESULT];
