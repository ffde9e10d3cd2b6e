import type { KubeObject } from '../../machinery/meta.ts';
import { StoreError } from '../../store/store.ts';
import { eventPresenter } from '../output/present.ts';
import { parseSelection } from '../registry/selection.ts';
import type { ApiResponse, ApiStream, WatchEvent } from '../request.ts';
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
	const present = eventPresenter(presentationOf(scope));
	const selection = parseSelection(storage.stored, options.labelSelector, options.fieldSelector);
	const version = parseVersion(options.resourceVersion);
	if (version > storage.revision) throw tooLargeVersion(version, storage.revision);
	const { loop, limits } = core.world;
	const stream = new WatchStream(info.namespace, selection, loop.post, limits.watchQueue);
	begin(scope, stream, options, version);
	if (!stream.ended) {
		stream.onEnd(storage.hub.add(stream));
		core.streams.add(stream);
		stream.onEnd(() => core.streams.delete(stream));
		// Components of the world itself keep their watches and need no bookmarks: an idle world has nothing to do.
		const inProcess = scope.request.headers.has('x-in-process');
		if (options.allowWatchBookmarks && !inProcess) scheduleBookmarks(scope, stream);
		if (options.timeoutSeconds !== undefined || !inProcess) scheduleTimeout(scope, stream, options);
	}
	const converts = storage.kind.storedAs !== undefined;
	return {
		status: 200,
		headers: WATCH_HEADERS,
		stream: presentedStream(stream, (event) => present(converts ? presentStored(scope, event) : event)),
	};
}

/** Puts into the stream what has happened before it was opened. */
function begin(scope: RequestScope, stream: WatchStream, options: ListOptions, version: number): void {
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
		for (const change of storage.changesAfter(info.namespace, version)) stream.change(change);
	} catch (error) {
		if (!(error instanceof StoreError)) throw error;
		stream.expire(`too old resource version: ${version} (${scope.core.store.compactedRevision})`);
	}
}

function bookmark(scope: RequestScope, annotations?: { [key: string]: string }): WatchEvent {
	const { kind, apiVersion, revision } = scope.storage;
	const metadata = {
		resourceVersion: String(revision),
		creationTimestamp: null,
		...(annotations === undefined ? {} : { annotations }),
	};
	return { type: 'BOOKMARK', object: { kind: kind.kind, apiVersion, metadata } };
}

/** Models storage/cacher defaultBookmarkFrequency. */
const BOOKMARK_MS = 60_000;

function scheduleBookmarks(scope: RequestScope, stream: WatchStream): void {
	const { loop } = scope.core.world;
	const tick = (): void => {
		stream.push(bookmark(scope));
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

function presentedStream(stream: WatchStream, present: (event: WatchEvent) => WatchEvent): ApiStream {
	return {
		next() {
			const event = stream.next();
			return event === undefined || event === 'end' ? event : present(event);
		},
		readable: stream.readable,
		close: () => stream.close(),
	};
}
