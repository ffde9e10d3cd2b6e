import type { Pod } from '../../api/core/types/pod.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import type { JsonObject } from '../../machinery/patch/json-object.ts';
import type { Task } from '../../machinery/task.ts';
import type { KubeletParts } from '../parts.ts';
import { concatBytes } from '../runtime/container-log.ts';
import { cadvisorText } from './cadvisor-text.ts';
import { inForce } from './configz.ts';
import type { WantedAccess } from './kubelet-access.ts';
import type { KubeletDoor } from './kubelet-door.ts';
import { openLog } from './log-stream.ts';
import { runCommand, runningPods } from './run-command.ts';
import { resourceMetricsText, statsSummary } from './usage-text.ts';

/** What the requests are answered from. */
export interface KubeletView {
	readonly parts: KubeletParts;
	/** The configuration in force, as /configz shows it. */
	readonly configuration: JsonObject;
	/** Pods of this node with the status that the kubelet reports. */
	pods(): readonly Pod[];
	/** Of containers that ended here too: the newest that has this name. */
	containerId(namespace: string, pod: string, container: string): string | undefined;
}

const PLAIN = [
	['Content-Type', 'text/plain; charset=utf-8'],
	['X-Content-Type-Options', 'nosniff'],
] as const;
const JSON_TYPE = [['Content-Type', 'application/json']] as const;

const NOT_FOUND: HttpAnswer = { status: 404, headers: PLAIN, body: '404 page not found\n' };

/** The port 10250, for those who may. Models pkg/kubelet/server Server. Differs: exec, attach and portForward are not served here. */
export function* answerKubeletRequest(request: HttpRequest, door: KubeletDoor, view: KubeletView): Task<HttpAnswer> {
	const authorization = request.headers.get('authorization');
	const { hello, method } = request;
	const path = request.target.replace(/\?.*/s, '');
	const shown = { certificatePem: hello?.certificatePem, authorization };
	const refusal = yield* door.admit(shown, wantedAccess(method, path));
	if (refusal !== undefined) return { status: refusal.status, headers: PLAIN, body: refusal.message };
	if (method === 'POST' && path.startsWith('/run/')) return yield* runCommand(request, path, view);
	return method === 'GET' || method === 'HEAD' ? answer(path, request.target, view) : NOT_FOUND;
}

/** The port for those who show nothing: what is there to be read. Models NewServer without auth. */
export function answerReadOnly({ method, target }: HttpRequest, view: KubeletView): HttpAnswer {
	const path = target.replace(/\?.*/s, '');
	const isOpen = (method === 'GET' || method === 'HEAD') && READ_ONLY.test(path);
	return isOpen ? answer(path, target, view) : NOT_FOUND;
}

const READ_ONLY = /^\/(?:healthz|pods|stats|metrics)(?:\/|$)/;

const VERBS: ReadonlyMap<string, string> = new Map([
	['POST', 'create'],
	['PUT', 'update'],
	['PATCH', 'patch'],
	['DELETE', 'delete'],
]);

/** By the first part of the path; those with two may be had by either. */
const SUBRESOURCES: ReadonlyMap<string, readonly string[]> = new Map([
	['stats', ['stats']],
	['metrics', ['metrics']],
	['logs', ['log']],
	['checkpoint', ['checkpoint']],
	['statusz', ['statusz']],
	['pods', ['pods', 'proxy']],
	['runningpods', ['pods', 'proxy']],
	['healthz', ['healthz', 'proxy']],
	['configz', ['configz', 'proxy']],
]);

/** Models NodeRequestAttributesGetter.GetRequestAttributes. */
function wantedAccess(method: string, path: string): WantedAccess {
	const subresources = SUBRESOURCES.get(path.split('/')[1] ?? '') ?? ['proxy'];
	return { verb: VERBS.get(method) ?? 'get', subresources };
}

function answer(path: string, target: string, view: KubeletView): HttpAnswer {
	const { parts } = view;
	switch (path.replace(/\/$/, '')) {
		case '/healthz':
		case '/healthz/ping':
		case '/healthz/syncloop':
			return { status: 200, headers: PLAIN, body: 'ok' };
		case '/pods':
			return json({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items: view.pods() });
		case '/runningpods':
			return json(runningPods(view.pods()));
		case '/configz':
			return json({ kubeletconfig: inForce(view.configuration) });
		case '/stats/summary':
			return json(statsSummary(parts));
		case '/metrics':
		case '/metrics/resource':
			return { status: 200, headers: METRICS_TYPE, body: resourceMetricsText(parts) };
		case '/metrics/cadvisor':
			return { status: 200, headers: METRICS_TYPE, body: cadvisorText(parts) };
		default:
			return path.startsWith('/containerLogs/') ? containerLogs(path, target, view) : NOT_FOUND;
	}
}

const METRICS_TYPE = [['Content-Type', 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores']] as const;

function json(body: object): HttpAnswer {
	return { status: 200, headers: JSON_TYPE, body: JSON.stringify(body) };
}

/** /containerLogs/NAMESPACE/POD/CONTAINER. Differs: a log is not followed here. */
function containerLogs(path: string, target: string, view: KubeletView): HttpAnswer {
	const [, , namespace = '', pod = '', container = ''] = path.split('/');
	const id = view.containerId(namespace, pod, container);
	const live = id === undefined ? undefined : view.parts.runtime.find(id);
	if (live === undefined) {
		const body = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod)} is not available`;
		return { status: 404, headers: PLAIN, body };
	}
	const option = (name: string): string | undefined => new RegExp(`[?&]${name}=([^&]*)`).exec(target)?.[1];
	const number = (name: string): number | undefined => {
		const text = option(name);
		return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
	};
	const log = openLog(view.parts, live, {
		follow: false,
		previous: false,
		timestamps: option('timestamps') === 'true',
		sinceSeconds: number('sinceSeconds'),
		sinceTime: undefined,
		tailLines: number('tailLines'),
		limitBytes: number('limitBytes'),
	});
	const pieces: Uint8Array[] = [];
	for (let piece = log.next(); piece instanceof Uint8Array; piece = log.next()) pieces.push(piece);
	return { status: 200, headers: PLAIN, body: concatBytes(pieces) };
}
