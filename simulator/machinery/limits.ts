/** Every bound that a student's input can meet, in one place. All are per world unless said otherwise. */
export interface Limits {
	/** Live processes on one host (`fork: retry: Resource temporarily unavailable` beyond it). */
	readonly processes: number;
	/** Open file descriptors of one process. */
	readonly openFiles: number;
	/** Memory that one process may declare: none of it is ours, and machines and groups run out of theirs long before. */
	readonly processMemoryBytes: number;
	/** What of it is really kept. The OOM killer comes as soon as a program declares more. */
	readonly heldMemoryBytes: number;
	/** Bytes that may wait in one pipe. Models Linux's default pipe capacity. */
	readonly pipeBytes: number;
	/** Bytes of one regular file (`File too large` beyond it). */
	readonly fileBytes: number;
	/** Bytes of all files a world has written (`No space left on device` beyond it). */
	readonly diskBytes: number;
	/** Length of one value of the shell: a variable, an expansion, a here-document. */
	readonly shellValueBytes: number;
	/** Nesting of shell functions, subshells and sourced files. */
	readonly shellDepth: number;
	/** Items that one brace expansion or one arithmetic loop may expand to at once. */
	readonly shellWords: number;
	/** Steps a process may run before the kernel lets others run, a virtual millisecond later: about what a shell does in one. */
	readonly sliceSteps: number;
	/** Bytes of terminal output kept for scroll-back and reconnects. */
	readonly scrollbackBytes: number;
	/** Bytes of one pasted input. */
	readonly pasteBytes: number;
	/** Bytes of one API object. Models etcd's default request limit. */
	readonly objectBytes: number;
	/** Members of one JSON object. The engine lists the names of one in one go. */
	readonly objectMembers: number;
	/** Characters of what the server complains of in one object: it falls silent beyond them. */
	readonly complaintLength: number;
	/** Objects in the store. */
	readonly objects: number;
	/** Watch events that may wait for one slow watcher before it is closed. */
	readonly watchQueue: number;
	/** Changes kept for watches and consistent lists before the oldest is compacted. */
	readonly history: number;
	/** About how much of a cluster's past is kept in memory. */
	readonly historyBytes: number;
	/** About how much memory the objects of a cluster take; writes beyond it are refused in etcd's words. */
	readonly storeBytes: number;
	/** Bytes of one container's log kept (as the kubelet's containerLogMaxSize). */
	readonly containerLogBytes: number;
	/** Entries of one journal. */
	readonly journalEntries: number;
	/** Steps of one regular expression, jsonpath, template or jq program. */
	readonly expressionSteps: number;
	/** Steps of one match of a regular expression with back-references: nothing else runs meanwhile. */
	readonly backtrackingSteps: number;
	/** Characters times size of the expression of one search for a match, which nothing interrupts either. */
	readonly regexpWork: number;
	/** The same of saying whether there is a match, and the most characters for it. */
	readonly regexpTestWork: number;
	readonly regexpText: number;
	/** Characters of a regular expression. */
	readonly regexpLength: number;
	/** What one shell pattern may consist of. */
	readonly globNodes: number;
	/** Streams that may be open at once on one connection (SPDY). */
	readonly connectionStreams: number;
	/** Bytes of one stream's headers, whatever they were compressed to. */
	readonly headerBlockBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
	processes: 2_048,
	openFiles: 1_024,
	processMemoryBytes: 64 * 1024 ** 3,
	heldMemoryBytes: 512 * 1024 ** 2,
	pipeBytes: 65_536,
	fileBytes: 64 * 1024 * 1024,
	diskBytes: 256 * 1024 * 1024,
	shellValueBytes: 4 * 1024 * 1024,
	shellDepth: 1_000,
	shellWords: 1_000_000,
	sliceSteps: 600,
	scrollbackBytes: 1024 * 1024,
	pasteBytes: 16 * 1024 * 1024,
	objectBytes: 1_572_864,
	objectMembers: 32_768,
	complaintLength: 2 * 1024 * 1024,
	objects: 100_000,
	watchQueue: 10_000,
	history: 20_000,
	historyBytes: 64 * 1024 * 1024,
	storeBytes: 256 * 1024 * 1024,
	containerLogBytes: 1024 * 1024,
	journalEntries: 200_000,
	expressionSteps: 5_000_000,
	backtrackingSteps: 150_000,
	regexpWork: 8_000_000,
	regexpTestWork: 20_000_000,
	regexpText: 2_000_000,
	regexpLength: 32_768,
	globNodes: 131_072,
	connectionStreams: 1_024,
	headerBlockBytes: 16_384,
};
