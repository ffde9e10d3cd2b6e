import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task, Wait } from '../../../machinery/task.ts';
import { anyOf } from '../../../machinery/task.ts';
import { parseTime } from '../../../machinery/timestamp.ts';
import { bool, duration, int, string } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completePodAndContainer } from '../completion/complete-pods.ts';
import { CommandError, isUserError, messageOf } from '../errors.ts';
import { LineCopier } from '../pods/line-copier.ts';
import type { LogRequest } from '../pods/log-requests.ts';
import { logRequestsFor } from '../pods/log-requests.ts';
import type { PodLike } from '../pods/pod.ts';
import { collectResources } from '../resources.ts';
import type { ByteStream, Query } from '../rest-client.ts';
import { SELECTOR_FLAG } from '../shared-flags.ts';
import { runningTimeoutFlag } from './exec.ts';

const USAGE = 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]';
const USAGE_ERROR = `expected '${USAGE}'.\nPOD or TYPE/NAME is a required argument for the logs command`;
const SELECTOR_TAIL = 10;

const LOGS_FLAGS = {
	'all-containers': bool(false, "Get all containers' logs in the pod(s)."),
	'all-pods': bool(false, 'Get logs from all pod(s). Sets prefix to true.'),
	container: string('', 'Print the logs of this container', { shorthand: 'c' }),
	follow: bool(false, 'Specify if the logs should be streamed.', { shorthand: 'f' }),
	'ignore-errors': bool(false, 'If watching / following pod logs, allow for any errors that occur to be non-fatal'),
	'insecure-skip-tls-verify-backend': bool(
		false,
		'Skip verifying the identity of the kubelet that logs are requested from.  In theory, an attacker could provide invalid log content back. You might want to use this if your kubelet serving certificates have expired.',
	),
	'limit-bytes': int(0, 'Maximum bytes of logs to return. Defaults to no limit.'),
	'max-log-requests': int(
		5,
		'Specify maximum number of concurrent logs to follow when using by a selector. Defaults to 5.',
	),
	'pod-running-timeout': runningTimeoutFlag(20_000),
	prefix: bool(false, 'Prefix each log line with the log source (pod name and container name)'),
	previous: bool(false, 'If true, print the logs for the previous instance of the container in a pod if it exists.', {
		shorthand: 'p',
	}),
	selector: SELECTOR_FLAG,
	since: duration(
		0,
		'Only return logs newer than a relative duration like 5s, 2m, or 3h. Defaults to all logs. Only one of since-time / since may be used.',
	),
	'since-time': string(
		'',
		'Only return logs after a specific date (RFC3339). Defaults to all logs. Only one of since-time / since may be used.',
	),
	tail: int(
		-1,
		'Lines of recent log file to display. Defaults to -1 with no selector, showing all log lines otherwise 10, if a selector is provided.',
	),
	timestamps: bool(false, 'Include timestamps on each line in the log output'),
} as const;

type LogsInvocation = Invocation<typeof LOGS_FLAGS>;

interface LogsOptions {
	readonly object: KubeObject;
	readonly container: string;
	readonly prefix: boolean;
}

export const logs = defineCommand({
	name: 'logs',
	use: USAGE,
	short: 'Print the logs for a container in a pod',
	long: 'Print the logs for a container in a pod or specified resource. If the pod has only one container, the container name is optional.',
	examples: `
# The log of pod nginx, which has one container
kubectl logs nginx

# Each line with the name of its pod and container
kubectl logs nginx --prefix

# At most 500 bytes
kubectl logs nginx --limit-bytes=500

# Wait up to 20 seconds for the pod to start
kubectl logs nginx --pod-running-timeout=20s

# Of all containers of a pod
kubectl logs nginx --all-containers=true

# Of all pods of a deployment
kubectl logs deployment/nginx --all-pods=true

# Of the pods with a label
kubectl logs -l app=nginx --all-containers=true

# At most 10 streams at once
kubectl logs -l app=nginx --max-log-requests=10

# Of a container that has ended before
kubectl logs -p -c ruby web-1

# As it is written
kubectl logs -f -c ruby web-1

# The last 20 lines
kubectl logs --tail=20 nginx

# Of the last hour
kubectl logs --since=1h nginx

# With timestamps, from a point of time on
kubectl logs nginx --since-time=2024-08-30T06:00:00Z --timestamps=true

# Of the first container of a job
kubectl logs job/hello

# Of a container of a deployment
kubectl logs deployment/nginx -c nginx-1`,
	flags: LOGS_FLAGS,
	completeArgs: completePodAndContainer,
	*complete(invocation): Task<LogsOptions> {
		const { kubectl, flags, args } = invocation;
		if (args.length > 2 || (args.length === 0 && flags.selector === '')) invocation.usageError(USAGE_ERROR);
		if (args.length === 1 && flags.selector !== '')
			invocation.usageError('only a selector (-l) or a POD name is allowed');
		const { namespace } = yield* kubectl.namespace();
		if (flags['pod-running-timeout'] <= 0) throw new CommandError('--pod-running-timeout must be higher than zero');
		if (flags['since-time'] !== '' && parseTime(flags['since-time']) === undefined)
			throw new CommandError(timeComplaint(flags['since-time']));
		const { infos, error } = yield* collectResources(kubectl, {
			args: args.length === 0 ? ['pods'] : [args[0] as string],
			...(args.length === 0 ? {} : { defaultType: 'pods' }),
			namespace,
			singleType: true,
			selector: flags.selector,
		});
		if (error !== undefined) {
			if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
			throw new CommandError(
				`error from server (NotFound): ${error.status.message} in namespace ${JSON.stringify(namespace)}`,
			);
		}
		const object = infos[0]?.object;
		if (object === undefined || (flags.selector === '' && infos.length !== 1))
			throw new CommandError('expected a resource');
		if (flags.selector !== '' && ((object as unknown as { items?: PodLike[] }).items ?? []).length === 0) {
			yield* kubectl.io.err(`No resources found in ${namespace} namespace.\n`);
		}
		return { object, container: args[1] ?? flags.container, prefix: flags.prefix || flags['all-pods'] };
	},
	validate({ container }, invocation) {
		const { flags, args } = invocation;
		if (flags['since-time'] !== '' && flags.since !== 0)
			throw new CommandError('at most one of `sinceTime` or `sinceSeconds` may be specified');
		if (flags['all-containers'] && container !== '') {
			throw new CommandError(`--all-containers=true should not be specified with container name ${container}`);
		}
		if (invocation.changed('container') && args.length === 2)
			throw new CommandError('only one of -c or an inline [CONTAINER] arg is allowed');
		if (flags['limit-bytes'] < 0) throw new CommandError('--limit-bytes must be greater than 0');
		if (flags.since < 0) throw new CommandError('--since must be greater than 0');
		if (flags.tail < -1) throw new CommandError('--tail must be greater than or equal to -1');
	},
	*run(invocation, options) {
		const { kubectl, flags } = invocation;
		const requests = yield* logRequestsFor(kubectl, options.object, {
			container: options.container,
			allContainers: flags['all-containers'],
			allPods: flags['all-pods'],
			timeoutMs: flags['pod-running-timeout'],
		});
		if (flags.follow && requests.length > flags['max-log-requests'] && requests.length > 1) {
			throw new CommandError(
				`you are attempting to follow ${requests.length} log streams, but maximum allowed concurrency is ${flags['max-log-requests']}, use --max-log-requests to increase the limit`,
			);
		}
		if (flags.follow && requests.length > 1) yield* followAll(invocation, options, requests);
		else for (const request of requests) yield* copyLog(invocation, options, request);
	},
});

function timeComplaint(text: string): string {
	return `parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(text)} as "2006"`;
}

function queryOf(invocation: LogsInvocation, request: LogRequest): Query {
	const { flags } = invocation;
	const query: [string, string][] = [['container', request.container]];
	if (flags.follow) query.push(['follow', 'true']);
	if (flags['insecure-skip-tls-verify-backend']) query.push(['insecureSkipTLSVerifyBackend', 'true']);
	if (flags['limit-bytes'] !== 0) query.push(['limitBytes', String(flags['limit-bytes'])]);
	if (flags.previous) query.push(['previous', 'true']);
	if (flags.since !== 0) query.push(['sinceSeconds', String(Math.round(flags.since / 1000))]);
	if (flags['since-time'] !== '') query.push(['sinceTime', flags['since-time']]);
	if (flags.selector !== '' && flags.tail === -1 && !invocation.changed('tail'))
		query.push(['tailLines', String(SELECTOR_TAIL)]);
	else if (flags.tail !== -1) query.push(['tailLines', String(flags.tail)]);
	if (flags.timestamps) query.push(['timestamps', 'true']);
	return query;
}

function* openLog(invocation: LogsInvocation, request: LogRequest): Task<ByteStream> {
	const client = yield* invocation.kubectl.client();
	return yield* client.stream(
		`/api/v1/namespaces/${request.namespace}/pods/${request.pod}/log`,
		queryOf(invocation, request),
	);
}

function prefixOf(options: LogsOptions, request: LogRequest): string {
	return options.prefix ? `[pod/${request.pod}/${request.container}] ` : '';
}

function* copyLog(invocation: LogsInvocation, options: LogsOptions, request: LogRequest): Task<void> {
	const { kubectl, flags } = invocation;
	try {
		const stream = yield* openLog(invocation, request);
		const copier = new LineCopier(kubectl.process, prefixOf(options, request));
		for (;;) {
			const data = yield* stream.read();
			if (data === undefined) break;
			yield* copier.write(data);
		}
		yield* copier.end();
	} catch (error) {
		if (!flags['ignore-errors'] || !isUserError(error)) throw error;
		yield* kubectl.io.out(`error: ${messageOf(error)}\n`);
	}
}

/** Several logs at once, line by line as they come. */
function* followAll(invocation: LogsInvocation, options: LogsOptions, requests: readonly LogRequest[]): Task<void> {
	const { kubectl } = invocation;
	const open: { readonly stream: ByteStream; readonly copier: LineCopier }[] = [];
	for (const request of requests) {
		open.push({
			stream: yield* openLog(invocation, request),
			copier: new LineCopier(kubectl.process, prefixOf(options, request)),
		});
	}
	while (open.length > 0) {
		let progress = false;
		for (const each of [...open]) {
			const data = each.stream.poll();
			if (data === undefined) continue;
			progress = true;
			if (data === 'end') {
				yield* each.copier.end();
				open.splice(open.indexOf(each), 1);
			} else {
				yield* each.copier.write(data);
			}
		}
		if (!progress && open.length > 0)
			yield* kubectl.process.block(anyOf(open.map((each): Wait => each.stream.readable)));
	}
}
