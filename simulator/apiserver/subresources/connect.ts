import type { Container } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { queryEscape } from '../../machinery/http/url.ts';
import { ApiError, badRequest, internalError, type StatusReason } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { ApiServer } from '../api-server.ts';
import type { AttachOptions, KubeletAnswer, KubeletTarget, LogOptions } from '../ports.ts';
import { booleanOption, integerOption } from '../request/options.ts';
import { firstValue } from '../request/request-info.ts';
import type { ApiRequest, ApiResponse, UpgradeSession } from '../request.ts';
import { textResponse } from '../verbs/response.ts';
import type { RequestScope } from '../verbs/scope.ts';
import { CHANNEL_PROTOCOLS } from './channel-protocols.ts';
import type { SubresourceHandler } from './handler.ts';
import { translatedSession } from './translated-session.ts';

/** GET of pods/NAME/log. Models pkg/registry/core/pod LogLocation. */
export const logSubresource: SubresourceHandler = function* (scope, server): Task<ApiResponse> {
	const { request } = scope;
	const pod = podOf(scope);
	const container = chosenContainer(pod, firstValue(request, 'container') ?? '', 'log');
	const options = logOptions(scope);
	const target = targetOf(pod, container);
	if (target === undefined) return textResponse(200, '', 'text/plain');
	const query = logQuery(options);
	const address = `containerLogs/${target.namespace}/${target.pod}/${container}${query}`;
	const answer = server.kubelet === undefined ? unreachable() : yield* server.kubelet.logs(target, options);
	const stream = opened(answer, `Get ${JSON.stringify(kubeletUrl(server, target.node, address))}: `);
	const headers = new Map([
		['cache-control', 'no-cache, private'],
		['content-type', 'text/plain'],
	]);
	return { status: 200, headers, stream };
};

/** pods/NAME/exec. Models pkg/registry/core/pod ExecLocation. */
export const execSubresource: SubresourceHandler = function* (scope, server): Task<ApiResponse> {
	const pod = podOf(scope);
	const container = chosenContainer(pod, firstValue(scope.request, 'container') ?? '', 'exec');
	const command = scope.request.query.get('command') ?? [];
	if (command.length === 0) throw badRequest('you must specify at least one command for the container');
	const streams = streamOptions(scope);
	const target = requireTarget(pod, container);
	requireUpgrade(scope);
	const answer =
		server.kubelet === undefined ? unreachable() : yield* server.kubelet.exec(target, { ...streams, command });
	const path = `exec/${target.namespace}/${target.pod}/${container}?${streamQuery(streams, command)}`;
	return translated(scope, answer, kubeletUrl(server, target.node, path));
};

/** pods/NAME/attach. Models pkg/registry/core/pod AttachLocation. */
export const attachSubresource: SubresourceHandler = function* (scope, server): Task<ApiResponse> {
	const pod = podOf(scope);
	const container = chosenContainer(pod, firstValue(scope.request, 'container') ?? '', 'attach');
	const streams = streamOptions(scope);
	const target = requireTarget(pod, container);
	requireUpgrade(scope);
	const answer = server.kubelet === undefined ? unreachable() : yield* server.kubelet.attach(target, streams);
	const path = `attach/${target.namespace}/${target.pod}/${container}?${streamQuery(streams, [])}`;
	return translated(scope, answer, kubeletUrl(server, target.node, path));
};

/** pods/NAME/portforward. Models pkg/registry/core/pod PortForwardLocation. */
export const portForwardSubresource: SubresourceHandler = function* (scope, server): Task<ApiResponse> {
	const pod = podOf(scope);
	const target = requireTarget(pod, '');
	requireUpgrade(scope);
	const ports = (scope.request.query.get('ports') ?? []).flatMap((each) => each.split(',')).map(Number);
	const answer = server.kubelet === undefined ? unreachable() : yield* server.kubelet.portForward(target, ports);
	return upgraded(scope, answer);
};

/**
 * The server speaks WebSocket with its client and SPDY with the kubelet: a WebSocket is open before the kubelet is
 * asked, and what the kubelet refuses is said on it.
 */
function translated({ request }: RequestScope, answer: KubeletAnswer<UpgradeSession>, url: string): ApiResponse {
	const { headers } = request;
	if (headers.get('upgrade')?.toLowerCase() !== 'websocket') {
		return answer.kind === 'refused' ? kubeletPage(answer) : upgradedOf(headers, answer);
	}
	return { status: 101, headers: new Map(), upgrade: translatedSession(answer, url) };
}

/** The kubelet's own answer to an upgrade that it refuses is handed on as it is. */
function kubeletPage(answer: { readonly status: number; readonly message: string }): ApiResponse {
	return textResponse(answer.status, `${answer.message}\n`);
}

/** A kubelet's URL of a session: flags first by name, as Go encodes them. */
function streamQuery(streams: AttachOptions, command: readonly string[]): string {
	const pairs = command.map((word) => `command=${queryEscape(word)}`);
	if (streams.stderr) pairs.push('error=1');
	if (streams.stdin) pairs.push('input=1');
	if (streams.stdout) pairs.push('output=1');
	if (streams.tty) pairs.push('tty=1');
	return pairs.join('&');
}

/** Sessions need a connection that is theirs. */
function requireUpgrade({ request }: RequestScope): void {
	const { headers } = request;
	if (headers.has('x-in-process')) return;
	const protocol = headers.get('upgrade')?.toLowerCase();
	if (protocol === undefined) throw badRequest('Upgrade request required');
	if (protocol !== 'websocket') return;
	const offered = (headers.get('sec-websocket-protocol') ?? '').split(',').map((each) => each.trim());
	if (offered[0] === '' || offered.some((each) => CHANNEL_PROTOCOLS.includes(each))) return;
	throw badRequest(
		`requested protocol(s) are not supported: [${offered.join(' ')}]; supports [${CHANNEL_PROTOCOLS.join(' ')}]`,
	);
}

/**
 * Clients whose WebSocket was refused ask again in SPDY, and show the answer to that: so the kubelet is asked for them
 * too. Differs: when it then opens a session, that is closed again; SPDY is not spoken here.
 */
function refuseSpdy(headers: ApiRequest['headers'], answer: KubeletAnswer<UpgradeSession>): void {
	if (answer.kind !== 'open' || headers.get('upgrade')?.toLowerCase().startsWith('spdy') !== true) return;
	answer.value.close();
	throw badRequest('unable to upgrade: SPDY/3.1 is not supported, use WebSocket');
}

function podOf({ storage, info }: RequestScope): Pod {
	return storage.fetch(info.namespace, info.name) as unknown as Pod;
}

/** Models pkg/registry/core/pod podHasContainerWithName and its errors. */
function chosenContainer(pod: Pod, name: string, purpose: 'log' | 'exec' | 'attach'): string {
	const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec;
	const all: readonly Container[] = [...containers, ...initContainers, ...(ephemeralContainers as Container[])];
	if (name !== '') {
		if (all.some((each) => each.name === name)) return name;
		throw badRequest(`container ${name} is not valid for pod ${pod.metadata.name}`);
	}
	const preferred = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
	if (preferred !== undefined && all.some((each) => each.name === preferred)) return preferred;
	if (containers.length === 1 && (purpose !== 'log' || containers.length > 0)) {
		return (containers[0] as Container).name;
	}
	const names = containers.map((each) => each.name).join(' ');
	const inits = initContainers.map((each) => each.name).join(' ');
	const also = inits === '' ? '' : ` or one of the init containers: [${inits}]`;
	throw badRequest(`a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names}]${also}`);
}

/** Undefined while no node has the Pod. */
function targetOf(pod: Pod, container: string): KubeletTarget | undefined {
	if (pod.spec.nodeName === undefined || pod.spec.nodeName === '') return undefined;
	const { name, namespace = '', uid } = pod.metadata;
	return { node: pod.spec.nodeName, namespace, pod: name, uid, container };
}

function requireTarget(pod: Pod, container: string): KubeletTarget {
	const target = targetOf(pod, container);
	if (target === undefined) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
	return target;
}

function streamOptions({ request }: RequestScope): AttachOptions {
	const flag = (name: string): boolean => booleanOption(request, name);
	const options = { stdin: flag('stdin'), stdout: flag('stdout'), stderr: flag('stderr'), tty: flag('tty') };
	if (options.tty) options.stderr = false;
	if (!options.stdin && !options.stdout && !options.stderr) {
		throw badRequest('you must specify at least one of stdin, stdout, stderr');
	}
	return options;
}

function logOptions({ request }: RequestScope): LogOptions {
	return {
		follow: booleanOption(request, 'follow'),
		previous: booleanOption(request, 'previous'),
		timestamps: booleanOption(request, 'timestamps'),
		sinceSeconds: integerOption(request, 'sinceSeconds'),
		sinceTime: firstValue(request, 'sinceTime'),
		tailLines: integerOption(request, 'tailLines'),
		limitBytes: integerOption(request, 'limitBytes'),
	};
}

/** The query of the kubelet's URL, keys in order, as Go encodes it. */
function logQuery(options: LogOptions): string {
	const pairs: string[] = [];
	if (options.follow) pairs.push('follow=true');
	if (options.limitBytes !== undefined) pairs.push(`limitBytes=${options.limitBytes}`);
	if (options.previous) pairs.push('previous=true');
	if (options.sinceSeconds !== undefined) pairs.push(`sinceSeconds=${options.sinceSeconds}`);
	if (options.tailLines !== undefined) pairs.push(`tailLines=${options.tailLines}`);
	if (options.timestamps) pairs.push('timestamps=true');
	return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

const KUBELET_PORT = 10250;

function kubeletUrl(server: ApiServer, node: string, path: string): string {
	return `https://${nodeAddress(server, node)}:${KUBELET_PORT}/${path}`;
}

function nodeAddress(server: ApiServer, node: string): string {
	const kind = server.kinds.byResource('', 'v1', 'nodes');
	const found =
		kind &&
		(server.storageOf(kind).find('', node) as
			| { status?: { addresses?: { type: string; address: string }[] } }
			| undefined);
	return found?.status?.addresses?.find((each) => each.type === 'InternalIP')?.address ?? node;
}

function unreachable(): { readonly kind: 'unreachable'; readonly detail: string } {
	return { kind: 'unreachable', detail: 'dial tcp: connect: connection refused' };
}

/** @param before what Go's client puts before the reason: `Get "https://…": `. */
function opened<T>(answer: KubeletAnswer<T>, before: string): T {
	if (answer.kind === 'open') return answer.value;
	if (answer.kind === 'unreachable') {
		// The server passes its client's error on as it is: a Status without a reason of its own.
		throw new ApiError({
			kind: 'Status',
			apiVersion: 'v1',
			metadata: {},
			status: 'Failure',
			message: `${before}${answer.detail}`,
			code: 500,
		});
	}
	throw refused(answer.status, answer.message);
}

function upgraded({ request }: RequestScope, answer: KubeletAnswer<UpgradeSession>): ApiResponse {
	return upgradedOf(request.headers, answer);
}

function upgradedOf(headers: ApiRequest['headers'], answer: KubeletAnswer<UpgradeSession>): ApiResponse {
	refuseSpdy(headers, answer);
	if (answer.kind === 'unreachable') throw internalError(`error dialing backend: ${answer.detail}`);
	return { status: 101, headers: new Map(), upgrade: opened(answer, '') };
}

/** The kubelet's refusal as the server passes it on. */
function refused(status: number, message: string): ApiError {
	const reasons: ReadonlyMap<number, StatusReason> = new Map([
		[400, 'BadRequest'],
		[403, 'Forbidden'],
		[404, 'NotFound'],
	]);
	const reason = reasons.get(status);
	if (status >= 500) return internalError(message);
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message,
		...(reason === undefined ? {} : { reason }),
		code: status,
	});
}
