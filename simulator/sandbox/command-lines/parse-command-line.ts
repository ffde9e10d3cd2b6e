import { FlagError, HelpRequested, type ParsedFlags, parseFlags } from '../../commands/flags.ts';
import type { ComponentFault } from '../../kubelet/images/programs/component-fault.ts';
import { parseIpAddress } from '../../machinery/cel/ip-address.ts';
import type { ComponentFlags } from './flag-table.ts';

/** What stands on a component's command line, or why it does not begin. Models component-base/cli Run. */
export function parseCommandLine(flags: ComponentFlags, args: readonly string[]): ParsedFlags | ComponentFault {
	try {
		const parsed = parseFlags(flags.table, args);
		for (const { name, text } of parsed.given) checkText(flags, name, text);
		if (parsed.args.some((arg) => arg !== '')) {
			throw new FlagError(
				`${JSON.stringify(flags.program)} does not take any arguments, got [${parsed.args.map((arg) => JSON.stringify(arg)).join(' ')}]`,
			);
		}
		return parsed;
	} catch (error) {
		if (error instanceof HelpRequested) return { stage: 'flags', line: { as: 'text', text: usage(flags) }, status: 0 };
		if (!(error instanceof FlagError)) throw error;
		// Differs: the real ones list all flags with what each is for.
		const before = flags.showsUsage ? `${usage(flags)}\n` : '';
		return { stage: 'flags', line: { as: 'text', text: `${before}Error: ${error.message}\n` }, status: 1 };
	}
}

export function isFault(result: ParsedFlags | ComponentFault): result is ComponentFault {
	return 'stage' in result;
}

function usage({ program }: ComponentFlags): string {
	return `Usage:\n  ${program} [flags]\n`;
}

/** Models pflag's IP and float values. */
function checkText({ ips, floats }: ComponentFlags, name: string, text: string): void {
	if (ips.has(name) && text !== '' && parseIpAddress(text.trim()) === undefined) {
		throw invalidArgument(name, text, `failed to parse IP: ${JSON.stringify(text)}`);
	}
	if (floats.has(name) && !/^[-+]?(\d+(?:\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(text)) {
		throw invalidArgument(name, text, `strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
	}
}

function invalidArgument(name: string, text: string, reason: string): FlagError {
	return new FlagError(`invalid argument ${JSON.stringify(text)} for "--${name}" flag: ${reason}`);
}
