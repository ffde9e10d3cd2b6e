import type { Command } from '../command.ts';
import { addAptRepository } from './add-apt-repository.ts';
import { aptCache } from './apt-cache.ts';
import { apt, aptGet } from './apt-get.ts';
import { aptKey } from './apt-key.ts';
import { aptMark } from './apt-mark.ts';
import { dpkg } from './dpkg.ts';
import { dpkgDeb } from './dpkg-deb.ts';
import { dpkgQuery } from './dpkg-query.ts';
import { updateAlternatives } from './update-alternatives.ts';

export const APT_COMMANDS: readonly Command[] = [
	addAptRepository,
	apt,
	aptCache,
	aptGet,
	aptKey,
	aptMark,
	dpkg,
	dpkgDeb,
	dpkgQuery,
	updateAlternatives,
];
