import type { Layer } from '../../../kernel/machine-api.ts';
import { layer, type PathEntry } from '../layer-builder.ts';
import { alpineAccounts, alpineLayer } from './alpine.ts';
import { BOOKWORM, debianAccounts, debianLayer, NOBLE, TRIXIE } from './debian.ts';
import { distrolessLayer } from './distroless.ts';
import { REDHAT_RELEASES, redhatAccounts, redhatLayer } from './redhat.ts';

/** What an image is built on. */
export interface Base {
	readonly layer: () => Layer;
	/** Its accounts and further ones, as lines of /etc/passwd and /etc/group. */
	readonly accounts: (users: string, groups: string) => readonly PathEntry[];
}

const noAccounts = (): PathEntry[] => [];

export const ON_DEBIAN: Base = { layer: () => debianLayer(BOOKWORM), accounts: debianAccounts };
export const ON_TRIXIE: Base = { layer: () => debianLayer(TRIXIE), accounts: debianAccounts };
export const ON_UBUNTU: Base = { layer: () => debianLayer(NOBLE), accounts: debianAccounts };
export const ON_ALPINE: Base = { layer: () => alpineLayer('3.22.2'), accounts: alpineAccounts };
export const ON_UBI: Base = { layer: () => redhatLayer(REDHAT_RELEASES.ubi9), accounts: redhatAccounts };
export const ON_DISTROLESS: Base = { layer: () => distrolessLayer(), accounts: noAccounts };
export const ON_SCRATCH: Base = { layer: () => layer([]), accounts: noAccounts };
