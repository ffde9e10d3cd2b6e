/** Every bound of the server, in one place. The worlds have their own (simulator/machinery/limits.ts). */
export const SERVER_LIMITS = {
	/** Bytes of one WebSocket message; the largest are files and editor contents. */
	messageBytes: 2 * 1024 * 1024,
	/** Bytes of one input frame; a paste comes in many. */
	inputFrameBytes: 64 * 1024,
	/** Bytes of one paste, announced before its first frame. */
	pasteBytes: 10 * 1024 * 1024,
	/** Input bytes of one connection that may wait for the journal. */
	inputWindowBytes: 1024 * 1024,
	/** Control messages that are longer count as input. */
	smallMessageBytes: 4 * 1024,
	/** Input bytes a second of one connection, after a burst of one paste. */
	inputBytesPerSecond: 256 * 1024,
	/** Control messages a second of one connection, and the burst. */
	messagesPerSecond: 100,
	messagesBurst: 2_000,
	/** Output bytes on the way to one terminal of one connection before it is skipped and redrawn later. */
	outputWindowBytes: 1024 * 1024,
	/** A connection must say hello within. */
	helloMs: 10_000,
	/** Between pings; a connection that misses one is ended. */
	heartbeatMs: 30_000,
	connectionsPerUser: 12,
	/** A class may sit behind one address. */
	connectionsPerAddress: 400,
	/** New connections of one address: the burst (a class whose server restarts), and so many a second after it. */
	upgradesBurst: 400,
	upgradesPerSecond: 10,
	/** Worlds that may be in memory, attached or parked, over all workers. */
	worlds: 2_000,
	/** Of one user's, those that nobody looks at: of more the oldest is forgotten. */
	parkedPerUser: 8,
	/** A world nobody looks at stays in memory that long. */
	parkedMs: 5 * 60_000,
	/** The database may know a world's clock that much too late: a crash can come between two notes. */
	clockNoteMs: 30_000,
	/** Terminals of one world. */
	terminals: 16,
	/** Bytes of one file written from the site. */
	fileBytes: 1024 * 1024,
	/** Rewinds and resets of one connection a minute. */
	branchesPerMinute: 30,
	/** A worker that does not answer for so long is ended. */
	unresponsiveMs: 10_000,
	/** Heap of one worker. */
	workerHeapMegabytes: 2_048,
	/**
	 * Of it for what is new: two halves of 64 MB, and what is copied meanwhile. A scavenge of a heap of 1 GB takes some
	 * 8 ms however little is new, for every page of it is asked; the fewer there are, the fewer keys wait for one.
	 */
	workerYoungMegabytes: 192,
	/** Ticks of the timeline kept for one world. */
	timelineTicks: 5_000,
} as const;
