import { formatTime } from '../../machinery/timestamp.ts';
import type { OperatingSystem } from '../sbom/inventory.ts';
import { advisoryRelease } from './advisories.ts';

/** Until when releases got security updates. */
const ENDS: ReadonlyMap<string, string> = new Map(
	`alpine 3.8=2020-05-01 alpine 3.9=2020-11-01 alpine 3.10=2021-05-01 alpine 3.11=2021-11-01 alpine 3.12=2022-05-01 alpine 3.13=2022-11-01
alpine 3.14=2023-05-01 alpine 3.15=2023-11-01 alpine 3.16=2024-05-23 alpine 3.17=2024-11-22 alpine 3.18=2025-05-09 alpine 3.19=2025-11-01
alpine 3.20=2026-04-01 alpine 3.21=2026-11-01 alpine 3.22=2027-05-01
debian 10=2024-06-30 debian 11=2026-08-14 debian 12=2028-06-10 debian 13=2030-06-30
ubuntu 18.04=2028-04-01 ubuntu 20.04=2030-04-01 ubuntu 22.04=2032-04-01 ubuntu 24.04=2034-04-01`
		.split(/\s(?=alpine|debian|ubuntu)/)
		.map((word) => word.split('=') as [string, string]),
);

/** Models aquasecurity/trivy pkg/detector/ospkg IsSupportedVersion. */
export function isUnsupported(system: OperatingSystem, nowMs: number): boolean {
	const end = ENDS.get(`${system.family} ${advisoryRelease(system)}`);
	return end !== undefined && formatTime(nowMs).slice(0, 10) > end;
}
