import { Exit } from '../../unix-command.ts';

/** Where connections come in, or go to. */
export type ForwardEnd = { readonly address: string; readonly port: number } | { readonly path: string };

/** A port or socket that leads somewhere on the other side: of -L, -D here, of -R there. */
export interface Forward {
	readonly listen: ForwardEnd;
	/** 'socks': wherever the client says. */
	readonly to: ForwardEnd | 'socks';
}

export type ForwardKind = 'local' | 'remote' | 'dynamic';

/**
 * "8080:web:80", "127.0.0.1:8080:web:80", "/tmp/s:/run/x.sock", "8080 web:80" of a file; -R and -D also "1080". Throws
 * Exit. Models readconf.c parse_forward.
 */
export function forwardOf(kind: ForwardKind, text: string): Forward {
	const refuse = (): never => {
		throw new Exit(255, `Bad ${kind} forwarding specification '${text}'\r\n`);
	};
	const words = fieldsOf(text.trim());
	const isPath = (word: string | undefined): boolean => word?.startsWith('/') === true;
	const [first = '', ...rest] = words;
	const portOf = (word: string | undefined, least = 1): number =>
		word !== undefined && /^\d+$/.test(word) && Number(word) >= least && Number(word) <= 65_535
			? Number(word)
			: refuse();
	const leastListen = kind === 'remote' ? 0 : 1;
	// A single end: everything that comes in says itself where to.
	if (words.length === 1) {
		if (kind === 'local') return refuse();
		const listen = isPath(first) ? { path: first } : { address: '', port: portOf(first, leastListen) };
		return { listen, to: 'socks' };
	}
	if (words.length === 2 && (kind === 'dynamic' || (kind === 'remote' && !isPath(first) && !isPath(rest[0])))) {
		return { listen: { address: first, port: portOf(rest[0], leastListen) }, to: 'socks' };
	}
	if (kind === 'dynamic') return refuse();
	const at = isPath(first)
		? 1
		: isPath(words[1]) && words.length === 2
			? 1
			: words.length === 3 && !isPath(words[2])
				? 1
				: 2;
	const listen = isPath(first)
		? { path: first }
		: at === 1
			? { address: '', port: portOf(first, leastListen) }
			: { address: first, port: portOf(words[1], leastListen) };
	const target = words.slice(at);
	if (target.length === 1 && isPath(target[0])) return { listen, to: { path: target[0] as string } };
	const [host, port, ...more] = target;
	if (host === undefined || host === '' || more.length > 0) return refuse();
	return { listen, to: { address: host, port: portOf(port) } };
}

/** Colons part the fields outside of brackets; a space parts the two halves. */
function fieldsOf(text: string): string[] {
	const fields: string[] = [];
	let [start, at] = [0, 0];
	const lastBracket = text.lastIndexOf(']');
	while (at < text.length) {
		if (text[at] === '[' && at < lastBracket) at = text.indexOf(']', at);
		else if (text[at] === ':' || /\s/.test(text[at] as string)) {
			fields.push(text.slice(start, at));
			while (/\s/.test(text[at + 1] ?? '')) at++;
			start = at + 1;
		}
		at++;
	}
	fields.push(text.slice(start));
	return fields.map((field) => (field.startsWith('[') && field.endsWith(']') ? field.slice(1, -1) : field));
}

/** The address that a port listens at here. @param gateway GatewayPorts: without an address everybody may come. */
export function bindAddress(address: string, gateway: boolean): string {
	if (address === '') return gateway ? '0.0.0.0' : '127.0.0.1';
	return address === '*' ? '0.0.0.0' : address === 'localhost' ? '127.0.0.1' : address;
}
