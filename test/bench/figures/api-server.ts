import type { ApiServer } from '../../../simulator/apiserver/api-server.ts';
import type { ApiRequest, ApiResponse, ApiStream, WatchEvent } from '../../../simulator/apiserver/request.ts';
import { encodeBody } from '../../../simulator/apiserver/serving/encode-body.ts';
import { runToCompletion } from '../../../simulator/machinery/task.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { bootedImages, newWorld } from '../bench-worlds.ts';
import { type Figure, lower } from '../figure.ts';
import { busyMs, percentile } from '../statistics.ts';
import { rollOut } from './deployment.ts';

const PRESET = 'kubeadm-1-10';
const DEFAULT = '/namespaces/default';
const WATCHERS = 100;
const CHANGES = 1_000;

/** What requests cost the API server of a world of 1,000 Pods, from the request to the bytes of its answer. */
export const apiServer: Figure = {
	name: 'api-server',
	async measure() {
		const world = newWorld(PRESET, 'api-server', bootedImages(PRESET));
		rollOut(world, 1_000);
		const server = world.cluster.api.server as ApiServer;
		return [
			lower('list-1000-pods', listPods(server), 'ms median', 5),
			lower('ssa-deployment', applyDeployment(server), 'ms median', 1),
			lower('watch-fan-out', fanOut(world, server), 'ms median', 200),
		];
	},
};

/** Of Pods that mostly have not changed since the last time. */
function listPods(server: ApiServer): number {
	return medianOf(60, () => {
		const response = ask(server, 'GET', `/api/v1${DEFAULT}/pods`);
		encodeBody(response.body as object, 'compact', server.texts);
	});
}

/** Every time with another image, as a pipeline that deploys does. */
function applyDeployment(server: ApiServer): number {
	const labels = { app: 'applied' };
	return medianOf(400, (run) => {
		const containers = [{ name: 'web', image: `nginx:1.${run}`, ports: [{ containerPort: 80 }] }];
		const object = {
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: { name: 'applied', labels },
			spec: {
				replicas: 3,
				selector: { matchLabels: labels },
				template: { metadata: { labels }, spec: { containers } },
			},
		};
		const path = `/apis/apps/v1${DEFAULT}/deployments/applied`;
		const response = ask(server, 'PATCH', path, object, { 'content-type': 'application/apply-patch+yaml' });
		encodeBody(response.body as object, 'compact', server.texts);
	});
}

function fanOut(world: SimulatedWorld, server: ApiServer): number {
	const path = `/api/v1${DEFAULT}/configmaps`;
	ask(server, 'POST', path, { metadata: { name: 'watched' }, data: { a: '' } });
	return medianOf(12, (run) => {
		const streams = Array.from({ length: WATCHERS }, () => {
			return ask(
				server,
				'GET',
				path,
				undefined,
				{},
				new Map([
					['watch', ['true']],
					['resourceVersion', [String(world.cluster.store.revision)]],
				]),
			).stream as ApiStream;
		});
		let events = 0;
		for (let change = 0; change < CHANGES; change++) {
			const body = { metadata: { name: 'watched' }, data: { a: `${run} ${change}` } };
			ask(server, 'PUT', `${path}/watched`, body);
			for (const stream of streams) {
				server.eventTexts.encode(stream.next() as WatchEvent);
				events++;
			}
		}
		for (const stream of streams) stream.close();
		if (events !== WATCHERS * CHANGES) throw new Error(`${events} events`);
	});
}

/** The first third is the compiler's. */
function medianOf(runs: number, work: (run: number) => void): number {
	const samples: number[] = [];
	for (let run = 0; run < runs; run++) samples.push(busyMs(() => work(run)));
	return percentile(samples.slice(Math.floor(runs / 3)), 0.5);
}

function ask(
	server: ApiServer,
	method: ApiRequest['method'],
	path: string,
	body?: object,
	headers: { readonly [name: string]: string } = {},
	query: ApiRequest['query'] = new Map(),
): ApiResponse {
	const response = runToCompletion(
		server.handle({
			method,
			path,
			query: method === 'PATCH' ? new Map([['fieldManager', ['bench']]]) : query,
			headers: new Map(Object.entries(headers)),
			...(body === undefined ? {} : { body: encodeUtf8(JSON.stringify(body)) }),
			peer: { name: 'kubernetes-admin', groups: ['system:masters'] },
		}),
	);
	if (response.status >= 300) throw new Error(JSON.stringify(response.body));
	return response;
}
