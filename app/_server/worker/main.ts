import { parentPort, workerData } from 'node:worker_threads';
import { setEngineFlags } from '../../../simulator/cli/engine-flags.ts';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import {
	createWorld,
	gradeHistory,
	PresetImages,
	prepareClusters,
	prepareWorld,
} from '../../../simulator/sandbox/index.ts';
import { startWorker } from './start-worker.ts';

setEngineFlags();

/** Booted once a thread, when the first world asks for it. */
const images = new PresetImages(nodeHostCalls);

/** The entry of a worker thread; the only place that imports the simulator's values. */
startWorker(
	{
		create: (options) => createWorld(options, images),
		prepare: (options) => prepareWorld(options, images),
		prepareClusters: (options) => prepareClusters(options, images),
		grade: (history, tasks) => gradeHistory(history, tasks, images),
	},
	parentPort,
	workerData,
);
