import { canI } from '../auth/can-i.ts';
import { reconcile } from '../auth/reconcile.ts';
import { whoami } from '../auth/whoami.ts';
import { defineGroup } from '../command.ts';

export const auth = defineGroup({
	name: 'auth',
	use: 'auth',
	flagsInUseLine: true,
	short: 'Inspect authorization',
	long: 'Inspect authorization.',
	subcommands: [canI, reconcile, whoami],
});
