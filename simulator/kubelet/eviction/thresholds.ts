import { milliValue, wholeValue } from '../../machinery/quantity.ts';

/** What runs short. */
export type Pressure = 'memory' | 'disk';

export interface Threshold {
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
export function thresholdsOf(evictionHard: { readonly [signal: string]: string } = DEFAULTS): Threshold[] {
	return Object.entries(evictionHard).flatMap(([signal, value]) => {
		const pressure = SIGNALS[signal];
		return pressure === undefined ? [] : [{ pressure, value }];
	});
}

/** Models pkg/kubelet/eviction/api GetThresholdQuantity. */
export function thresholdBytes({ value }: Threshold, capacityBytes: number): number {
	if (!value.endsWith('%')) return wholeValue(value);
	return Math.trunc((capacityBytes * milliValue(value.slice(0, -1))) / 100_000);
}
