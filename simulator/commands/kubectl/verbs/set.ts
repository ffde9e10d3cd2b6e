import { defineGroup } from '../command.ts';
import { setEnv } from '../set/env.ts';
import { setImage } from '../set/image.ts';
import { setResources } from '../set/resources.ts';
import { setSelector } from '../set/selector.ts';
import { setServiceAccount } from '../set/service-account.ts';
import { setSubject } from '../set/subject.ts';

export const set = defineGroup({
	name: 'set',
	use: 'set SUBCOMMAND',
	short: 'Set specific features on objects',
	long: `Configure application resources.

 These commands help you make changes to existing application resources.`,
	subcommands: [setEnv, setImage, setResources, setSelector, setServiceAccount, setSubject],
});
