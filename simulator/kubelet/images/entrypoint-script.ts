import { file, type PathEntry } from './layer-builder.ts';

export interface EntrypointScript {
	/** What options alone are options of: "redis-server". */
	readonly server: string;
	/** Patterns of other first words that are the server's, too: "*.conf". */
	readonly takes?: string;
	/** Who it becomes when it begins as root, and which folder is made theirs before. */
	readonly user?: string;
	readonly folder?: string;
	/** Commands besides the server that step down. */
	readonly also?: string;
	/** Words that are no commands are arguments of the server (docker-php-entrypoint does not, node's does). */
	readonly unknownIsServers?: boolean;
	/** Lines that run before the command takes over. */
	readonly lines?: readonly string[];
	readonly shell?: string;
}

/**
 * An image's entry point that makes a server's arguments a command and steps down from root, for a shell of the image to
 * run. It is about what the official images of Docker Hub do.
 */
export function entrypointScript(path: string, script: EntrypointScript): PathEntry {
	const { server, takes, user, folder, also, unknownIsServers, lines = [], shell = '/bin/sh' } = script;
	const commands = [server, ...(also === undefined ? [] : [also])].join('|');
	const own = folder === undefined ? '' : `find ${folder} ! -user ${user} -exec chown ${user} {} + && `;
	return file(
		path,
		[
			`#!${shell}`,
			'set -e',
			`case "$1" in -*${takes === undefined ? '' : `|${takes}`}) set -- ${server} "$@" ;; esac`,
			...(unknownIsServers === true ? [`command -v "$1" > /dev/null || set -- ${server} "$@"`] : []),
			...(user === undefined
				? []
				: [`case "$1" in ${commands}) [ "$(id -u)" != 0 ] || { ${own}exec gosu ${user} "$0" "$@"; } ;; esac`]),
			...lines,
			'exec "$@"',
			'',
		].join('\n'),
		0o755,
	);
}

/** What it steps down with. */
export const GOSU_PATH = '/usr/local/bin/gosu';
