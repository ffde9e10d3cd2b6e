import { z } from 'zod';
import type { Fault } from '../../../simulator/sandbox/faults.ts';

const host = z.string().min(1).max(253).describe('Which machine.');
const on = z.boolean().describe('false takes it away, true gives it back.');

/** What happens to a world that nobody in it does, as exercises and journals say it. */
export const faultSchema: z.ZodType<Fault> = z.discriminatedUnion('fault', [
	z.strictObject({ fault: z.literal('power').describe("A machine's power."), host, on }),
	z.strictObject({ fault: z.literal('network').describe("A machine's cable."), host, on }),
	z.strictObject({
		fault: z.literal('registry').describe('An image registry, for all machines.'),
		registry: z.string().min(1).max(253).describe('"docker.io".'),
		on,
	}),
	z.strictObject({
		fault: z.literal('disk').describe("A file that fills a machine's disk."),
		host,
		percent: z.number().min(0).max(100).describe('How much of the disk is used then; 0 takes the file away.'),
		path: z.string().min(2).max(4_096).optional().describe('The file. Default "/var/tmp/filler".'),
	}),
	z.strictObject({
		fault: z.literal('expire').describe("Makes a certificate of the cluster's one that expired an hour ago."),
		host,
		path: z.string().min(1).max(4_096).describe('"/etc/kubernetes/pki/apiserver.crt".'),
	}),
]);
