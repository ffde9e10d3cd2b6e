import type { OwnPackage } from './dated-base.ts';
import { timelines, versionOn } from './timeline.ts';

/** Expat, which nginx's modules bring along, by Alpine's minor release and by Debian's codename (see timeline.ts). */
const VERSIONS = timelines(`
3.9 expat=2.2.8-r0
3.10 expat=2.2.8-r0
3.11 expat=2.2.9-r1
3.12 expat=2.2.9-r1
3.13 expat=2.2.10-r1,2022-03-28:2.2.10-r4
3.14 expat=2.4.1-r0,2022-02-05:2.4.4-r0,2022-02-25:2.4.5-r0,2022-03-28:2.4.7-r0,2022-10-01:2.4.9-r0
3.15 expat=2.4.1-r0,2022-02-05:2.4.4-r0,2022-02-25:2.4.5-r0,2022-03-28:2.4.7-r0,2022-10-01:2.4.9-r0,2022-11-01:2.5.0-r0
3.16 expat=2.4.8-r0,2022-10-01:2.4.9-r0,2022-11-01:2.5.0-r0
3.17 expat=2.5.0-r0,2024-09-05:2.6.3-r0
3.18 expat=2.5.0-r1,2024-02-20:2.6.0-r0,2024-03-20:2.6.2-r0,2024-09-05:2.6.3-r0,2024-11-15:2.6.4-r0
3.19 expat=2.5.0-r2,2024-02-20:2.6.0-r0,2024-03-20:2.6.2-r0,2024-09-05:2.6.3-r0,2024-11-15:2.6.4-r0
3.20 expat=2.6.2-r0,2024-09-05:2.6.3-r0,2024-11-15:2.6.4-r0,2025-03-20:2.7.0-r0
3.21 expat=2.6.4-r0,2025-03-20:2.7.0-r0
3.22 expat=2.7.1-r0,2025-09-25:2.7.3-r0
buster expat=2.2.6-2+deb10u1,2022-02-15:2.2.6-2+deb10u3
bullseye expat=2.2.10-2,2022-02-15:2.2.10-2+deb11u2,2022-03-20:2.2.10-2+deb11u3,2022-10-10:2.2.10-2+deb11u5
bookworm expat=2.5.0-1,2024-09-10:2.5.0-1+deb12u1,2025-09-06:2.5.0-1+deb12u2
trixie expat=2.7.1-2
`);

/** @param release "3.18", "bookworm". */
export function expatOn(release: string, day: string): OwnPackage | undefined {
	const timeline = VERSIONS.get(release);
	const version = timeline === undefined ? undefined : versionOn(timeline, 'expat', day);
	if (version === undefined) return undefined;
	const isAlpine = /^\d/.test(release);
	return {
		name: isAlpine ? 'libexpat' : 'libexpat1',
		version,
		description: 'XML parsing library',
		source: 'expat',
	};
}
