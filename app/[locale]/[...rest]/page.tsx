import { notFound } from 'next/navigation';

/** An address of no page, in the reader's language. */
export default function NoSuchPage(): never {
	notFound();
}
