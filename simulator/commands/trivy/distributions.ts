type Releases = readonly (readonly [from: string, release: string])[];

function releases(text: string): Releases {
	return text
		.trim()
		.split(/\s+/)
		.map((word) => word.split('=') as [string, string]);
}

/** From which day images were built on which release. */
const DEBIAN = releases(`
2019-07-06=10.0 2019-09-07=10.1 2019-11-16=10.2 2020-02-08=10.3 2020-05-09=10.4 2020-08-01=10.5 2020-09-26=10.6 2020-12-05=10.7
2021-02-06=10.8 2021-03-27=10.9 2021-06-19=10.10 2021-08-14=11.0 2021-10-09=11.1 2021-12-18=11.2 2022-03-26=11.3 2022-07-09=11.4
2022-09-10=11.5 2022-12-17=11.6 2023-04-29=11.7 2023-06-10=12.0 2023-07-22=12.1 2023-10-07=12.2 2023-12-10=12.4 2024-02-10=12.5
2024-06-29=12.6 2024-08-31=12.7 2024-11-09=12.8 2025-01-11=12.9 2025-03-15=12.10 2025-05-17=12.11 2025-08-09=13.0 2025-09-06=13.1
2025-11-15=13.2`);
const ALPINE = releases(`
2019-06-19=3.10 2019-12-19=3.11 2020-05-29=3.12 2021-01-14=3.13 2021-06-15=3.14 2021-11-24=3.15 2022-05-23=3.16 2022-11-22=3.17
2023-05-09=3.18 2023-12-07=3.19 2024-05-22=3.20 2024-12-05=3.21 2025-05-30=3.22`);

/** The release that images of a day stand on; the first one there is for older ones. @param day "2020-05-27". */
export function releaseOn(family: 'debian' | 'alpine', day: string): string {
	const all = family === 'debian' ? DEBIAN : ALPINE;
	const found = all.findLast(([from]) => from <= day) ?? (all[0] as Releases[number]);
	return found[1];
}
