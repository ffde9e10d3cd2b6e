import { type Process, SystemError } from '../../kernel/process-api.ts';
import { alpineLayer } from '../../kubelet/images/bases/alpine.ts';
import { distrolessLayer } from '../../kubelet/images/bases/distroless.ts';
import { imageTags } from '../../kubelet/images/image-version.ts';
import { directory, executable, file, layer, link } from '../../kubelet/images/layer-builder.ts';
import type { ImageRepository } from '../../kubelet/runtime/image.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Addon, Page } from '../addon.ts';
import { repositoryPages } from '../charts/repository-pages.ts';
import { kubeWebhookCertgen } from './certgen.ts';
import { INGRESS_NGINX_CHART } from './chart.ts';
import { IngressController, versionText } from './controller.ts';
import { deployYaml, PROVIDERS } from './manifest.ts';
import { CERTGEN_IMAGE, CONTROLLER_IMAGE, RELEASES, type Release } from './releases.ts';

const PATH = ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] as const;
/** www-data. */
const OWNER = { uid: 101, gid: 82 };

function* controller(process: Process, release: Release): Task<number> {
	if (process.argv.includes('--version')) {
		yield* process.write(1, encodeUtf8(versionText(release)));
		return 0;
	}
	return yield* new IngressController(process, release).run();
}

/** Runs its arguments as a child and hands signals on. Models Yelp/dumb-init. */
function* dumbInit(process: Process): Task<number> {
	const argv = process.argv.slice(process.argv[1] === '--' ? 2 : 1);
	const [path = ''] = argv;
	const child = process.spawn({ argv, env: process.env, path });
	process.onSignal('TERM', 'catch');
	process.onSignal('INT', 'catch');
	for (;;) {
		try {
			const ended = yield* process.wait(child);
			if (ended?.kind === 'exited') return ended.status;
			if (ended?.kind === 'signaled') return 128 + 15;
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			for (const signal of process.takeSignals()) process.kill(child, signal);
		}
	}
}

/** What the Pod runs before it stops: it asks the controller to end and waits until it has. */
function* waitShutdown(process: Process): Task<number> {
	const isController = (argv: readonly string[]): boolean => argv[0] === '/nginx-ingress-controller';
	for (let asked = false; ; asked = true) {
		const running = process.machine.processes().find(({ argv, state }) => isController(argv) && state !== 'Z');
		if (running === undefined) return 0;
		if (!asked) process.kill(running.pid, 'TERM');
		yield* process.sleep(1_000);
	}
}

const CONTROLLER: ImageRepository = {
	names: [CONTROLLER_IMAGE],
	tags: imageTags(
		'ingress-nginx-controller',
		RELEASES.map((release) => ({
			tags: `v${release.version}`,
			date: release.date,
			sizeBytes: 103_268_116 + release.minor * 1_021,
			layers: () => [
				alpineLayer('3.22.1'),
				layer([
					executable('/nginx-ingress-controller', `ingress-nginx-${release.version}`, 53_113_856),
					executable('/usr/bin/dumb-init', 'dumb-init', 55_504),
					executable('/wait-shutdown', 'ingress-nginx-wait-shutdown', 2_162_688),
					directory('/etc/nginx', 0o755, OWNER),
					[
						'/etc/nginx/nginx.conf',
						{ type: 'file', mode: 0o644, content: '# A very simple nginx configuration file\n', ...OWNER },
					],
					file('/etc/nginx/mime.types', 'types {\n    text/html html htm shtml;\n    text/css css;\n}\n'),
					directory('/var/log/nginx', 0o755, OWNER),
					link('/var/log/nginx/access.log', '/dev/stdout'),
					link('/var/log/nginx/error.log', '/dev/stderr'),
				]),
			],
			config: {
				entrypoint: ['/usr/bin/dumb-init', '--'],
				cmd: ['/nginx-ingress-controller'],
				env: [PATH],
				user: 'www-data',
				workingDir: '/etc/nginx',
				exposedPorts: ['80/tcp', '443/tcp'],
			},
		})),
	),
	programs: new Map([
		...RELEASES.map(
			(release) => [`ingress-nginx-${release.version}`, (process: Process) => controller(process, release)] as const,
		),
		['dumb-init', dumbInit],
		['ingress-nginx-wait-shutdown', waitShutdown],
	]),
};

const CERTGEN: ImageRepository = {
	names: [CERTGEN_IMAGE],
	tags: imageTags(
		'kube-webhook-certgen',
		[...new Map(RELEASES.map(({ certgen, date }) => [certgen, date]))].map(([tag, date]) => ({
			tags: tag,
			date,
			sizeBytes: 28_450_888,
			layers: () => [
				distrolessLayer(),
				layer([executable('/kube-webhook-certgen', 'kube-webhook-certgen', 41_943_040)]),
			],
			config: { entrypoint: ['/kube-webhook-certgen'], env: [PATH], user: '65532' },
		})),
	),
	programs: new Map([['kube-webhook-certgen', kubeWebhookCertgen]]),
};

const RAW = 'https://raw.githubusercontent.com/kubernetes/ingress-nginx';

function pages(): Page[] {
	const [newest] = RELEASES as readonly [Release];
	const branches: readonly (readonly [string, Release])[] = [
		...RELEASES.map((release) => [`controller-v${release.version}`, release] as const),
		['main', newest],
	];
	return branches.flatMap(([branch, release]) =>
		PROVIDERS.flatMap((provider): Page[] => {
			const path = `deploy/static/provider/${provider}/deploy.yaml`;
			const url = `${RAW}/${branch}/${path}`;
			const repository = 'https://github.com/kubernetes/ingress-nginx';
			return [
				{ url, text: () => deployYaml(release, provider) },
				{ url: `${RAW}/refs/heads/${branch}/${path}`, location: url },
				{ url: `${RAW}/refs/tags/${branch}/${path}`, location: url },
				{ url: `${repository}/raw/${branch}/${path}`, location: url },
			];
		}),
	);
}

const CHART_PAGES = repositoryPages({
	url: 'https://kubernetes.github.io/ingress-nginx',
	charts: [INGRESS_NGINX_CHART],
});

export const INGRESS_NGINX: Addon = { images: [CONTROLLER, CERTGEN], pages: [...pages(), ...CHART_PAGES] };
