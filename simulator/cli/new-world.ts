import { DEFAULT_PRESET, PRESETS, PresetImages, SimulatedWorld } from '../sandbox/index.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import { nodeHostCalls } from './host-calls.ts';

/** A fresh world from --world and --seed. */
export function newWorld(args: Arguments): SimulatedWorld {
	const preset = args.options.get('world') ?? DEFAULT_PRESET;
	if (!PRESETS.has(preset)) throw new UsageError(`no preset "${preset}": there are ${[...PRESETS.keys()].join(', ')}`);
	return new SimulatedWorld({ preset, seed: args.options.get('seed') ?? 'sim' }, new PresetImages(nodeHostCalls));
}
