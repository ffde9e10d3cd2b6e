import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { Fatal } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { applet } from './applet.ts';
import { SYSTEM_USAGES } from './usage-system.ts';

export const mount = applet({
	name: 'mount',
	usage: SYSTEM_USAGES.mount,
	options: { all: flag('a'), fake: flag('f'), readOnly: flag('r'), type: withValue('t'), options: withValue('o') },
	*main({ process, values, operands, out }) {
		if (operands.length < 2) {
			for (const { source, target, type, options } of process.machine.mounts()) {
				if (values.type === undefined || values.type === type) {
					yield* out.write(`${source} on ${target} type ${type} (${options})\n`);
				}
			}
			if (operands.length === 0) return 0;
			throw new Fatal(`can't find ${operands[0]} in /proc/mounts`);
		}
		const [source, target] = operands as [string, string];
		const words = (values.options ?? '').split(',').filter((word) => word !== '');
		const bind = words.includes('bind') || words.includes('rbind');
		try {
			process.mount({
				source: bind ? process.realpath(source) : source,
				target,
				type: values.type ?? '',
				...(bind ? { bind, recursive: words.includes('rbind') } : {}),
				...(words.includes('remount') ? { remount: true } : {}),
				readOnly: values.readOnly === true || words.includes('ro'),
				options: words.filter((word) => word.includes('=')).join(','),
			});
			return 0;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno === 'EPERM') throw new Fatal('permission denied (are you root?)');
			throw new Fatal(`mounting ${source} on ${target} failed: ${errorMessage(error.errno)}`, 255);
		}
	},
});

export const umount = applet({
	name: 'umount',
	usage: 'umount [-rlfda] [-t FSTYPE] FILESYSTEM|DIRECTORY\n\nUnmount filesystems\n',
	options: { readOnly: flag('r'), lazy: flag('l'), force: flag('f'), loop: flag('d'), all: flag('a') },
	*main({ process, values, operands, complain }) {
		if (operands.length === 0) throw new Fatal('', 1, true);
		let status = 0;
		for (const path of operands) {
			try {
				process.umount(path, values.lazy === true);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				yield* complain(`can't unmount ${path}: ${errorMessage(error.errno)}`);
				status = 1;
			}
		}
		return status;
	},
});
