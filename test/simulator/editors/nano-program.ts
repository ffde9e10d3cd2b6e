import type { ScreenProgram } from './screen-cases.ts';

export const NANO: ScreenProgram = {
	name: 'nano',
	version: ['nano', '--version'],
	argv: (each) => [
		'nano',
		...(each.rc === undefined ? ['-I'] : ['-f', 'rc']),
		...(each.argv ?? []),
		each.name ?? 'in.txt',
	],
	files: (each) => ({ rc: each.rc ?? '', 'in.txt': each.text, b: 'from b\n' }),
	save: '\x03\x0f\x0bout\ry',
};
