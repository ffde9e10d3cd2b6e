import { join } from 'node:path';
import { setRole } from '../_lib/account/users.ts';
import { normalEmail } from '../_lib/auth/normal-email.ts';
import { ROLES } from '../_lib/auth/roles.ts';
import { databaseAddress } from '../_lib/db/database-url.ts';
import { migrate } from '../_lib/db/migrate.ts';
import { openDatabase } from '../_lib/db/open-database.ts';
import { projectRoot } from '../_lib/project-root.ts';

/**
 * `npm run -s role -- EMAIL ROLE`: makes an account a student, an instructor or an admin. The first admin is made here,
 * by whoever has the database; admins make others on the site. A server that is running sees it at once.
 */
async function main([typed = '', wanted = '']: readonly string[]): Promise<string | undefined> {
	const email = normalEmail(typed);
	const role = ROLES.find((each) => each === wanted);
	if (email === undefined || role === undefined) return `usage: npm run -s role -- EMAIL ${ROLES.join('|')}`;
	const address = databaseAddress(process.env.DATABASE_URL);
	const db = await openDatabase(address);
	try {
		await migrate(db, address.provider, join(projectRoot(), 'prisma', address.provider, 'migrations'));
		if (!(await setRole(db, { email }, role))) return `there is no account with the e-mail address ${email}`;
		console.log(`${email}: ${role}`);
		return undefined;
	} finally {
		await db.$disconnect();
	}
}

const problem = await main(process.argv.slice(2));
if (problem !== undefined) {
	console.error(problem);
	process.exitCode = 1;
}
