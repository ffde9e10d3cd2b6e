'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ROLES, type Role } from '../../_lib/auth/roles.ts';
import { type ApiProblem, post } from './api-request.ts';
import { Problem } from './request-form.tsx';

interface RoleSelectProps {
	readonly user: string;
	readonly email: string;
	readonly role: Role;
}

/** An account's role; choosing another sets it at once. */
export function RoleSelect({ user, email, role: given }: RoleSelectProps) {
	const t = useTranslations('users');
	const [role, setRole] = useState(given);
	const [problem, setProblem] = useState<ApiProblem>();
	const [said, setSaid] = useState('');
	const choose = async (wanted: Role) => {
		const { problem: found } = await post('admin/role', { user, role: wanted });
		setProblem(found);
		setSaid(found === undefined ? t('set') : '');
		if (found === undefined) setRole(wanted);
	};
	return (
		<>
			<select
				className="role-select"
				aria-label={t('roleOf', { email })}
				value={role}
				onChange={({ target }) => void choose(target.value as Role)}
			>
				{ROLES.map((each) => (
					<option key={each} value={each}>
						{t(`roles.${each}`)}
					</option>
				))}
			</select>{' '}
			<span className="form-done" role="status">
				{said}
			</span>
			<Problem problem={problem} />
		</>
	);
}
