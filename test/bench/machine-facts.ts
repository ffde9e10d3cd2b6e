import { cpus, loadavg, totalmem } from 'node:os';

/** What the figures were taken on, and how busy it was with other things. */
export function machineFacts(): object {
	return {
		cpu: cpus()[0]?.model,
		cpus: cpus().length,
		memoryMegabytes: Math.round(totalmem() / 1024 ** 2),
		node: process.version,
		platform: `${process.platform} ${process.arch}`,
		loadAverage: loadavg().map((load) => Math.round(load * 100) / 100),
	};
}
