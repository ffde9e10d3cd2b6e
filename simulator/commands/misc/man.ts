import { Exit, unixCommand } from '../unix-command.ts';

export const man = unixCommand({
	name: 'man',
	paths: ['/usr/bin/man'],
	size: 120_344,
	*main({ args }) {
		const names = args.filter((word) => !word.startsWith('-') && !/^\d$/.test(word));
		if (names.length === 0) throw new Exit(1, "What manual page do you want?\nFor example, try 'man man'.\n");
		throw new Exit(16, names.map((name) => `No manual entry for ${name}\n`).join(''));
	},
});
