import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { RoleSelect } from '../../../_components/account/role-select.tsx';
import { listUsers, type UserRow } from '../../../_lib/account/users.ts';
import { requireRole } from '../../../_lib/auth/session.ts';
import type { Locale } from '../../../_lib/content/localized.ts';
import { database } from '../../../_lib/db/database.ts';
import { Link } from '../../../_lib/i18n/navigation.ts';

interface PageProps {
	readonly params: Promise<{ locale: Locale }>;
	readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const dynamic = 'force-dynamic';

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
	const { locale } = await params;
	const t = await getTranslations({ locale, namespace: 'users' });
	return { title: t('title'), robots: { index: false } };
}

/** All accounts and their roles, for admins; for everyone else the page is not there. */
export default async function UsersPage({ params, searchParams }: PageProps) {
	const { locale } = await params;
	setRequestLocale(locale);
	const admin = await requireRole(new Headers(await headers()), 'admin');
	if (admin instanceof Response) notFound();
	const asked = await searchParams;
	const search = typeof asked.q === 'string' ? asked.q : '';
	const { users, page, pages, count } = await listUsers(database(), search, Number(asked.page) || 1);
	const t = await getTranslations('users');
	const pageHref = (number: number) => ({ pathname: '/admin/users', query: { q: search, page: number } });
	return (
		<main className="page" id="content">
			<h1>{t('title')}</h1>
			<search>
				<form className="search-form" method="get">
					<label htmlFor="users-search">{t('search')}</label>
					<input id="users-search" name="q" type="search" defaultValue={search} maxLength={100} />
					<button type="submit" className="button small">
						{t('find')}
					</button>
				</form>
			</search>
			<p className="section-note">{t('count', { count })}</p>
			{users.length > 0 && <UserTable users={users} own={admin.id} locale={locale} />}
			{pages > 1 && (
				<nav className="pager" aria-label={t('pages')}>
					{page > 1 && (
						<Link href={pageHref(page - 1)} className="quiet-button" rel="prev">
							{t('before')}
						</Link>
					)}
					<span>{t('page', { page, pages })}</span>
					{page < pages && (
						<Link href={pageHref(page + 1)} className="quiet-button" rel="next">
							{t('after')}
						</Link>
					)}
				</nav>
			)}
		</main>
	);
}

interface UserTableProps {
	readonly users: readonly UserRow[];
	/** The admin's own id: nobody changes their own role. */
	readonly own: string;
	readonly locale: Locale;
}

async function UserTable({ users, own, locale }: UserTableProps) {
	const t = await getTranslations('users');
	const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
	return (
		<div className="table-scroll">
			<table className="me-table">
				<thead>
					<tr>
						<th scope="col">{t('name')}</th>
						<th scope="col">{t('email')}</th>
						<th scope="col">{t('since')}</th>
						<th scope="col">{t('role')}</th>
					</tr>
				</thead>
				<tbody>
					{users.map(({ id, name, email, emailVerified, role, createdAt }) => (
						<tr key={id}>
							<th scope="row">{name}</th>
							<td>
								{email} {!emailVerified && <span className="tag">{t('unverified')}</span>}
							</td>
							<td>{day.format(new Date(createdAt))}</td>
							<td>{id === own ? t(`roles.${role}`) : <RoleSelect user={id} email={email} role={role} />}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
