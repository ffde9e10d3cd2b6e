import type { Container } from '../../api/core/types/container.ts';
import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { queryEscape } from '../../machinery/http/url.ts';
import { ApiError, badRequest, internalError, type StatusReason } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { ApiServer } from '../api-server.ts';
import { ownError } from '../own-error.ts';
import type { AttachOptions, KubeletAnswer, KubeletTarget, LogOptions } from '../ports.ts';
import { booleanOption, integerOption } from '../request/options.ts';
import { firstValue } from '../request/request-info.ts';
import type { ApiResponse, StreamSessions, UpgradeSession } from '../request.ts';
import { textResponse } from '../verbs/response.ts';
import type { RequestScope } from '../verbs/scope.ts';
import { COMMAND_PROTOCOLS, commandStreams } from './command-streams.ts';
import { FORWARD_PROTOCOLS, forwardChannels, forwardStreams, requestedPorts } from './forwarded-ports.ts';
import type { SubresourceHandler } from './handler.ts';
import { kubeletPort, nodeAddress } from './node-address.ts';
import { translatedSession } from './translated-session.ts';
import { chooseUpgrade, type UpgradeChoice } from './upgrade-choice.ts';

/** GET of pods/NAME/log. Models pkg/registry/core/pod LogLocation. */
export const logSubresource: SubresourceHandler = function* (scope, server): Task<ApiResponse> {
	const { request } = scope;
	const pod = podOf(scope);
	const container = chosenContainer(pod, firstValue(request, 'container') ?? '', 'log');
	const options = logOptions(scope);
	const target = targetOf(server, pod, container);
	if (target === undefined) return textResponse(200, '', 'text/plain');
	const query = logQuery(options);
	const address = `containerLogs/${target.namespace}/${target.pod}/${container}${query}`;
	const answer = server.kubelet === undefined ? unreachable() : yield* server.kubelet.logs(target, options);
	const stream = opened(answer, `Get ${JSON.stringify(kubeletUrl(target, address))}: `, `pods/log ${target.pod}`);
	const headers = new Map([
		['cache-control', 'no-cache, private'],
		['content-type', 'text/plain'],
	]);
	return { status: 200, headers, stream };
};

/** pods/NAME/exec. Models pkg/registry/core/pod ExecLocation. */
export const execSubresource: SubresourceHandler = function* (scope, server): Task<ApiResponse> {
	requireCreate(scope, server);
	const pod = podOf(scope);
	const container = chosenContainer(pod, firstValue(scope.request, 'container') ?? '', 'exec');
	const command = scope.request.query.get('command') ?? [];
	if (command.length === 0) throw badRequest('you must specify at least one command for the container');
	const streams = streamOptions(scope);
	const target = requireTarget(server, pod, container);
	const choice = chooseUpgrade(scope.request, COMMAND_PROTOCOLS, false);
	if (choice.framing === 'none') return choice.response;
	const answer =
		server.kubelet === undefined ? unreachable() : yield* server.kubelet.exec(target, { ...streams, command });
	const path = `exec/${target.namespace}/${target.pod}/${container}?${streamQuery(streams, command)}`;
	return commandUpgrade(choice, answer, streams, kubeletUrl(target, path));
};

/** pods/NAME/attach. Models pkg/registry/core/pod AttachLocation. */
export const attachSubresource: SubresourceHandler = function* (scope, server): Task<ApiResponse> {
	requireCreate(scope, server);
	const pod = podOf(scope);
	const container = chosenContainer(pod, firstValue(scope.request, 'container') ?? '', 'attach');
	const streams = streamOptions(scope);
	const target = requireTarget(server, pod, container);
	const choice = chooseUpgrade(scope.request, COMMAND_PROTOCOLS, false);
	if (choice.framing === 'none') return choice.response;
	const answer = server.kubelet === undefined ? unreachable() : yield* server.kubelet.attach(target, streams);
	const path = `attach/${target.namespace}/${target.pod}/${container}?${streamQuery(streams, [])}`;
	return commandUpgrade(choice, answer, streams, kubeletUrl(target, path));
};

/** pods/NAME/portforward. Models pkg/registry/core/pod PortForwardLocation. */
export const portForwardSubresource: SubresourceHandler = function* (scope, server): Task<ApiResponse> {
	requireCreate(scope, server);
	const pod = podOf(scope);
	const target = requireTarget(server, pod, '');
	const choice = chooseUpgrade(scope.request, FORWARD_PROTOCOLS, true);
	if (choice.framing === 'none') return choice.response;
	const named = scope.request.query.get('ports') ?? [];
	const ports = choice.framing === 'spdy' ? [] : requestedPorts(named);
	if (ports === undefined || ports.length > server.world.limits.connectionStreams) {
		throw badRequest(`unable to parse ${JSON.stringify(named.join(','))} as a port`);
	}
	if (choice.framing === 'websocket' && ports.length === 0) {
		return kubeletPage({ status: 400, message: 'query parameter "port" is required' });
	}
	const answer = server.kubelet === undefined ? unreachable() : yield* server.kubelet.portForward(target);
	if (answer.kind === 'refused') return kubeletPage(answer);
	const forwarder = dialled(answer);
	return choice.framing === 'spdy'
		? spdyUpgrade(choice, forwardStreams(forwarder))
		: { ...SWITCHING, upgrade: { ...choice, session: forwardChannels(forwarder, ports) } };
};

const SWITCHING = { status: 101, headers: new Map<string, string>() };

/**
 * The server speaks WebSocket with its client and SPDY with the kubelet: a WebSocket is open before the kubelet is
 * asked, and what the kubelet refuses is said on it. SPDY is the kubelet's from the start.
 */
function commandUpgrade(
	choice: Exclude<UpgradeChoice, { framing: 'none' }>,
	answer: KubeletAnswer<UpgradeSession>,
	streams: AttachOptions,
	url: string,
): ApiResponse {
	if (choice.framing === 'websocket') {
		return { ...SWITCHING, upgrade: { ...choice, session: translatedSession(answer, url) } };
	}
	if (answer.kind === 'refused') return kubeletPage(answer);
	return spdyUpgrade(choice, commandStreams(dialled(answer), streams, choice.protocol));
}

function spdyUpgrade(choice: Extract<UpgradeChoice, { framing: 'spdy' }>, sessions: StreamSessions): ApiResponse {
	return { ...SWITCHING, upgrade: { ...choice, sessions } };
}

function dialled<T>(answer: Exclude<KubeletAnswer<T>, { kind: 'refused' }>): T {
	return opened(answer, 'error dialing backend: ');
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

/**
 * However it was asked for, a session is created: a WebSocket's GET too needs the right to.
 * Models pkg/registry/core/pod/rest ensureAuthorizedForVerb (AuthorizePodWebsocketUpgradeCreatePermission).
 */
function requireCreate({ user, info }: RequestScope, server: ApiServer): void {
	if (info.verb !== 'create') server.authorize(user, { ...info, verb: 'create' });
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

/** Undefined while no node has the Pod. Throws ApiError when the node is not there to be reached. */
function targetOf(server: ApiServer, pod: Pod, container: string): KubeletTarget | undefined {
	if (pod.spec.nodeName === undefined || pod.spec.nodeName === '') return undefined;
	const node = nodeOf(server, pod.spec.nodeName);
	const { name, namespace = '', uid } = pod.metadata;
	const where = { node: pod.spec.nodeName, host: nodeAddress(node), port: kubeletPort(node) };
	return { ...where, namespace, pod: name, uid, container };
}

function requireTarget(server: ApiServer, pod: Pod, container: string): KubeletTarget {
	const target = targetOf(server, pod, container);
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

function kubeletUrl({ host, port }: KubeletTarget, path: string): string {
	return `https://${host}:${port}/${path}`;
}

function nodeOf(server: ApiServer, name: string): Node {
	const kind = server.kinds.byResource('', 'v1', 'nodes');
	if (kind === undefined) throw new Error('assertion failed: no nodes');
	return server.storageOf(kind).fetch('', name) as Node;
}

function unreachable(): { readonly kind: 'unreachable'; readonly detail: string } {
	return { kind: 'unreachable', detail: 'dial tcp: connect: connection refused' };
}

/**
 * @param before what Go's client puts before the reason: `Get "https://…": `.
 * @param about what was asked for: "pods/log web".
 */
function opened<T>(answer: KubeletAnswer<T>, before: string, about = ''): T {
	if (answer.kind === 'open') return answer.value;
	if (answer.kind === 'unreachable') {
		throw ownError(`${before}${answer.detail}`);
	}
	throw refused(answer.status, answer.message, about);
}

/** What of an answer the server says in words of its own. Models apimachinery/pkg/api/errors NewGenericServerResponse. */
const OWN_WORDS: ReadonlyMap<number, readonly [reason: StatusReason, message: string | undefined]> = new Map([
	[401, ['Unauthorized', 'the server has asked for the client to provide credentials']],
	[403, ['Forbidden', undefined]],
	[404, ['NotFound', 'the server could not find the requested resource']],
	[405, ['MethodNotAllowed', 'the server does not allow this method on the requested resource']],
]);

/** The kubelet's refusal as the server passes it on. Models registry/generic/rest GenericHttpResponseChecker. */
function refused(status: number, message: string, about: string): ApiError {
	if (status === 500) return internalError(message);
	if (status === 400) return badRequest(message);
	const [reason, words] = OWN_WORDS.get(status) ?? [];
	const without = `the server responded with the status code ${status} but did not return more information`;
	const said = reason === undefined ? without : (words ?? message);
	const [kind, name] = about.split(' ');
	return new ApiError({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: {},
		status: 'Failure',
		message: `${said} ( ${about})`,
		...(reason === undefined ? {} : { reason }),
		details: { ...(name === undefined ? {} : { name }), ...(kind === undefined ? {} : { kind }) },
		code: status,
	});
}
