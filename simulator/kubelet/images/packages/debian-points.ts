/** When the point releases of Debian were there. */
const POINTS = `
10.0=2019-07-06 10.1=2019-09-07 10.2=2019-11-16 10.3=2020-02-08 10.4=2020-05-09 10.5=2020-08-01 10.6=2020-09-26 10.7=2020-12-05
10.8=2021-02-06 10.9=2021-03-27 10.10=2021-06-19 10.11=2021-10-09 10.12=2022-03-26 10.13=2022-09-10
11.0=2021-08-14 11.1=2021-10-09 11.2=2021-12-18 11.3=2022-03-26 11.4=2022-07-09 11.5=2022-09-10 11.6=2022-12-17 11.7=2023-04-29
11.8=2023-10-07 11.9=2024-02-10 11.10=2024-06-29 11.11=2024-08-31
12.0=2023-06-10 12.1=2023-07-22 12.2=2023-10-07 12.4=2023-12-10 12.5=2024-02-10 12.6=2024-06-29 12.7=2024-08-31 12.8=2024-11-09
12.9=2025-01-11 12.10=2025-03-15 12.11=2025-05-17 12.12=2025-09-06
13.0=2025-08-09 13.1=2025-09-06 13.2=2025-11-15`;

const RELEASES = POINTS.trim()
	.split(/\s+/)
	.map((word) => word.split('=') as [point: string, day: string]);

/** A release as images of a day have it; its first one for older images. @param major "12". */
export function debianPointOn(major: string, day: string): string {
	const own = RELEASES.filter(([point]) => point.startsWith(`${major}.`));
	return (own.findLast(([, from]) => from <= day) ?? own[0])?.[0] ?? `${major}.0`;
}

/** From which day there were images of a release. @param major "12". */
export function debianSince(major: string): string {
	return RELEASES.find(([point]) => point === `${major}.0`)?.[1] ?? '';
}
