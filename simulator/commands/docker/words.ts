import { formatTime } from '../../machinery/timestamp.ts';

/** "About a minute". Models docker/go-units HumanDuration. */
export function humanDuration(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	if (seconds < 1) return 'Less than a second';
	if (seconds === 1) return '1 second';
	if (seconds < 60) return `${seconds} seconds`;
	const minutes = Math.floor(ms / 60_000);
	if (minutes === 1) return 'About a minute';
	if (minutes < 60) return `${minutes} minutes`;
	const hours = Math.floor(ms / 3_600_000 + 0.5);
	if (hours === 1) return 'About an hour';
	if (hours < 48) return `${hours} hours`;
	if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
	if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
	if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
	return `${Math.floor(ms / 3_600_000 / 24 / 365)} years`;
}

/** "27.7MB": `digits` figures that count. Models docker/go-units CustomSize. */
export function humanSize(bytes: number, digits = 3): string {
	return scaled(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB'], digits);
}

/** "1.5GiB". Models docker/go-units BytesSize. */
export function binarySize(bytes: number): string {
	return scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB'], 4);
}

/** "8.32 MB", as podman writes sizes of images. */
export function podmanSize(bytes: number): string {
	return scaled(bytes, 1000, [' B', ' kB', ' MB', ' GB', ' TB'], 3);
}

function scaled(bytes: number, base: number, units: readonly string[], digits: number): string {
	let size = bytes;
	let unit = 0;
	while (size >= base && unit < units.length - 1) {
		size /= base;
		unit++;
	}
	return `${Number(size.toPrecision(digits))}${units[unit]}`;
}

/** "2025-11-21 14:50:48 +0000 UTC". */
export function goTimeText(ms: number): string {
	return `${formatTime(ms).replace('T', ' ').replace('Z', '')} +0000 UTC`;
}

/** RFC 3339 with what there is of nanoseconds. */
export function nanoTimeText(ms: number): string {
	if (ms === 0) return '0001-01-01T00:00:00Z';
	const whole = formatTime(ms).slice(0, 19);
	const fraction = String(Math.floor(ms % 1000))
		.padStart(3, '0')
		.replace(/0+$/, '');
	return `${whole}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** The twelve characters that stand for an id. */
export function shortId(id: string): string {
	return id.replace(/^sha256:/, '').slice(0, 12);
}

/** "nginx:1.27" of "docker.io/library/nginx:1.27", as docker calls images. Models distribution/reference FamiliarString. */
export function familiarName(name: string): string {
	return name.replace(/^docker\.io\//, '').replace(/^library\//, '');
}

/** [repository, tag] of a full name. */
export function splitTag(name: string): readonly [string, string] {
	const at = name.lastIndexOf(':');
	return at < 0 || name.indexOf('/', at) >= 0 ? [name, 'latest'] : [name.slice(0, at), name.slice(at + 1)];
}

/** "512m" in bytes; undefined when it is no size. Models docker/go-units RAMInBytes. */
export function parseBytes(text: string): number | undefined {
	const match = /^(\d+(?:\.\d+)?) ?([kKmMgGtT])?(?:[iI]?[bB])?$/.exec(text);
	if (match === null) return undefined;
	const power = ['', 'k', 'm', 'g', 't'].indexOf((match[2] ?? '').toLowerCase());
	return Math.floor(Number(match[1]) * 1024 ** power);
}
