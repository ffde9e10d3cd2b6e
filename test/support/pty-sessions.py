"""Runs programs in pseudo-terminals and records what they write.

Reads a JSON list of {argv, files, env, columns, rows, steps} from standard input; each step is a text to type. Prints a
JSON list of {chunks: [output after the start, output after each step, ...], files: {name: text}, exit}.
"""
import fcntl, json, os, pty, select, shutil, struct, sys, tempfile, termios, time
from concurrent.futures import ThreadPoolExecutor


def drain(fd, quiet):
    out = b''
    deadline = time.time() + 5
    last = time.time()
    while time.time() < deadline:
        ready, _, _ = select.select([fd], [], [], quiet / 4)
        if ready:
            try:
                data = os.read(fd, 65536)
            except OSError:
                break
            if not data:
                break
            out += data
            last = time.time()
        elif time.time() - last > quiet:
            break
    return out


def run(case):
    directory = tempfile.mkdtemp(prefix='pty-')
    work = os.path.join(directory, 'work')
    os.mkdir(work)
    try:
        for name, text in case.get('files', {}).items():
            with open(os.path.join(work, name), 'w') as f:
                f.write(text)
        size = struct.pack('HHHH', case.get('rows', 24), case.get('columns', 80), 0, 0)
        pid, fd = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.chdir(work)
            env = {'PATH': '/usr/bin:/bin', 'HOME': work, 'TERM': 'xterm-256color', 'LANG': 'C.UTF-8', 'SHELL': '/bin/bash', **case.get('env', {})}
            os.execvpe(case['argv'][0], case['argv'], env)
        chunks = [drain(fd, 0.25)]
        for step in case['steps']:
            rest = step
            while rest:
                at = rest.find('\x1b') + 1
                # An escape stands alone, unless a sequence is meant.
                if at == 0 or rest[at:at + 1] == '[':
                    at = len(rest) if rest.find('\x1b', at + 1) < 0 else rest.find('\x1b', at + 1)
                os.write(fd, rest[:at].encode())
                rest = rest[at:]
                time.sleep(0.03)
            chunks.append(drain(fd, 0.15))
        files = {}
        for name in os.listdir(work):
            path = os.path.join(work, name)
            if os.path.isfile(path):
                with open(path, errors='replace', newline='') as f:
                    files[name] = f.read()
        try:
            os.kill(pid, 9)
        except OSError:
            pass
        os.waitpid(pid, 0)
        os.close(fd)
        return {'chunks': [c.decode('utf-8', 'replace') for c in chunks], 'files': files}
    finally:
        shutil.rmtree(directory)


with ThreadPoolExecutor(14) as pool:
    json.dump(list(pool.map(run, json.load(sys.stdin))), sys.stdout)
