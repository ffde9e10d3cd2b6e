import { bool } from '../../flags.ts';
import { PRINT_FLAGS } from '../printing/print-flags.ts';
import { RECORD_FLAG } from '../record.ts';
import { DRY_RUN_FLAG, FILENAME_USAGE, fieldManagerFlag, filenameFlags, SELECTOR_FLAG } from '../shared-flags.ts';

/** Flags of every `kubectl set …`. @param localUsage what `--local` says of this command. */
export const setFlags = (filenameUsage: string, localUsage: string) => ({
	...PRINT_FLAGS,
	record: RECORD_FLAG,
	...filenameFlags(`${FILENAME_USAGE} ${filenameUsage}`),
	all: bool(false, 'Select all resources, in the namespace of the specified resource types'),
	'dry-run': DRY_RUN_FLAG,
	'field-manager': fieldManagerFlag('kubectl-set'),
	local: bool(false, localUsage),
	selector: SELECTOR_FLAG,
});

export const GET_RESOURCE = 'identifying the resource to get from a server.';
