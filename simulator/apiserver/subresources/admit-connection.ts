import type { Task } from '../../machinery/task.ts';
import { admitSubresource } from '../registry/admit-subresource.ts';
import { booleanOption } from '../request/options.ts';
import { firstValue } from '../request/request-info.ts';
import type { RequestScope } from '../verbs/scope.ts';

type ReadOptions = (scope: RequestScope) => { readonly kind: string; readonly fields: object };

const CONNECTIONS: ReadonlyMap<string, ReadOptions> = new Map<string, ReadOptions>([
	['exec', (scope) => ({ kind: 'PodExecOptions', fields: { ...streams(scope), command: values(scope, 'command') } })],
	['attach', (scope) => ({ kind: 'PodAttachOptions', fields: streams(scope) })],
	[
		'portforward',
		(scope) => ({ kind: 'PodPortForwardOptions', fields: { ports: values(scope, 'ports').map(Number) } }),
	],
	[
		'proxy',
		({ kind, info }) => ({ kind: `${kind.kind}ProxyOptions`, fields: info.rest === '' ? {} : { path: info.rest } }),
	],
]);

/** Asks the admission plugins of what only connects. Models apiserver/pkg/endpoints/handlers ConnectResource. */
export function* admitConnection(scope: RequestScope): Task<void> {
	const read = CONNECTIONS.get(scope.info.subresource);
	if (read === undefined) return;
	const { kind, fields } = read(scope);
	yield* admitSubresource(scope, 'CONNECT', {
		objectKind: { group: '', version: 'v1', kind },
		// Connections have no metadata; what selects by labels finds none.
		object: { kind, apiVersion: 'v1', ...fields },
		dryRun: false,
		warnings: [],
	});
}

function streams({ request }: RequestScope): object {
	const on = ['stdin', 'stdout', 'stderr', 'tty'].filter((name) => booleanOption(request, name));
	const container = firstValue(request, 'container');
	return { ...Object.fromEntries(on.map((name) => [name, true])), ...(container ? { container } : {}) };
}

function values({ request }: RequestScope, name: string): readonly string[] {
	return request.query.get(name) ?? [];
}
