import type { Process } from '../../../kernel/process-api.ts';
import { commonLogTime, type HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_DISTROLESS, ON_SCRATCH } from '../bases/base.ts';
import { type CataloguedVersion, cataloguedImage } from '../catalogued-image.ts';
import { isoStamp } from '../programs/log-stamps.ts';
import { type Page, pathOf, serverProgram } from '../programs/server-program.ts';
import { goLogStamp } from '../programs/simple-http.ts';
import { exampleImage } from './example-image.ts';

// Applications of books, courses and documentations: one page, and something about it that their exercises show.

const node = { file: '/usr/local/bin/node' } as const;

const html = (title: string, body: string): string =>
	`<!doctype html>\n<html>\n<head>\n<title>${title}</title>\n</head>\n<body>${body}</body>\n</html>\n`;

const flask = (process: Process, request: HttpRequest, status: number): string => {
	const [day, month, year] = [
		commonLogTime(process.now()).slice(0, 2),
		commonLogTime(process.now()).slice(3, 6),
		commonLogTime(process.now()).slice(7, 11),
	];
	return `${request.remote.address} - - [${day}/${month}/${year} ${commonLogTime(process.now()).slice(12, 20)}] "${request.method} ${request.target} ${request.version}" ${status} -\n`;
};

const flaskBegin = (port: number): string =>
	` * Serving Flask app 'app'\n * Debug mode: off\nWARNING: This is a development server. Do not use it in a production deployment. Use a production WSGI server instead.\n * Running on all addresses (0.0.0.0)\n * Running on http://127.0.0.1:${port}\nPress CTRL+C to quit\n`;

const COLOURS: Readonly<Record<string, string>> = {
	red: '#e74c3c',
	green: '#16a085',
	blue: '#2980b9',
	blue2: '#30336b',
	pink: '#be2edd',
	darkblue: '#130f40',
};

function webappColour(process: Process): string {
	const args = process.argv.join(' ');
	return /--color[= ](\S+)/.exec(args)?.[1] ?? process.env.get('APP_COLOR') ?? randomColour(process);
}

/** The same one as long as the container lives. */
function randomColour({ hostname }: Process): string {
	const names = Object.keys(COLOURS);
	return names[[...hostname].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % names.length] as string;
}

const WEBAPP_COLOR = exampleImage({
	names: 'kodekloud/webapp-color mmumshad/webapp-color',
	versions: [['latest v1 v2 v3', '2019-03-22', 33_402_114]],
	file: '/usr/local/bin/python',
	isEntryPoint: true,
	args: ['app.py'],
	workingDir: '/opt',
	port: 8080,
	behaviour: {
		memoryBytes: 22 * 1024 ** 2,
		begin: (process) => {
			const given = webappColour(process);
			const from = process.argv.some((arg) => arg.startsWith('--color'))
				? `Color from command line argument =${given}`
				: process.env.has('APP_COLOR')
					? `No Command line argument. Color from environment variable =${given}`
					: `No command line argument or environment variable. Picking a Random Color =${given}`;
			return ` This is a sample web application that displays a colored background. \n A color can be specified in two ways. \n\n 1. As a command line argument with --color as the argument. Accepts one of red,green,blue,blue2,pink,darkblue \n 2. As an Environment variable APP_COLOR. Accepts one of red,green,blue,blue2,pink,darkblue \n 3. If none of the above then a random color is picked from the above list. \n Note: Command line argument precedes over environment variable.\n\n\n${from}\n`;
		},
		ready: () => flaskBegin(8080),
		page: (process, request) =>
			pathOf(request) !== '/'
				? undefined
				: html(
						`Hello from ${process.hostname}`,
						`<div style="background: ${COLOURS[webappColour(process)] ?? webappColour(process)};"><h1>Hello from ${process.hostname}!</h1></div>`,
					),
		access: (process, request, answer) => flask(process, request, answer.status),
		logTo: 2,
		end: { status: 143 },
	},
});

const requestsOf = (_: Process, request: HttpRequest): string =>
	`Received request from ::ffff:${request.remote.address}\n`;

const KUBIA = exampleImage({
	names: 'luksa/kubia luksa/kubia-pet luksa/kubia-unhealthy',
	versions: [['latest v1 v2 v3 v4', '2017-05-02', 263_402_114]],
	...node,
	isEntryPoint: true,
	args: ['app.js'],
	port: 8080,
	behaviour: {
		memoryBytes: 30 * 1024 ** 2,
		begin: () => 'Kubia server starting...\n',
		page: (process) => {
			const version = process.release?.startsWith('v')
				? `This is ${process.release} running in pod ${process.hostname}\n`
				: `You've hit ${process.hostname}\n`;
			return { status: 200, headers: [], body: version };
		},
		access: requestsOf,
		end: { status: 143 },
	},
});

/** The Linux of the book's second edition. */
const KIADA = exampleImage({
	names: 'luksa/kiada',
	versions: [['0.1 0.2 0.3 0.4 0.5 latest', '2022-05-19', 110_402_114]],
	...node,
	isEntryPoint: true,
	args: ['app.js'],
	port: 8080,
	behaviour: {
		begin: () =>
			'Kiada - Kubernetes in Action Demo Application\n---------------------------------------------\nKiada 0.1 starting...\n',
		ready: (process, port) => `Local hostname is ${process.hostname}\nListening on port ${port}\n`,
		page: (process, request) => ({
			status: 200,
			headers: [['Content-Type', 'text/plain']],
			body: `Kiada version ${process.release}. Request processed by "${process.hostname}". Client IP: ::ffff:${request.remote.address}\n`,
		}),
		access: (_, request) => `Received request for ${request.target} from ::ffff:${request.remote.address}\n`,
		end: { status: 143 },
	},
});

const kuardPage = (process: Process, request: HttpRequest): Page | undefined => {
	switch (pathOf(request)) {
		case '/':
			return html(
				'KUAR Demo',
				`<h1>Demo application version <i>v0.10.0-${process.release}</i></h1><b>Hostname:</b> ${process.hostname}`,
			);
		case '/healthy':
		case '/ready':
			return { status: 200, headers: [['Content-Type', 'text/plain']], body: 'ok' };
		case '/env/api':
			return JSON.stringify({ commandLine: process.argv, env: Object.fromEntries(process.env) });
		default:
			return undefined;
	}
};

const KUARD = exampleImage({
	names: 'gcr.io/kuar-demo/kuard-amd64',
	versions: [
		['blue', '2019-05-31', 11_402_114],
		['green', '2019-05-31', 11_402_115],
		['purple', '2019-05-31', 11_402_116],
		['1', '2017-06-05', 10_402_114],
		['2', '2017-06-05', 10_402_115],
		['3', '2017-06-05', 10_402_116],
	],
	file: '/kuard',
	user: 'nobody:nobody',
	port: 8080,
	behaviour: {
		memoryBytes: 8 * 1024 ** 2,
		begin: (process) =>
			`${goLogStamp(process)} Starting kuard version: v0.10.0-${process.release}\n${goLogStamp(process)} **********************************************************************\n${goLogStamp(process)} * WARNING: This server may expose sensitive\n${goLogStamp(process)} * and secret information. Be careful.\n${goLogStamp(process)} **********************************************************************\n${goLogStamp(process)} Config: \n{\n  "address": ":8080"\n}\n`,
		ready: (process) =>
			`${goLogStamp(process)} Could not find certificates to serve TLS\n${goLogStamp(process)} Serving on HTTP on :8080\n`,
		page: kuardPage,
		access: (process, request) =>
			`${goLogStamp(process)} ${request.remote.address}:${request.remote.port} ${request.method} ${request.target}\n`,
		logTo: 2,
		end: { status: 0 },
	},
});

const ROLLOUTS_COLOURS = 'blue green yellow orange red purple';

const ROLLOUTS_DEMO = exampleImage({
	names: 'argoproj/rollouts-demo',
	versions: [
		...ROLLOUTS_COLOURS.split(' ').map(
			(colour): CataloguedVersion => [`${colour}${colour === 'blue' ? ' latest' : ''}`, '2021-03-29', 4_402_114],
		),
		...ROLLOUTS_COLOURS.split(' ').flatMap((colour): CataloguedVersion[] => [
			[`bad-${colour}`, '2021-03-29', 4_402_114],
			[`slow-${colour}`, '2021-03-29', 4_402_114],
		]),
	],
	base: ON_SCRATCH,
	file: '/rollouts-demo',
	isEntryPoint: true,
	port: 8080,
	behaviour: {
		begin: (process) => `${goLogStamp(process)} Started server on :8080\n`,
		page: (process, request) => {
			const colour = (process.release ?? '').replace(/^.*-/, '');
			if (pathOf(request) === '/') return html('Argo Rollouts Demo', '<div id="app"></div>');
			if (pathOf(request) !== '/color') return undefined;
			return {
				status: process.release?.startsWith('bad-') && process.randomUint32() % 2 === 0 ? 500 : 200,
				headers: [['Content-Type', 'text/plain; charset=utf-8']],
				body: `"${colour}"`,
			};
		},
		access: (process, request, answer) =>
			pathOf(request) === '/color' ? `${goLogStamp(process)} ${answer.status} - ${process.release}\n` : '',
		logTo: 2,
		end: { status: 0 },
	},
});

/** nginx's own page about the server. */
const NGINX_HELLO = exampleImage({
	names: 'nginxdemos/hello nginxdemos/nginx-hello',
	versions: [
		['latest 0.4 0.3 0.2', '2024-08-21', 17_402_114],
		['plain-text 0.4-plain-text 0.3-plain-text 0.2-plain-text', '2024-08-21', 17_402_115],
	],
	file: '/usr/sbin/nginx',
	args: ['-g', 'daemon off;'],
	port: 80,
	behaviour: {
		begin: () => '/docker-entrypoint.sh: Configuration complete; ready for start up\n',
		headers: [
			['Server', 'nginx/1.27.1'],
			['Cache-Control', 'no-cache'],
		],
		page: (process, request) => {
			const date = commonLogTime(process.now());
			const address = `${request.local.address}:${request.local.port}`;
			if (process.release === 'plain-text')
				return {
					status: 200,
					headers: [['Content-Type', 'text/plain']],
					body: `Server address: ${address}\nServer name: ${process.hostname}\nDate: ${date}\nURI: ${request.target}\nRequest ID: ${requestId(process)}\n`,
				};
			return html(
				'Hello World',
				`\n<div class="info">\n<p><span>Server&nbsp;address:</span> <span>${address}</span></p>\n<p><span>Server&nbsp;name:</span> <span>${process.hostname}</span></p>\n<p class="smaller"><span>Date:</span> <span>${date}</span></p>\n<p class="smaller"><span>URI:</span> <span>${request.target}</span></p>\n</div>\n`,
			);
		},
		access: (process, request, answer, bytes) =>
			`${request.remote.address} - - [${commonLogTime(process.now())}] "${request.method} ${request.target} ${request.version}" ${answer.status} ${bytes} "-" "${request.headers.get('user-agent') ?? '-'}" "-"\n`,
		end: { status: 0 },
	},
});

function requestId(process: Process): string {
	return Array.from({ length: 4 }, () => process.randomUint32().toString(16).padStart(8, '0')).join('');
}

const DOTNET = exampleImage({
	names: 'mcr.microsoft.com/dotnet/samples mcr.microsoft.com/dotnet/core/samples',
	versions: [['aspnetapp aspnetapp-9.0 aspnetapp-8.0 latest', '2025-10-14', 94_402_114]],
	file: '/app/aspnetapp',
	isEntryPoint: true,
	env: [
		['ASPNETCORE_HTTP_PORTS', '8080'],
		['DOTNET_RUNNING_IN_CONTAINER', 'true'],
	],
	port: 8080,
	behaviour: {
		memoryBytes: 60 * 1024 ** 2,
		begin: () =>
			'info: Microsoft.Hosting.Lifetime[14]\n      Now listening on: http://[::]:8080\ninfo: Microsoft.Hosting.Lifetime[0]\n      Application started. Press Ctrl+C to shut down.\ninfo: Microsoft.Hosting.Lifetime[0]\n      Hosting environment: Production\n',
		headers: [['Server', 'Kestrel']],
		page: (process, request) =>
			pathOf(request) === '/healthz'
				? 'Healthy'
				: pathOf(request) === '/'
					? html(
							'Home page - aspnetapp',
							`<h1>Welcome to .NET</h1><table><tr><td>Host name</td><td>${process.hostname}</td></tr></table>`,
						)
					: undefined,
		missing: { status: 404, body: '' },
		end: { say: () => 'info: Microsoft.Hosting.Lifetime[0]\n      Application is shutting down...\n', status: 0 },
	},
});

const AKS_HELLO = exampleImage({
	names:
		'mcr.microsoft.com/azuredocs/aks-helloworld mcr.microsoft.com/azuredocs/aci-helloworld neilpeterson/aks-helloworld',
	versions: [['v1 latest v2', '2019-07-31', 240_402_114]],
	file: '/usr/local/bin/entrypoint',
	port: 80,
	behaviour: {
		begin: () => 'Checking for script in /app/prestart.sh\n',
		page: (process) =>
			html(
				process.env.get('TITLE') ?? 'Welcome to Azure Kubernetes Service (AKS)',
				`<div id="container"><div id="logo">${process.env.get('TITLE') ?? 'Welcome to Azure Kubernetes Service (AKS)'}</div></div>`,
			),
		access: (process, request, answer) => flask(process, request, answer.status),
		end: { status: 0 },
	},
});

const NIGEL_POULTON = exampleImage({
	names:
		'nigelpoulton/getting-started-k8s nigelpoulton/k8sbook nigelpoulton/ps-web nigelpoulton/ddd-book nigelpoulton/tkb',
	versions: [['latest 1.0 2.0 1.1 web0.1 web1.0', '2024-01-24', 46_402_114]],
	...node,
	args: ['./app.js'],
	workingDir: '/src',
	port: 8080,
	behaviour: {
		begin: () => 'Server running on port 8080\n',
		page: (process, request) =>
			pathOf(request) === '/'
				? html('K8s rocks!', `<h1>Kubernetes Rocks!</h1><p>Check out my K8s Big Book!</p><p>${process.hostname}</p>`)
				: undefined,
		end: { status: 143 },
	},
});

const KNATIVE_HELLO = exampleImage({
	names: 'gcr.io/knative-samples/helloworld-go ghcr.io/knative/helloworld-go',
	versions: [['latest', '2020-06-16', 9_402_114]],
	base: ON_DISTROLESS,
	file: '/helloworld',
	port: 8080,
	portFrom: 'PORT',
	behaviour: {
		begin: (process) => `${goLogStamp(process)} helloworld: starting server...\n`,
		ready: (process, port) => `${goLogStamp(process)} helloworld: listening on port ${port}\n`,
		page: (process) => ({
			status: 200,
			headers: [['Content-Type', 'text/plain; charset=utf-8']],
			body: `Hello ${process.env.get('TARGET') ?? 'World'}!\n`,
		}),
		access: (process) => `${goLogStamp(process)} helloworld: received a request\n`,
		logTo: 2,
		end: { status: 2 },
	},
});

const NODE_HELLO = exampleImage({
	names: 'gcr.io/google-samples/node-hello us-docker.pkg.dev/google-samples/containers/gke/node-hello',
	versions: [['1.0 2.0', '2016-09-12', 264_402_110]],
	...node,
	args: ['server.js'],
	port: 8080,
	behaviour: {
		page: () => ({ status: 200, headers: [], body: 'Hello Kubernetes!' }),
		access: (_, request) => `Received request for URL: ${request.target}\n`,
		end: { status: 143 },
	},
});

const BMUSCHKO = exampleImage({
	names:
		'bmuschko/nodejs-hello-world bmuschko/nodejs-read-config bmuschko/nodejs-business-app bmuschko/nodejs-ambassador bmuschko/web-app',
	versions: [['1.0.0 1.0.1 1.1.0 latest', '2020-06-06', 344_402_114]],
	...node,
	args: ['./bin/www'],
	workingDir: '/usr/src/app',
	port: 3000,
	portFrom: 'PORT',
	behaviour: {
		memoryBytes: 35 * 1024 ** 2,
		begin: (process) => `Magic happens on port ${process.env.get('PORT') ?? '3000'}\n`,
		page: (_, request) => ({
			status: 200,
			headers: [['Content-Type', 'text/html; charset=utf-8']],
			body: pathOf(request) === '/healthz' ? 'OK' : 'Hello World',
		}),
		end: { status: 143 },
	},
});

const SERVE_HOSTNAME = exampleImage({
	names:
		'registry.k8s.io/serve_hostname gcr.io/google_containers/serve_hostname registry.k8s.io/serve-hostname gcr.io/kubernetes-e2e-test-images/serve-hostname',
	versions: [['latest v1.4 1.4 1.1', '2016-05-11', 2_902_114]],
	base: ON_SCRATCH,
	file: '/serve_hostname',
	isEntryPoint: true,
	port: 9376,
	behaviour: {
		begin: (process) => `${goLogStamp(process)} Serving on port 9376.\n`,
		page: (process) => ({
			status: 200,
			headers: [['Content-Type', 'text/plain; charset=utf-8']],
			body: process.hostname,
		}),
		logTo: 2,
		end: { status: 2 },
	},
});

const GOPROXY = cataloguedImage({
	names: 'registry.k8s.io/goproxy k8s.gcr.io/goproxy gcr.io/google_containers/goproxy',
	versions: [['0.1', '2016-02-03', 2_402_114]],
	base: ON_SCRATCH,
	cmd: ['/goproxy'],
	ports: '8080',
	programs: [['/goproxy', serverProgram({ ports: [8080], end: { status: 2 } })]],
});

const WHEREAMI = exampleImage({
	names: 'us-docker.pkg.dev/google-samples/containers/gke/whereami gcr.io/google-samples/whereami',
	versions: [['v1.2.24 v1.2.23 v1.2.22 v1.2.20 v1.2.19 v1.2.6 latest', '2025-04-07', 60_402_114]],
	file: '/usr/local/bin/python',
	args: ['app.py'],
	port: 8080,
	behaviour: {
		begin: () => flaskBegin(8080),
		page: (process, request) =>
			pathOf(request) === '/healthz'
				? 'OK.'
				: pathOf(request) === '/'
					? JSON.stringify({
							cluster_name: 'kubernetes',
							host_header: request.headers.get('host') ?? '',
							metadata: process.env.get('METADATA') ?? 'whereami',
							node_name: process.env.get('NODE_NAME') ?? null,
							pod_ip: process.env.get('POD_IP') ?? null,
							pod_name: process.hostname,
							pod_namespace: process.env.get('POD_NAMESPACE') ?? null,
							timestamp: isoStamp(process).slice(0, 19),
						})
					: undefined,
		access: (process, request, answer) => flask(process, request, answer.status),
		logTo: 2,
		end: { status: 143 },
	},
});

const CRCCHECK = exampleImage({
	names: 'crccheck/hello-world',
	versions: [['latest v1.0.0', '2020-08-12', 802_114]],
	file: '/bin/hello-world',
	port: 8000,
	behaviour: { page: () => '<pre>\nHello World\n</pre>\n', end: { status: 0 } },
});

const KATACODA = exampleImage({
	names: 'katacoda/docker-http-server scrapbook/docker-http-server',
	versions: [['latest v1 v2 v3', '2018-02-02', 4_402_114]],
	file: '/app',
	isEntryPoint: true,
	port: 80,
	behaviour: {
		begin: () => 'Web Server started. Listening on 0.0.0.0:80\n',
		page: (process) => ({
			status: 200,
			headers: [['Content-Type', 'text/html; charset=utf-8']],
			body: `<h1>This request was processed by host: ${process.hostname}</h1>\n`,
		}),
		end: { status: 2 },
	},
});

export const EXAMPLES: readonly ImageRepository[] = [
	WEBAPP_COLOR,
	KUBIA,
	KIADA,
	KUARD,
	ROLLOUTS_DEMO,
	NGINX_HELLO,
	DOTNET,
	AKS_HELLO,
	NIGEL_POULTON,
	KNATIVE_HELLO,
	NODE_HELLO,
	BMUSCHKO,
	SERVE_HOSTNAME,
	GOPROXY,
	WHEREAMI,
	CRCCHECK,
	KATACODA,
];
