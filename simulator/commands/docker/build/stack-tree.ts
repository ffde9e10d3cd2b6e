import { FileData } from '../../../kernel/files/file-data.ts';
import { layerFile, nodeAt } from '../../../kernel/files/layer-files.ts';
import type { LayerStack } from '../../../kernel/files/layer-stack.ts';
import type { Task } from '../../../machinery/task.ts';
import type { SourceEntry, SourceTree } from './context.ts';

/** What another stage or an image holds, as COPY --from sees it. */
export function stackTree(stack: LayerStack): SourceTree {
	return {
		entry: (path) => entryAt(stack, path),
		names: (path) => [...(nodeAt(stack, `/${path}`)?.children?.keys() ?? [])].sort(),
	};
}

function entryAt(stack: LayerStack, path: string): SourceEntry | undefined {
	const node = nodeAt(stack, `/${path}`, false);
	const file = node === undefined ? undefined : layerFile(`/${path}`, node);
	if (file === undefined || file.type === 'whiteout') return undefined;
	const { type, mode, uid, gid, mtimeMs, target, data } = file;
	return { path, type, mode, uid, gid, mtimeMs, target, data: () => given(data ?? new FileData()) };
}

function* given(data: FileData): Task<FileData> {
	return data;
}
