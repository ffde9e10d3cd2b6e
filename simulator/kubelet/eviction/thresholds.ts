import { parseDuration } from '../../machinery/duration.ts';
import { milliValue, wholeValue } from '../../machinery/quantity.ts';
import type { KubeletConfiguration } from '../configuration.ts';

/** What runs short. */
export type Pressure = 'memory' | 'disk';

export interface Threshold {
	/** "memory.available". */
	readonly signal: string;
	readonly pressure: Pressure;
	/** "100Mi" or "10%" of what there is. */
	readonly value: string;
}

const SIGNALS: { readonly [signal: string]: Pressure } = {
	'memory.available': 'memory',
	'nodefs.available': 'disk',
	'imagefs.available': 'disk',
};

/** Models pkg/kubelet/apis/config/v1beta1 DefaultEvictionHard. */
const DEFAULTS = { 'memory.available': '100Mi', 'nodefs.available': '10%', 'imagefs.available': '15%' };

/** Of a KubeletConfiguration's evictionHard: naming one leaves the others out. Inodes and process ids never run short here. */
export function thresholdsOf(named: { readonly [signal: string]: string } = DEFAULTS): Threshold[] {
	return Object.entries(named).flatMap(([signal, value]) => {
		const pressure = SIGNALS[signal];
		return pressure === undefined ? [] : [{ signal, pressure, value }];
	});
}

/** One that has to be crossed for a while before a Pod goes for it. */
export interface SoftThreshold extends Threshold {
	readonly graceMs: number;
}

export function softThresholdsOf({ evictionSoft, evictionSoftGracePeriod }: KubeletConfiguration): SoftThreshold[] {
	return thresholdsOf(evictionSoft).map((threshold) => ({
		...threshold,
		graceMs: parseDuration(evictionSoftGracePeriod[threshold.signal] ?? '0') ?? 0,
	}));
}

/** Models pkg/kubelet/eviction/api GetThresholdQuantity. */
export function thresholdBytes({ value }: Threshold, capacityBytes: number): number {
	if (!value.endsWith('%')) return wholeValue(value);
	return Math.trunc((capacityBytes * milliValue(value.slice(0, -1))) / 100_000);
}
