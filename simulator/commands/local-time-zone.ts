import { type Process, SystemError } from '../kernel/process-api.ts';
import { type LocalZone, zoneNamed } from '../machinery/local-zone.ts';

/** The zone whose clock a program goes by: that of TZ, else the machine's. Models tzset(3). */
export function localTimeZone(process: Process): LocalZone {
	return zoneNamed(process.env.get('TZ') ?? machineZone(process));
}

/** "Asia/Seoul", as /etc/localtime leads to; '' where it leads nowhere. */
export function machineZone(process: Process): string {
	try {
		return /\/zoneinfo\/(.+)$/.exec(process.readlink('/etc/localtime'))?.[1] ?? '';
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return '';
	}
}
