/** "25%" of `total`, or the number itself. Models apimachinery/pkg/util/intstr GetScaledValueFromIntOrPercent. */
export function scaledValue(value: number | string | undefined, total: number, roundUp: boolean): number {
	if (value === undefined) return 0;
	if (typeof value === 'number') return value;
	const share = (Number.parseInt(value, 10) * total) / 100;
	return roundUp ? Math.ceil(share) : Math.floor(share);
}
