import type { Process, Program } from '../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import { parseTarget } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { formatHttpDate, formatNanoTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageRepository } from '../runtime/image.ts';
import { alpineLayer } from './bases/alpine.ts';
import { imageTags } from './image-version.ts';
import { executable, layer } from './layer-builder.ts';
import { grpcHealthTarget } from './programs/grpc-health.ts';
import { goFlag, goLogStamp, PLAIN, simpleHttpProgram } from './programs/simple-http.ts';

/** Answers of `agnhost netexec`. Models test/images/agnhost/netexec. */
function* netexec(process: Process, request: HttpRequest): Task<HttpAnswer> {
	const date = ['Date', formatHttpDate(process.now())] as const;
	const target = parseTarget(request.target);
	const argument = (name: string): string => target?.query.get(name)?.[0] ?? '';
	const text = (body: string, status = 200): HttpAnswer => ({ status, headers: [date, ...PLAIN], body });
	switch (target?.path) {
		case '/':
			return text(`NOW: ${formatNanoTime(process.now()).replace('T', ' ').replace('Z', '')} +0000 UTC m=+0.000000001`);
		case '/hostname':
		case '/hostName':
			return text(process.hostname);
		case '/clientip':
			return text(`${request.remote.address}:${request.remote.port}`);
		case '/echo': {
			const code = Number(argument('code') === '' ? '200' : argument('code'));
			return text(argument('msg'), code >= 200 && code < 600 ? code : 400);
		}
		case '/healthz':
		case '/readyz':
			return { status: 200, headers: [date], body: '' };
		case '/header':
			return text(request.headers.get(argument('key')) ?? '');
		case '/exit': {
			const code = Number(argument('code') === '' ? '0' : argument('code'));
			return process.exit(code);
		}
		default:
			return text('404 page not found\n', 404);
	}
}

const netexecServer = simpleHttpProgram({
	begin(process) {
		const port = Number(goFlag(process.argv.slice(2), 'http-port') ?? '8080');
		return {
			port,
			say: `${goLogStamp(process)} Started HTTP server on port ${port}\n${goLogStamp(process)} Started UDP server on port  ${goFlag(process.argv.slice(2), 'udp-port') ?? '8081'}\n`,
		};
	},
	answer: netexec,
	log: (process, request) => `${goLogStamp(process)} GET ${request.target.replace(/\?.*/, '')}\n`,
	logTo: 2,
});

const serveHostname = simpleHttpProgram({
	begin: (process) => ({
		port: Number(goFlag(process.argv.slice(2), 'port') ?? '9376'),
		say: `I ${goLogStamp(process)} Serving on port ${goFlag(process.argv.slice(2), 'port') ?? '9376'}.\n`,
	}),
	*answer(process) {
		return { status: 200, headers: [['Date', formatHttpDate(process.now())], ...PLAIN], body: process.hostname };
	},
	logTo: 2,
});

/** Healthy for its first ten seconds. */
function livenessServer(): Program {
	return (process) => {
		const startedMs = process.now();
		const server = simpleHttpProgram({
			begin: () => ({ port: 8080 }),
			answer: (own, request) => liveness(own, request, startedMs),
		});
		return server(process);
	};
}

function* liveness(process: Process, request: HttpRequest, startedMs: number): Task<HttpAnswer> {
	const seconds = (process.now() - startedMs) / 1_000;
	const date = ['Date', formatHttpDate(process.now())] as const;
	if (request.target !== '/healthz') return { status: 200, headers: [date], body: '' };
	const headers = [date, ...PLAIN];
	if (seconds > 10) return { status: 500, headers, body: `error: ${seconds.toFixed(9)}` };
	return { status: 200, headers, body: 'ok' };
}

/** Healthy until it is told not to be. Models test/images/agnhost/grpc-health-checking. */
function* grpcHealthChecking(process: Process): Task<number> {
	const args = process.argv.slice(2);
	const port = Number(goFlag(args, 'port') ?? '5000');
	const httpPort = Number(goFlag(args, 'http-port') ?? '8080');
	const service = goFlag(args, 'service') ?? '';
	const unhealthyAfter = Number(goFlag(args, 'delay-unhealthy-sec') ?? '-1');
	const say = (text: string): Task<void> => process.write(2, encodeUtf8(`${goLogStamp(process)} ${text}\n`));
	const startedMs = process.now();
	let told: boolean | undefined;
	const isServing = (): boolean => told ?? (unhealthyAfter < 0 || process.now() - startedMs < unhealthyAfter * 1_000);
	const listening = process.listen('0.0.0.0', port);
	process.vouch(listening, {
		secure: false,
		status: (target) =>
			target !== grpcHealthTarget(service) && target !== grpcHealthTarget('') ? 404 : isServing() ? 200 : 503,
	});
	yield* say(`Http server starting to listen on :${httpPort}`);
	yield* say(`gRpc server starting to listen on :${port}`);
	const server = simpleHttpProgram({
		begin: () => ({ port: httpPort }),
		answer: (own, request) => {
			if (request.target === '/make-not-serving') told = false;
			if (request.target === '/make-serving') told = true;
			return markedAnswer(own, request);
		},
	});
	return yield* server(process);
}

function* markedAnswer(process: Process, { target }: HttpRequest): Task<HttpAnswer> {
	const date = ['Date', formatHttpDate(process.now())] as const;
	const known = target === '/make-not-serving' || target === '/make-serving';
	if (!known) return { status: 404, headers: [date, ...PLAIN], body: '404 page not found\n' };
	yield* process.write(
		2,
		encodeUtf8(`${goLogStamp(process)} Mark as ${target === '/make-serving' ? 'serving' : 'failed'}\n`),
	);
	return { status: 200, headers: [date], body: '' };
}

const USAGE = `Usage:
  app [command]

Available Commands:
  grpc-health-checking Starts a simple grpc health checking endpoint
  help             Help about any command
  liveness         Starts a server that is alive for 10 seconds
  netexec          Creates HTTP(S), UDP, and (optionally) SCTP servers with various endpoints
  pause            Pauses the execution
  serve-hostname   Serves the hostname
`;

/** The subcommands that are here. Differs: agnhost has some forty; the others are refused. */
function* agnhost(process: Process): Task<number> {
	const [, command] = process.argv;
	switch (command) {
		case 'netexec':
			return yield* netexecServer(process);
		case 'grpc-health-checking':
			return yield* grpcHealthChecking(process);
		case 'serve-hostname':
			return yield* serveHostname(process);
		case 'liveness':
			return yield* livenessServer()(process);
		case undefined:
		case 'pause':
			yield* process.write(1, encodeUtf8('Paused\n'));
			process.onSignal('TERM', 'catch');
			while (process.takeSignals().length === 0) {
				try {
					yield* process.sleep(2_000_000_000);
				} catch {
					// The signal ends the sleep.
				}
			}
			return 0;
		case 'help':
		case '--help':
			yield* process.write(1, encodeUtf8(USAGE));
			return 0;
		default:
			yield* process.write(
				2,
				encodeUtf8(`Error: unknown command ${JSON.stringify(command)} for "app"\nRun 'app --help' for usage.\n`),
			);
			return 1;
	}
}

export const AGNHOST: ImageRepository = {
	names: ['registry.k8s.io/e2e-test-images/agnhost', 'k8s.gcr.io/e2e-test-images/agnhost'],
	tags: imageTags(
		'e2e-test-images/agnhost',
		(
			[
				['2.56', '2025-07-24'],
				['2.53', '2024-08-20'],
				['2.47', '2024-02-21'],
				['2.45', '2023-08-15'],
				['2.40', '2022-08-23'],
				['2.39', '2022-06-20'],
				['2.33', '2021-11-01'],
				['2.21', '2020-10-01'],
			] as const
		).map(([tags, date]) => ({
			tags,
			date,
			sizeBytes: 51_873_204,
			layers: () => [
				alpineLayer('3.22.1'),
				layer([
					executable('/agnhost', 'agnhost', 48_590_024),
					executable('/usr/bin/curl', 'curl', 267_736),
					executable('/usr/bin/dig', 'dig', 118_000),
					executable('/usr/bin/nslookup', 'nslookup', 118_000),
				]),
			],
			config: {
				entrypoint: ['/agnhost'],
				cmd: ['pause'],
				env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']],
				exposedPorts: ['80/tcp', '8080/tcp', '8081/tcp', '9376/tcp'],
			},
		})),
	),
	programs: new Map([['agnhost', agnhost]]),
};
