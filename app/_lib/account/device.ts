/** A browser and the system it runs on, as people call them; undefined where its User-Agent does not say. */
export interface Device {
	readonly browser: string | undefined;
	readonly system: string | undefined;
}

/** First match wins: browsers name those that they pretend to be, too. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
	[/\bWhale\//, 'Whale'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\bEdg(?:e|A|iOS)?\//, 'Edge'],
	[/\b(?:OPR|Opera)\//, 'Opera'],
	[/\b(?:Firefox|FxiOS)\//, 'Firefox'],
	[/\b(?:Chrome|CriOS|HeadlessChrome|Chromium)\//, 'Chrome'],
	[/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
	[/^curl\//, 'curl'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bAndroid\b/, 'Android'],
	[/\bWindows\b/, 'Windows'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
	[/\bLinux\b/, 'Linux'],
];

/** What a User-Agent header says of the device, in words. */
export function deviceOf(userAgent: string | null): Device {
	const find = (table: typeof BROWSERS) => table.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
	return { browser: find(BROWSERS), system: find(SYSTEMS) };
}
