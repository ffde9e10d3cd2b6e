import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Kubectl } from './kubectl.ts';

/** `--raw` of the commands that write: a file's content, sent as it is. Models kubectl/pkg/rawhttp. */
export function* sendRaw(
	kubectl: Kubectl,
	method: 'POST' | 'PUT' | 'DELETE',
	uri: string,
	file: string | undefined,
): Task<void> {
	const body =
		file === undefined ? undefined : file === '-' ? yield* kubectl.io.stdin() : yield* kubectl.io.readFile(file);
	const client = yield* kubectl.client();
	const [path, query = ''] = uri.split('?') as [string, string?];
	const pairs = query === '' ? [] : query.split('&').map((pair) => pair.split('=') as [string, string]);
	yield* kubectl.io.out(decodeUtf8(yield* client.raw({ method, path, query: pairs, body })));
}
