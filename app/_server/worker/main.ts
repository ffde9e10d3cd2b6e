import { parentPort, workerData } from 'node:worker_threads';
import { createWorld } from '../../../simulator/sandbox/index.ts';
import { startWorker } from './start-worker.ts';

/** The entry of a worker thread; the only place that imports the simulator's values. */
startWorker((options) => createWorld(options), parentPort, workerData);
