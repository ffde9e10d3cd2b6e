import type { Pod } from '../../api/core/types/pod.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import { concatBytes } from '../../machinery/http/byte-reader.ts';
import { percentDecode } from '../../machinery/http/url.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { execSession } from './exec-session.ts';
import type { KubeletView } from './kubelet-requests.ts';
import { CHANNELS } from './session-status.ts';

const PLAIN = [
	['Content-Type', 'text/plain; charset=utf-8'],
	['X-Content-Type-Options', 'nosniff'],
] as const;
const JSON_TYPE = [['Content-Type', 'application/json']] as const;

function failed(status: number, body: string): HttpAnswer {
	return { status, headers: PLAIN, body };
}

/**
 * /run/NAMESPACE/POD/CONTAINER: what a command, its words between blanks, has written when it has ended.
 * Models pkg/kubelet/server getRun and kuberuntime's RunInContainer.
 */
export function* runCommand(request: HttpRequest, path: string, view: KubeletView): Task<HttpAnswer> {
	const [, , namespace = '', pod = '', ...rest] = path.split('/');
	const container = rest[rest.length - 1] ?? '';
	if (!view.pods().some(({ metadata }) => metadata.namespace === namespace && metadata.name === pod)) {
		return failed(404, 'pod does not exist');
	}
	const id = view.containerId(namespace, pod, container);
	const live = id === undefined ? undefined : view.parts.runtime.find(id);
	if (live === undefined || live.record.state !== 'running') {
		return failed(500, `container not found (${JSON.stringify(container)})`);
	}
	const command = (formValue(request, 'cmd') ?? '').split(' ');
	const streams = { stdin: false, stdout: true, stderr: true, tty: false };
	const session = execSession(view.parts, live, { ...streams, command });
	const said: { [channel: number]: Uint8Array[] } = {
		[CHANNELS.stdout]: [],
		[CHANNELS.stderr]: [],
		[CHANNELS.error]: [],
	};
	for (;;) {
		const piece = session.receive();
		if (piece === 'end') break;
		if (piece === undefined) yield session.readable;
		else said[piece.channel]?.push(piece.data);
	}
	const [out, errors, status] = [CHANNELS.stdout, CHANNELS.stderr, CHANNELS.error].map((channel) =>
		concatBytes(said[channel] ?? []),
	) as [Uint8Array, Uint8Array, Uint8Array];
	const problem = problemIn(decodeUtf8(status), command, decodeUtf8(errors));
	return problem === undefined
		? { status: 200, headers: JSON_TYPE, body: concatBytes([out, errors]) }
		: failed(500, problem);
}

/** Models internal/cri/server ExecSync's errors. */
function problemIn(status: string, command: readonly string[], errors: string): string | undefined {
	const {
		status: word,
		message = '',
		details,
	} = JSON.parse(status === '' ? '{}' : status) as {
		status?: string;
		message?: string;
		details?: { causes?: { reason?: string; message?: string }[] };
	};
	if (word !== 'Failure') return undefined;
	const code = details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
	return code === undefined ? message : `command '${command.join(' ')}' exited with ${code}: ${errors}`;
}

/** Of the body before the query. Models net/http Request.FormValue. */
function formValue(request: HttpRequest, name: string): string | undefined {
	const type = request.headers.get('content-type') ?? '';
	const query = /\?(.*)$/s.exec(request.target)?.[1] ?? '';
	const body = type.startsWith('application/x-www-form-urlencoded') ? decodeUtf8(request.body) : '';
	for (const pair of `${body}&${query}`.split('&')) {
		const at = pair.indexOf('=');
		if (pair.slice(0, Math.max(0, at)) === name) return percentDecode(pair.slice(at + 1).replaceAll('+', ' '));
	}
	return undefined;
}

/** /runningpods/: what the runtime has, and no more is known of it. Models pkg/kubelet/server getRunningPods. */
export function runningPods(pods: readonly Pod[]): object {
	const items = pods.flatMap(({ metadata: { name, namespace, uid }, spec, status }) => {
		const running = (status?.containerStatuses ?? []).filter(({ state }) => state?.running !== undefined);
		if (running.length === 0) return [];
		const containers = running.map((each) => {
			const image = spec.containers.find((own) => own.name === each.name)?.image ?? '';
			return { name: each.name, image, resources: {} };
		});
		return [{ metadata: { name, namespace, uid }, spec: { containers }, status: {} }];
	});
	return { kind: 'PodList', apiVersion: 'v1', metadata: {}, items };
}
