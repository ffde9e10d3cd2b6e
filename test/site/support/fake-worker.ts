import { parentPort, workerData } from 'node:worker_threads';
import { startWorker } from '../../../app/_server/worker/start-worker.ts';
import { FakeWorld } from './fake-world.ts';

startWorker(
	{
		create: (options) => new FakeWorld(options),
		prepare: () => [].values(),
		prepareClusters: () => [].values(),
		*grade({ options }, tasks) {
			return new FakeWorld(options).grade(tasks);
		},
	},
	parentPort,
	workerData,
);
