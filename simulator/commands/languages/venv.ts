import { executableHeader } from '../../kernel/files/executable-stub.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { writeSparse } from '../apk/package-payload.ts';
import { unixCommand } from '../unix-command.ts';

/** `python -m venv FOLDER`: an environment of its own, in which pip installs. Models the module venv. */
export const venv = unixCommand({
	name: 'python-venv',
	paths: [],
	size: 229,
	*main({ process, args, say }) {
		const folders = args.filter((arg) => !arg.startsWith('-'));
		if (folders.length === 0) {
			yield* say(
				'usage: venv [-h] ENV_DIR [ENV_DIR ...]\nvenv: error: the following arguments are required: ENV_DIR\n',
			);
			return 2;
		}
		for (const folder of folders) yield* make(process, folder.replace(/\/$/, ''));
		return 0;
	},
});

function* make(process: Process, given: string): Task<void> {
	const folder = given.startsWith('/') ? given : `${process.cwd.replace(/\/$/, '')}/${given}`;
	const version = process.env.get('PYTHON_VERSION') ?? '3.12.12';
	const settings = `home = /usr/local/bin\ninclude-system-site-packages = false\nversion = ${version}\n`;
	yield* writeSparse(process, `${folder}/pyvenv.cfg`, 0, encodeUtf8(settings), 0o644);
	const activate = `VIRTUAL_ENV=${folder}\nexport VIRTUAL_ENV\nPATH="$VIRTUAL_ENV/bin:$PATH"\nexport PATH\n`;
	yield* writeSparse(process, `${folder}/bin/activate`, 0, encodeUtf8(activate), 0o644);
	for (const name of ['pip', 'pip3']) {
		yield* writeSparse(process, `${folder}/bin/${name}`, 0, executableHeader({ program: 'pip', size: 229 }), 0o755);
	}
	for (const name of ['python', 'python3']) process.symlink('/usr/local/bin/python3', `${folder}/bin/${name}`);
	const site = `${folder}/lib/python${version.split('.').slice(0, 2).join('.')}/site-packages/pip/__init__.py`;
	yield* writeSparse(process, site, 9_200_000, encodeUtf8('"""."""\n'), 0o644);
}
