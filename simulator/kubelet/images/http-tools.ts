import type { Process, Program } from '../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import type { Task } from '../../machinery/task.ts';
import { formatHttpDate } from '../../machinery/timestamp.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { ImageRepository } from '../runtime/image.ts';
import { BULLSEYE, debianLayer } from './bases/debian.ts';
import { distrolessLayer } from './bases/distroless.ts';
import { imageTags } from './image-version.ts';
import { executable, layer } from './layer-builder.ts';
import { goAddress, goFlag, goLogStamp, PLAIN, simpleHttpProgram } from './programs/simple-http.ts';

// Small images that answer HTTP requests about themselves.

const ENV = [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']] as const;

/** Headers as Go's http.Request.Write prints a request back: the first line, the host, the rest by name. */
function requestText(request: HttpRequest): string {
	const lines = [
		`${request.method} ${request.target} ${request.version}`,
		`Host: ${request.headers.get('host') ?? ''}`,
	];
	const agent = request.headers.get('user-agent');
	if (agent !== undefined) lines.push(`User-Agent: ${agent}`);
	const rest = request.headers.entries().filter(([name]) => !/^(?:host|user-agent|connection)$/i.test(name));
	for (const [name, value] of [...rest].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
		lines.push(`${name}: ${value}`);
	return lines.map((line) => `${line}\r\n`).join('');
}

function variable({ env }: Process, name: string): string | undefined {
	return env.get(name);
}

function goDate(process: Process): readonly [string, string] {
	return ['Date', formatHttpDate(process.now())];
}

const whoami = simpleHttpProgram({
	begin(process) {
		const args = process.argv.slice(1);
		const port = Number(goFlag(args, 'port') ?? variable(process, 'WHOAMI_PORT_NUMBER') ?? '80');
		return { port, say: `${goLogStamp(process)} Starting up on port ${port}\n` };
	},
	*answer(process, request) {
		const path = request.target.replace(/\?.*/, '');
		if (path === '/health') return { status: 200, headers: [goDate(process)], body: '' };
		const name = goFlag(process.argv.slice(1), 'name') ?? variable(process, 'WHOAMI_NAME');
		const addresses = process.machine.interfaces().flatMap((each) => each.addresses);
		const body = [
			...(name === undefined ? [] : [`Name: ${name}\n`]),
			`Hostname: ${process.hostname}\n`,
			...addresses.map((address) => `IP: ${address.replace(/\/\d+$/, '')}\n`),
			`RemoteAddr: ${request.remote.address}:${request.remote.port}\n`,
			`${requestText(request)}\r\n`,
		].join('');
		return { status: 200, headers: [goDate(process), ...PLAIN], body };
	},
	logTo: 2,
});

/** What a request costs: some thousand square roots in PHP. */
const HPA_EXAMPLE_CPU_MS = 9;

const hpaExample = simpleHttpProgram({
	begin: () => ({
		port: 80,
		say: "AH00558: apache2: Could not reliably determine the server's fully qualified domain name. Set the 'ServerName' directive globally to suppress this message\n",
	}),
	*answer(process) {
		yield* process.burnCpu(HPA_EXAMPLE_CPU_MS);
		const headers = [goDate(process), ['Server', 'Apache/2.4.10 (Debian)'], ['X-Powered-By', 'PHP/5.6.14']] as const;
		return { status: 200, headers: [...headers, ['Content-Type', 'text/html; charset=UTF-8']], body: 'OK!' };
	},
	terminate: { status: 0 },
	logTo: 2,
});

/** The load of the documentation's autoscaling walk-through. */
export const HPA_EXAMPLE: ImageRepository = {
	names: ['registry.k8s.io/hpa-example', 'k8s.gcr.io/hpa-example'],
	tags: imageTags('hpa-example', [
		{
			tags: 'latest',
			date: '2016-05-02',
			sizeBytes: 180_923_204,
			layers: () => [
				debianLayer(BULLSEYE),
				layer([executable('/usr/local/bin/apache2-foreground', 'hpa-example', 1_346)]),
			],
			config: { cmd: ['apache2-foreground'], env: ENV, workingDir: '/var/www/html', exposedPorts: ['80/tcp'] },
		},
	]),
	programs: new Map([['hpa-example', hpaExample]]),
};

export const WHOAMI: ImageRepository = {
	names: ['docker.io/traefik/whoami', 'docker.io/containous/whoami'],
	tags: imageTags('traefik/whoami', [
		{
			tags: 'v1.11.0 v1.11 v1 latest',
			date: '2025-02-28',
			sizeBytes: 2_869_840,
			layers: () => [layer([executable('/whoami', 'traefik-whoami', 6_717_624)])],
			config: { entrypoint: ['/whoami'], env: ENV, exposedPorts: ['80/tcp'] },
		},
		{
			tags: 'v1.10.3 v1.10',
			date: '2024-09-26',
			sizeBytes: 2_820_512,
			layers: () => [layer([executable('/whoami', 'traefik-whoami', 6_600_000)])],
			config: { entrypoint: ['/whoami'], env: ENV, exposedPorts: ['80/tcp'] },
		},
	]),
	programs: new Map([['traefik-whoami', whoami]]),
};

const httpEcho = simpleHttpProgram({
	begin(process) {
		const args = process.argv.slice(1);
		const text = goFlag(args, 'text') ?? variable(process, 'ECHO_TEXT') ?? '';
		if (text === '') return { port: 0, say: 'Missing -text option!\n', exit: 127 };
		const listen = goFlag(args, 'listen') ?? ':5678';
		return {
			...goAddress(listen),
			say: `${goLogStamp(process)} [INFO] server is listening on ${listen}\n`,
		};
	},
	*answer(process, request) {
		const text = goFlag(process.argv.slice(1), 'text') ?? variable(process, 'ECHO_TEXT') ?? '';
		const headers = [['X-App-Name', 'http-echo'], ['X-App-Version', '1.0.0'], goDate(process)] as const;
		const path = request.target.replace(/\?.*/, '');
		if (path === '/health') {
			return { status: 200, headers: [...headers, ['Content-Type', 'application/json']], body: '{"status":"ok"}\n' };
		}
		return { status: 200, headers: [...headers, ...PLAIN], body: `${text}\n` };
	},
	log(process, request, answer, bytes) {
		const agent = request.headers.get('user-agent') ?? '';
		return `${goLogStamp(process)} [INFO] ${request.headers.get('host') ?? ''} ${request.remote.address}:${request.remote.port} "${request.method} ${request.target} ${request.version}" ${answer.status} ${bytes} "${agent}" ${20 + (request.remote.port % 60)}.${request.remote.port % 1000}µs\n`;
	},
	terminate: { say: 'Received interrupt, shutting down...\n', status: 0 },
});

export const HTTP_ECHO: ImageRepository = {
	names: ['docker.io/hashicorp/http-echo'],
	tags: imageTags('hashicorp/http-echo', [
		{
			tags: '1.0.0 1.0 1 latest',
			date: '2023-08-24',
			sizeBytes: 2_990_413,
			layers: () => [distrolessLayer(), layer([executable('/http-echo', 'http-echo', 5_832_704)])],
			config: { entrypoint: ['/http-echo'], env: ENV, user: '65532', exposedPorts: ['5678/tcp'] },
		},
		{
			tags: '0.2.3',
			date: '2017-04-04',
			sizeBytes: 1_842_318,
			layers: () => [layer([executable('/http-echo', 'http-echo', 4_600_000)])],
			config: { entrypoint: ['/http-echo'], env: ENV, exposedPorts: ['5678/tcp'] },
		},
	]),
	programs: new Map([['http-echo', httpEcho]]),
};

function helloApp(version: string): Program {
	return simpleHttpProgram({
		begin(process) {
			const port = Number(variable(process, 'PORT') ?? '8080');
			return { port, say: `${goLogStamp(process)} Server listening on port ${port}\n` };
		},
		answer: (process) => greet(process, version),
		log: (process, request) => `${goLogStamp(process)} Serving request: ${request.target.replace(/\?.*/, '')}\n`,
		logTo: 2,
	});
}

function* greet(process: Process, version: string): Task<HttpAnswer> {
	const body = `Hello, world!\nVersion: ${version}\nHostname: ${process.hostname}\n`;
	return { status: 200, headers: [goDate(process), ...PLAIN], body };
}

export const HELLO_APP: ImageRepository = {
	names: ['gcr.io/google-samples/hello-app', 'us-docker.pkg.dev/google-samples/containers/gke/hello-app'],
	tags: imageTags(
		'google-samples/hello-app',
		(['1.0', '2.0'] as const).map((tag) => ({
			tags: tag,
			date: '2023-11-14',
			sizeBytes: tag === '1.0' ? 13_746_942 : 13_746_960,
			layers: () => [distrolessLayer(), layer([executable('/hello-app', `hello-app-${tag}`, 7_400_000)])],
			config: { cmd: ['/hello-app'], env: ENV, user: '65532' },
		})),
	),
	programs: new Map([
		['hello-app-1.0', helloApp('1.0.0')],
		['hello-app-2.0', helloApp('2.0.0')],
	]),
};

function bootcamp(version: string): Program {
	return simpleHttpProgram({
		begin: (process) => ({
			port: 8080,
			say: `Kubernetes Bootcamp App Started At: ${isoTime(process)} | Running On:  ${process.hostname} \n\n`,
		}),
		answer: (process) => welcome(process, version),
		log: (process) =>
			`Running On: ${process.hostname} | Total Requests: 1 | App Uptime: 0 seconds | Log Time: ${isoTime(process)} \n`,
	});
}

function* welcome(process: Process, version: string): Task<HttpAnswer> {
	const headers = [['Content-Type', 'text/plain'], goDate(process), ['Connection', 'keep-alive']] as const;
	const body = `Hello Kubernetes bootcamp! | Running on: ${process.hostname} | v=${version}\n`;
	return { status: 200, headers, body };
}

function isoTime(process: Process): string {
	return formatHttpDate(process.now());
}

export const KUBERNETES_BOOTCAMP: ImageRepository = {
	names: ['gcr.io/google-samples/kubernetes-bootcamp', 'docker.io/jocatalin/kubernetes-bootcamp'],
	tags: imageTags(
		'google-samples/kubernetes-bootcamp',
		(['v1', 'v2'] as const).map((tag) => ({
			tags: tag === 'v1' ? 'v1 1 latest' : 'v2 2',
			date: '2016-10-31',
			sizeBytes: 83_625_126,
			layers: () => [debianLayer(BULLSEYE), layer([executable('/server', `bootcamp-${tag}`, 24_000_000)])],
			config: { cmd: ['/server'], env: [...ENV, ['NPM_CONFIG_LOGLEVEL', 'info'], ['NODE_VERSION', '6.3.1']] },
		})),
	),
	programs: new Map([
		['bootcamp-v1', bootcamp('1')],
		['bootcamp-v2', bootcamp('2')],
	]),
};

const echoServer = simpleHttpProgram({
	begin: () => ({ port: 8080, say: 'Generating self-signed cert\nStarting nginx\n' }),
	*answer(process, request) {
		const [path = '/', query = ''] = request.target.split('?');
		const names = [...request.headers.entries()].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
		const body = `

Hostname: ${process.hostname}

Pod Information:
	-no pod information available-

Server values:
	server_version=nginx: 1.13.3 - lua: 10008

Request Information:
	client_address=${request.remote.address}
	method=${request.method}
	real path=${request.target}
	query=${query}
	request_version=${request.version.slice(5)}
	request_scheme=http
	request_uri=http://${request.headers.get('host') ?? ''}:8080${path}

Request Headers:
${names.map(([name, value]) => `	${name.toLowerCase()}=${value}`).join('\n')}

Request Body:
${request.body.length === 0 ? '	-no body in request-' : decodeUtf8(request.body)}

`;
		return { status: 200, headers: [goDate(process), ['Content-Type', 'text/plain'], ['Server', 'echoserver']], body };
	},
	log: (_, request, answer, bytes) =>
		`${request.remote.address} - - "${request.method} ${request.target} ${request.version}" ${answer.status} ${bytes} "-" "${request.headers.get('user-agent') ?? '-'}"\n`,
	terminate: { status: 0 },
});

export const ECHO_SERVER: ImageRepository = {
	names: ['registry.k8s.io/echoserver', 'gcr.io/google_containers/echoserver', 'k8s.gcr.io/echoserver'],
	tags: imageTags(
		'echoserver',
		(['1.10', '1.8', '1.4'] as const).map((tags) => ({
			tags,
			date: '2018-03-20',
			sizeBytes: 30_763_510,
			layers: () => [debianLayer(BULLSEYE), layer([executable('/usr/local/bin/run.sh', 'echoserver', 1_800)])],
			config: { cmd: ['/usr/local/bin/run.sh'], env: ENV, exposedPorts: ['8080/tcp', '8443/tcp'] },
		})),
	),
	programs: new Map([['echoserver', echoServer]]),
};
