import type { KubeObject } from '../../machinery/meta.ts';
import { StoreError } from '../../store/store.ts';
import { requireType } from '../decoding/decode-object.ts';
import { emptyObject } from '../managed-fields/empty-object.ts';
import { eventPresenter } from '../output/present.ts';
import { parseSelection } from '../registry/selection.ts';
import type { ApiResponse, WatchEvent } from '../request.ts';
import { ConvertingWatcher } from '../watch/converting-watcher.ts';
import type { Watcher, WatchHub } from '../watch/watch-hub.ts';
import { WatchStream } from '../watch/watch-stream.ts';
import { type ListOptions, listOptions, parseVersion, tooLargeVersion } from './list-options.ts';
import { presentationOf } from './read.ts';
import type { RequestScope } from './scope.ts';

const WATCH_HEADERS: ReadonlyMap<string, string> = new Map([
	['cache-control', 'no-cache, private'],
	['content-type', 'application/json'],
]);

/** Models apiserver/pkg/endpoints/handlers ListResource (watch) and storage/cacher. */
export function handleWatch(scope: RequestScope): ApiResponse {
	const { core, storage, info } = scope;
	const options = listOptions(scope.request, true);
	const selection = parseSelection(storage.stored, options.labelSelector, options.fieldSelector);
	const version = parseVersion(options.resourceVersion);
	if (version > storage.revision) throw tooLargeVersion(version, storage.revision);
	const { loop, limits } = core.world;
	const stream = new WatchStream({
		namespace: info.namespace,
		selection,
		post: loop.post,
		queueMax: limits.watchQueue,
		present: presenterOf(scope),
	});
	const converts = storage.kind.custom?.conversion !== undefined;
	const watcher = converts ? new ConvertingWatcher(stream, core, storage) : stream;
	begin(scope, { stream, watcher }, options, version);
	if (!stream.ended) {
		register({ stream, watcher }, storage.hub, core.streams);
		// Components of the world itself keep their watches and need no bookmarks: an idle world has nothing to do.
		const inProcess = scope.request.headers.has('x-in-process');
		if (options.allowWatchBookmarks && !inProcess) scheduleBookmarks(scope, { stream, watcher });
		if (options.timeoutSeconds !== undefined || !inProcess) scheduleTimeout(scope, stream, options);
	}
	return { status: 200, headers: WATCH_HEADERS, stream };
}

/** Undefined: events go out as they are stored. Then the stream keeps nothing of its request. */
function presenterOf(scope: RequestScope): ((event: WatchEvent) => WatchEvent) | undefined {
	const present = eventPresenter(presentationOf(scope));
	const { storedAs, custom } = scope.storage.kind;
	if (storedAs === undefined && custom === undefined) return present;
	return (event) => {
		const stored = presentStored(scope, event);
		return present === undefined ? stored : present(stored);
	};
}

/** The client's stream, and who is told of changes for it; mostly the same. */
interface Watching {
	readonly stream: WatchStream;
	readonly watcher: Watcher & { readonly isBehind?: boolean };
}

/** A function of its own: what it leaves behind must not hold the request. */
function register({ stream, watcher }: Watching, hub: WatchHub, streams: Set<WatchStream>): void {
	hub.add(watcher);
	streams.add(stream);
	stream.onEnd(() => {
		hub.remove(watcher);
		streams.delete(stream);
	});
}

/** Puts into the stream what has happened before it was opened. */
function begin(scope: RequestScope, { stream, watcher }: Watching, options: ListOptions, version: number): void {
	const { storage, info } = scope;
	const wantsState = options.sendInitialEvents ?? version === 0;
	if (wantsState) {
		for (const { value } of storage.entries(info.namespace, stream.selection)) {
			stream.push({ type: 'ADDED', object: value });
		}
		if (options.sendInitialEvents === true && options.allowWatchBookmarks) {
			stream.push(bookmark(scope, { 'k8s.io/initial-events-end': 'true' }));
		}
		return;
	}
	if (version === 0) return;
	try {
		for (const change of storage.changesAfter(info.namespace, version)) watcher.change(change);
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		stream.expire(`too old resource version: ${version} (${scope.core.store.compactedRevision})`);
	}
}

/** An object of the kind that has nothing but its version. */
function bookmark(scope: RequestScope, annotations?: { [key: string]: string }): WatchEvent {
	const { kind, apiVersion, revision } = scope.storage;
	const { metadata: _, ...rest } = emptyObject(requireType(kind)) as { metadata?: object };
	const metadata = {
		resourceVersion: String(revision),
		...(annotations === undefined ? {} : { annotations }),
	};
	return { type: 'BOOKMARK', object: { kind: kind.kind, apiVersion, metadata, ...rest } };
}

/** Models storage/cacher defaultBookmarkFrequency. */
const BOOKMARK_MS = 60_000;

function scheduleBookmarks(scope: RequestScope, { stream, watcher }: Watching): void {
	const { loop } = scope.core.world;
	const tick = (): void => {
		if (watcher.isBehind !== true) stream.push(bookmark(scope));
		timer = loop.after(BOOKMARK_MS, tick);
	};
	let timer = loop.after(BOOKMARK_MS, tick);
	stream.onEnd(() => timer.cancel());
}

/** Models apiserver's MinRequestTimeout: a watch that does not say how long lasts 30 to 60 minutes. */
const WATCH_SECONDS_MIN = 1_800;

function scheduleTimeout(scope: RequestScope, stream: WatchStream, options: ListOptions): void {
	const { loop, random } = scope.core.world;
	const seconds = options.timeoutSeconds ?? WATCH_SECONDS_MIN + random.below(WATCH_SECONDS_MIN);
	if (seconds <= 0) return;
	const timer = loop.after(seconds * 1000, () => {
		if (options.allowWatchBookmarks) stream.push(bookmark(scope));
		stream.end();
	});
	stream.onEnd(() => timer.cancel());
}

function presentStored(scope: RequestScope, event: WatchEvent): WatchEvent {
	if (event.type === 'ERROR' || event.type === 'BOOKMARK') return event;
	return { type: event.type, object: scope.storage.present(event.object as KubeObject) };
}
