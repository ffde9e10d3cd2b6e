import { useCallback, useEffect, useState } from 'react';
import type { MySession } from '../../_lib/account/my-sessions.ts';
import type { Role } from '../../_lib/auth/roles.ts';
import { ask } from './api-request.ts';

interface Base {
	/** Whether this server's mails reach anybody. */
	readonly delivers: boolean;
	readonly sessions: readonly MySession[];
}

/** What the account's page shows. */
export type Account = Base &
	(
		| { readonly guest: true }
		| {
				readonly guest: false;
				readonly name: string;
				readonly email: string;
				readonly emailVerified: boolean;
				readonly role: Role;
		  }
	);

/** The visitor's account; undefined until it has come, null when nobody is signed in. */
export function useAccount(): { readonly account: Account | null | undefined; readonly reload: () => Promise<void> } {
	const [account, setAccount] = useState<Account | null>();
	const reload = useCallback(async () => {
		const { data } = await ask('account', (response) => response.json() as Promise<Account>);
		setAccount(data ?? null);
	}, []);
	useEffect(() => {
		void reload();
	}, [reload]);
	return { account, reload };
}
