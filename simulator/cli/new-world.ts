import { createWorld, DEFAULT_PRESET, PRESETS, PresetImages } from '../sandbox/index.ts';
import type { World } from '../sandbox/world-api.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import { nodeHostCalls } from './host-calls.ts';

/** A fresh world from --world and --seed. */
export function newWorld(args: Arguments): World {
	const preset = args.options.get('world') ?? DEFAULT_PRESET;
	if (!PRESETS.has(preset)) throw new UsageError(`no preset "${preset}": there are ${[...PRESETS.keys()].join(', ')}`);
	return createWorld({ preset, seed: args.options.get('seed') ?? 'sim' }, new PresetImages(nodeHostCalls));
}
