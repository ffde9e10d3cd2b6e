import { domainToASCII } from 'node:url';
import { z } from 'zod';

/** Octets of an address that SMTP carries (RFC 5321, 4.5.3.1.3). */
const LENGTH_MAX = 254;
const schema = z.email();

/**
 * The one way in which we write an e-mail address, so that nobody has two accounts by writing it otherwise; undefined
 * when it is none. The part before the @ must be ASCII as it was typed: letters that only become ASCII by folding
 * (the Kelvin sign, full-width ones) would make one person's address look like another's. A domain may have other
 * letters; it is the one that its punycode names.
 */
export function normalEmail(text: string): string | undefined {
	const typed = text.trim();
	const at = typed.lastIndexOf('@');
	const local = typed.slice(0, at);
	if (at < 1 || typed.length > LENGTH_MAX || !/^[\x21-\x7e]+$/.test(local)) return undefined;
	const email = `${local}@${domainToASCII(typed.slice(at + 1))}`.toLowerCase();
	// RFC 2606: nobody is there. Guests have addresses of that kind.
	if (email.endsWith('.invalid') || email.length > LENGTH_MAX) return undefined;
	return schema.safeParse(email).success ? email : undefined;
}
