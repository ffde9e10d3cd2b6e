import { ADDONS } from '../../addons/registry.ts';
import { KindRegistry } from '../../api/kind-registry.ts';
import { KINDS } from '../../api/registry.ts';
import { FieldDescriptions } from '../../api/schema/field-descriptions.ts';
import { DiscoveryShelf } from '../../apiserver/discovery/discovery-shelf.ts';
import { COMMANDS, IMAGE_COMMANDS } from '../../commands/registry.ts';
import { buildClusterHosts, type ClusterHosts } from '../../hosts/host-stacks.ts';
import { HOST_PROGRAMS } from '../../hosts/systemd/host-programs.ts';
import type { LayerStack } from '../../kernel/files/layer-stack.ts';
import type { ProgramRegistry } from '../../kernel/machine-api.ts';
import type { Program } from '../../kernel/process-api.ts';
import { IMAGES } from '../../kubelet/images/registry.ts';
import { ImageCatalog } from '../../kubelet/runtime/image-catalog.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import type { Preset } from '../presets/preset.ts';
import { machineIdOf } from './node-facts.ts';

/** The immutable part of a preset's worlds: built once a process, shared by all of them. */
export interface Blueprint {
	readonly preset: Preset;
	readonly programs: ProgramRegistry;
	readonly catalog: ImageCatalog;
	readonly hosts: ClusterHosts;
	/** The built-in ones: a world starts with a copy. */
	readonly kinds: KindRegistry;
	/** What API servers say of the built-in kinds. */
	readonly discovery: DiscoveryShelf;
	/** What the API says of its fields. */
	readonly descriptions: FieldDescriptions;
	/** The root file system of a host. */
	stackOf(host: string): LayerStack;
}

const WORLD_IMAGES = [...IMAGES, ...ADDONS.flatMap(({ images }) => images)];

/** Ubuntu's python3: the interpreter of the images. */
const PYTHON = { name: 'python', paths: ['/usr/bin/python3', '/usr/bin/python3.12'], size: 8_021_824 };

/** Pure, and dear (certificates, file systems): call it once a preset. */
export function buildBlueprint(preset: Preset, hostCalls: HostCalls): Blueprint {
	const programs = programRegistry();
	const named = preset.hosts.map((host) => ({ ...host, machineId: machineIdOf(preset, host) }));
	const facts = { ...preset, hosts: named, initializedAtMs: preset.bootedAtMs };
	const hosts = buildClusterHosts(facts, [...COMMANDS, ...HOST_PROGRAMS, PYTHON], hostCalls);
	return {
		preset,
		programs,
		catalog: new ImageCatalog(WORLD_IMAGES, (name) => programs.has(name.split('@')[0] as string)),
		hosts,
		descriptions: new FieldDescriptions((path) => hostCalls.packageFile(path)),
		kinds: new KindRegistry(KINDS),
		discovery: new DiscoveryShelf(KINDS),
		stackOf(host) {
			const stack = hosts.stacks.get(host);
			if (stack === undefined) throw new Error(`assertion failed: no host ${host}`);
			return stack;
		},
	};
}

/** Every program that some executable in some file system names. */
function programRegistry(): ProgramRegistry {
	const programs = new Map<string, Program>();
	const add = (name: string, program: Program): void => {
		if (programs.has(name)) throw new Error(`assertion failed: two programs are called ${name}`);
		programs.set(name, program);
	};
	for (const { name, program } of [...COMMANDS, ...IMAGE_COMMANDS, ...HOST_PROGRAMS]) add(name, program);
	for (const image of WORLD_IMAGES) for (const [name, program] of image.programs ?? []) add(name, program);
	return programs;
}
