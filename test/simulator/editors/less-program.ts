import type { ScreenProgram } from './screen-cases.ts';

/** The text comes first among the files, what is named besides behind it. */
export const LESS: ScreenProgram = {
	name: 'less',
	version: ['less', '--version'],
	argv: ({ argv = [] }) => {
		const isFile = (word: string): boolean => word === 'b';
		return ['less', ...argv.filter((word) => !isFile(word)), 'in.txt', ...argv.filter(isFile)];
	},
	files: (each) => ({ 'in.txt': each.text, b: 'from b\n' }),
	save: '',
};
