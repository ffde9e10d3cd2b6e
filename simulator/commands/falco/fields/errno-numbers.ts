import type { Errno } from '../../../kernel/process-api.ts';

/** Models include/uapi/asm-generic/errno.h. */
const NUMBERS: Readonly<Record<Errno, number>> = {
	...{ EPERM: 1, ENOENT: 2, ESRCH: 3, EINTR: 4, EIO: 5, ENXIO: 6, E2BIG: 7, ENOEXEC: 8, EBADF: 9, ECHILD: 10 },
	...{ EAGAIN: 11, ENOMEM: 12, EACCES: 13, ENOTBLK: 15, EBUSY: 16, EEXIST: 17, EXDEV: 18, ENODEV: 19 },
	...{ ENOTDIR: 20, EISDIR: 21, EINVAL: 22, EMFILE: 24, ENOTTY: 25, ETXTBSY: 26, EFBIG: 27, ENOSPC: 28 },
	...{ ESPIPE: 29, EROFS: 30, EPIPE: 32, ENAMETOOLONG: 36, ENOSYS: 38, ENOTEMPTY: 39, ELOOP: 40 },
	...{ EADDRINUSE: 98, EADDRNOTAVAIL: 99, ENETUNREACH: 101, ECONNRESET: 104, ENOTCONN: 107, ETIMEDOUT: 110 },
	...{ ECONNREFUSED: 111, EHOSTUNREACH: 113, EDQUOT: 122, ERANGE: 34, ENODATA: 61, EOPNOTSUPP: 95 },
};

export function errnoNumber(errno: Errno): number {
	return NUMBERS[errno];
}
