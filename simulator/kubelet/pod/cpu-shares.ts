import type { ResourceRequirements } from '../../api/core/types/container.ts';
import { milliValue } from '../../machinery/quantity.ts';

/** What a container gets of the CPU when others want it too. Models pkg/kubelet/cm MilliCPUToShares. */
export function cpuShares({ requests, limits }: Pick<ResourceRequirements, 'requests' | 'limits'>): number {
	const cpu = requests?.cpu ?? limits?.cpu ?? '0';
	return Math.max(2, Math.floor((milliValue(cpu) * 1024) / 1000));
}
