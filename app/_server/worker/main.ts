import { parentPort, workerData } from 'node:worker_threads';
import { setEngineFlags } from '../../../simulator/cli/engine-flags.ts';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { createWorld, PresetImages } from '../../../simulator/sandbox/index.ts';
import { startWorker } from './start-worker.ts';

setEngineFlags();

/** Booted once a thread, when the first world asks for it. */
const images = new PresetImages(nodeHostCalls);

/** The entry of a worker thread; the only place that imports the simulator's values. */
startWorker((options) => createWorld(options, images), parentPort, workerData);
