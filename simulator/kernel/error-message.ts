import type { Errno } from './process-api.ts';

/** What strerror(3) says of each errno (glibc, C locale). Programs print it after the name of what failed. */
const MESSAGES: Readonly<Record<Errno, string>> = {
	EPERM: 'Operation not permitted',
	ENOENT: 'No such file or directory',
	ESRCH: 'No such process',
	EINTR: 'Interrupted system call',
	EIO: 'Input/output error',
	ENXIO: 'No such device or address',
	E2BIG: 'Argument list too long',
	ENOEXEC: 'Exec format error',
	EBADF: 'Bad file descriptor',
	ECHILD: 'No child processes',
	EAGAIN: 'Resource temporarily unavailable',
	ENOMEM: 'Cannot allocate memory',
	EACCES: 'Permission denied',
	EBUSY: 'Device or resource busy',
	EEXIST: 'File exists',
	EXDEV: 'Invalid cross-device link',
	ENODEV: 'No such device',
	ENOTDIR: 'Not a directory',
	EISDIR: 'Is a directory',
	EINVAL: 'Invalid argument',
	EMFILE: 'Too many open files',
	ENOTBLK: 'Block device required',
	ENOTTY: 'Inappropriate ioctl for device',
	ETXTBSY: 'Text file busy',
	EFBIG: 'File too large',
	ENOSPC: 'No space left on device',
	ESPIPE: 'Illegal seek',
	EROFS: 'Read-only file system',
	EPIPE: 'Broken pipe',
	ENAMETOOLONG: 'File name too long',
	ENOTEMPTY: 'Directory not empty',
	ELOOP: 'Too many levels of symbolic links',
	EADDRINUSE: 'Address already in use',
	EADDRNOTAVAIL: 'Cannot assign requested address',
	ENETUNREACH: 'Network is unreachable',
	ECONNRESET: 'Connection reset by peer',
	ENOTCONN: 'Transport endpoint is not connected',
	ETIMEDOUT: 'Connection timed out',
	ECONNREFUSED: 'Connection refused',
	EHOSTUNREACH: 'No route to host',
	ENOSYS: 'Function not implemented',
	EDQUOT: 'Disk quota exceeded',
};

/** "No such file or directory" for ENOENT. Go programs print the same words in lower case. */
export function errorMessage(errno: Errno): string {
	return MESSAGES[errno];
}
